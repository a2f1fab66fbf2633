"""The public sample files, where this machine has them."""

from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[2].parent / "shared/samples"
needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the public sample files are not here")


def files(folder: str, pattern: str = "*") -> list[pytest.param]:
    """One parameter for each file of a folder, named by the file; none where there are no samples."""
    found = sorted((SAMPLES / folder).glob(pattern))
    return [pytest.param(path, id=path.name) for path in found]


def data(name: str) -> bytes:
    """The bytes of one sample."""
    return (SAMPLES / name).read_bytes()

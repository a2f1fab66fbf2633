"""Fixtures of the acts."""

from pathlib import Path

import pytest

from activities.transactions import Office
from tests.factories_acknowledgements import Sent


@pytest.fixture
def sent(office: Office, tmp_path: Path) -> Sent:
    return Sent(office, tmp_path)

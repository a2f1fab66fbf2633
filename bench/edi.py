"""Reading remittances: our streaming reader beside pyx12, openx12 and the bare `str.split` limit."""

import io
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

import openx12.x835
import pyx12.x12file

from bench.remittance_files import write_remittance
from bench.remittance_reading import best_times, our_times, peak
from bench.reports import Figure, Report, Target

CLAIMS, MANY_CLAIMS = 10_000, 100_000
TIMES_OPENX12, OF_THE_LIMIT, GROWTH = 4.0, 0.15, 1.2
Result = TypeVar("Result")


def run(seconds: float) -> Report:
    """Measure all on one file, the best of several turns; then the memory that ten times the claims take."""
    with tempfile.TemporaryDirectory() as folder:
        path, large = str(Path(folder) / "some.835"), str(Path(folder) / "many.835")
        write_remittance(path, CLAIMS)
        write_remittance(large, MANY_CLAIMS)
        text = Path(path).read_text(encoding="ascii")
        best = _fresh(our_times, path, seconds * 0.35)
        best |= best_times(
            {"pyx12 reader": lambda: _pyx12(text), "openx12": lambda: openx12.x835.parse(text)},
            seconds * 0.25,
        )
        some, many = _fresh(peak, path), _fresh(peak, large)
    count = text.count("~")
    rates = {name: round(count / spent) for name, spent in best.items()}
    figures: dict[str, Figure] = {"segments": count, "claims": CLAIMS}
    figures |= {f"{name}, segments/s": rate for name, rate in rates.items()}
    figures |= {"peak MB, 10,000 claims": round(some, 1), "peak MB, 100,000 claims": round(many, 1)}
    return Report("edi", figures, _targets(rates, many / some))


def _targets(rates: dict[str, int], growth: float) -> list[Target]:
    ours = rates["our typed, balanced reader"]
    beside, limit = ours / rates["openx12"], ours / rates["str.split"]
    return [
        Target("times openx12", round(beside, 2), f">= {TIMES_OPENX12:g}", beside >= TIMES_OPENX12),
        Target("of the str.split limit", round(limit, 3), f">= {OF_THE_LIMIT}", limit >= OF_THE_LIMIT),
        Target("memory of ten times the claims", round(growth, 2), f"<= {GROWTH}", growth <= GROWTH),
    ]


def _pyx12(text: str) -> None:
    for _ in pyx12.x12file.X12Reader(io.StringIO(text)):
        pass


def _fresh(measure: Callable[..., Result], *arguments: object) -> Result:
    """What `measure` gives in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(measure, *arguments).result()

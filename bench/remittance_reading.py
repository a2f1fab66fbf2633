"""Our own readers and the bare limit, measured in a process that has loaded nothing else."""

import time
from collections.abc import Callable
from pathlib import Path

from edi.remittance_files import read_835
from edi.remittances import PaymentEnd
from edi.tokens import stretches


def best_times(readers: dict[str, Callable[[], object]], seconds: float) -> dict[str, float]:
    """The least processor time of each, in turns; every reader has at least one turn."""
    best: dict[str, float] = {}
    spent = dict.fromkeys(readers, 0.0)
    share = seconds / len(readers)
    while waiting := [name for name in readers if not spent[name] or spent[name] < share]:
        for name in waiting:
            began = time.process_time()
            readers[name]()
            took = time.process_time() - began
            best[name] = min(took, best.get(name, took))
            spent[name] += took
    return best


def our_times(path: str, seconds: float) -> dict[str, float]:
    """Seconds for the limit, for our tokens and for our typed and balanced reader."""
    text = Path(path).read_text(encoding="ascii")
    readers: dict[str, Callable[[], object]] = {
        "str.split": lambda: split(text),
        "our tokens": lambda: read_tokens(path),
        "our typed, balanced reader": lambda: read_typed(path),
    }
    return best_times(readers, seconds)


def split(text: str) -> None:
    """The limit: what Python needs to divide the text, and nothing else."""
    for segment in text.split("~"):
        segment.split("*")


def read_tokens(path: str) -> None:
    """Every segment divided, dropped at once."""
    with open(path, "rb") as file:
        for stretch in stretches(file):
            for text in stretch.texts:
                text.split(stretch.delimiters.element)


def read_typed(path: str) -> None:
    """Every claim typed, balanced and dropped; raises AssertionError when the payment does not balance."""
    with open(path, "rb") as file:
        ends = [piece for piece in read_835(file) if isinstance(piece, PaymentEnd)]
    if not ends or not all(end.is_balanced for end in ends):
        raise AssertionError("The file made for this benchmark does not balance.")


def peak(path: str) -> float:
    """Peak memory of this process in MB after reading the file (VmHWM of Linux: a new process resets it)."""
    read_typed(path)
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    kilobytes = next(line.split()[1] for line in lines if line.startswith("VmHWM"))
    return int(kilobytes) / 1024

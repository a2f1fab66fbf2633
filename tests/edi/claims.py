"""Claims read back, and files with one thing wrong."""

from dataclasses import fields, is_dataclass

from edi.claim_files import read_837
from edi.claims import ProfessionalClaim


def bare(fact: object) -> object:
    """The same facts as if they were ours: without raw segments, positions and findings."""
    if isinstance(fact, tuple) and not hasattr(fact, "_fields"):
        return tuple(bare(each) for each in fact)
    if not is_dataclass(fact):
        return fact
    empty = {"raw": (), "pay_to_raw": (), "segment": 0, "faults": (), "segments": 0}
    kept = {each.name: bare(getattr(fact, each.name)) for each in fields(fact) if each.name not in empty}
    return type(fact)(**kept)  # type: ignore[arg-type]


def claims(source: bytes) -> list[ProfessionalClaim]:
    return [piece for piece in read_837(source) if isinstance(piece, ProfessionalClaim)]


def edited(source: bytes, was: str, becomes: str) -> bytes:
    text = source.decode("latin-1")
    assert was in text
    return text.replace(was, becomes).encode("latin-1")

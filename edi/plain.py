"""A file as plain lists, texts and numbers, for JSON: what `claimdesk edi show --json` prints."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from edi.acknowledgement_files import read_acknowledgements
from edi.acknowledgements import (
    BatchVerdict,
    ClaimVerdict,
    GroupAcknowledgement,
    InterchangeAcknowledgement,
    ProviderVerdict,
    Report,
)
from edi.claim_acknowledgement_files import read_277ca
from edi.claim_files import read_837
from edi.claims import Batch, ProfessionalClaim
from edi.faults import Fault
from edi.files import Kind, refuse_unread, sniff
from edi.plain_remittances import plain_count, plain_problems, plain_remittances
from edi.remittance_files import read_835
from edi.strays import Stray

Plain = dict[str, Any]
HIDDEN = frozenset({"raw", "pay_to_raw", "faults", "interchange", "group", "delimiters"})
COUNTS = frozenset({"units", "quantity"})


def plain_file(data: bytes) -> Plain:
    """`file_problems` and `transactions`, one for each set that we read, kind by kind.

    Raises X12Error when the file is no X12 or holds nothing that we read.
    """
    kinds = sniff(data)
    refuse_unread(kinds)
    problems: list[Fault] = []
    transactions: list[Plain] = []
    if Kind.REMITTANCES in kinds:
        transactions += plain_remittances(read_835(data), problems)
    if Kind.CLAIMS in kinds:
        transactions += _claims(data, problems)
    if Kind.CLAIMS_ACKNOWLEDGED in kinds:
        transactions += _reports(data, problems)
    if Kind.SETS_ACKNOWLEDGED in kinds or Kind.INTERCHANGE_ACKNOWLEDGED in kinds:
        transactions += _acknowledgements(data, problems)
    return {"file_problems": plain_problems(problems), "transactions": transactions}


def _claims(data: bytes, problems: list[Fault]) -> Iterator[Plain]:
    transaction: Plain = {}
    faults: list[Fault] = []
    for piece in read_837(data):
        if isinstance(piece, Stray):
            problems += piece.faults
            continue
        faults += piece.faults
        if isinstance(piece, Batch):
            transaction = {"set": Kind.CLAIMS.value, **_plain_fields(piece), "claims": []}
            faults = [*piece.faults]
        elif isinstance(piece, ProfessionalClaim):
            transaction.setdefault("claims", []).append(_plain_fields(piece))
        else:
            yield {**transaction, "problems": plain_problems(faults)}


def _reports(data: bytes, problems: list[Fault]) -> Iterator[Plain]:
    lists = {BatchVerdict: "batches", ProviderVerdict: "providers", ClaimVerdict: "claims"}
    transaction: Plain = {}
    faults: list[Fault] = []
    for piece in read_277ca(data):
        if isinstance(piece, Stray):
            problems += piece.faults
            continue
        faults += piece.faults
        if isinstance(piece, Report):
            transaction = {"set": Kind.CLAIMS_ACKNOWLEDGED.value, **_plain_fields(piece)}
            transaction |= {name: [] for name in lists.values()}
            faults = [*piece.faults]
        elif isinstance(piece, BatchVerdict | ProviderVerdict | ClaimVerdict):
            said = {"outcome": piece.outcome.value, **_plain_fields(piece)}
            transaction.setdefault(lists[type(piece)], []).append(said)
        else:
            yield {**transaction, "problems": plain_problems(faults)}


def _acknowledgements(data: bytes, problems: list[Fault]) -> Iterator[Plain]:
    for piece in read_acknowledgements(data):
        if isinstance(piece, Stray):
            problems += piece.faults
            continue
        kind = Kind.SETS_ACKNOWLEDGED
        if isinstance(piece, InterchangeAcknowledgement):
            kind = Kind.INTERCHANGE_ACKNOWLEDGED
        said = _plain_fields(piece)
        if isinstance(piece, GroupAcknowledgement):
            for plain, verdict in zip(said["sets"], piece.sets, strict=True):
                plain["accepted"] = verdict.is_accepted
        faults = plain_problems(piece.faults)
        yield {"set": kind.value, "is_accepted": piece.is_accepted, **said, "problems": faults}


def _plain_fields(fact: object) -> Plain:
    given = fields(fact)  # type: ignore[arg-type]
    return {
        each.name: _plain(getattr(fact, each.name), each.name) for each in given if each.name not in HIDDEN
    }


def _plain(value: object, name: str) -> Any:
    if isinstance(value, Decimal):
        return plain_count(value) if name in COUNTS else f"{value:.2f}"
    if isinstance(value, date | time):
        return value.isoformat()
    if is_dataclass(value):
        return _plain_fields(value)
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {key: _plain(each, key) for key, each in value._asdict().items()}
    if isinstance(value, tuple):
        return [_plain(each, name) for each in value]
    return value

"""A remittance as it is kept: rows for its claims and lines, and the keys by which each counts once."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from activities.bulk import Row
from edi.adjustments import Adjustment, Procedure
from edi.faults import Fault, Scope
from edi.remittances import Payment, RemitClaim, RemitLine
from edi.values import readable
from models.base import new_id
from models.remittances import Posting
from rules.payments import payment_key

CLAIM_COLUMNS = (
    "id", "practice_id", "remittance_id", "claim_key", "segment", "number", "status", "charge", "paid",
    "patient_part", "payer_claim_number", "adjustments", "remarks", "facts", "state", "reason",
)  # fmt: skip
LINE_COLUMNS = (
    "id", "practice_id", "remittance_claim_id", "segment", "procedure", "modifiers", "charge", "paid",
    "allowed", "units", "control", "sent", "service_from", "adjustments", "remarks",
)  # fmt: skip
ALLOWED = "B6"


def key_of(payment: Payment) -> str:
    """Payer, trace, date and amount of the head of a payment."""
    payer = payment.payer_tax_id or payment.payer_id or ""
    return storable(payment_key(payer, payment.trace, payment.paid_on, payment.amount))


def storable(text: str) -> str:
    """Text as people read it, without the one character that PostgreSQL cannot keep."""
    return readable(text).replace("\x00", "")


def fingerprint(claim: RemitClaim) -> bytes:
    """What CLP, NM1*QC, SVC, CAS and 6R of one claim say, by value: 34.00 and 34 are the same."""
    said = (
        claim.patient_control_number,
        claim.status,
        *_plain(claim.charge, claim.paid, claim.patient_responsibility),
        claim.filing_code,
        claim.payer_claim_number,
        claim.place,
        claim.frequency,
        (claim.patient.last, claim.patient.first, claim.patient.id),
        _said(claim.adjustments),
        tuple(_said_line(line) for line in claim.lines),
    )
    return hashlib.blake2b(repr(said).encode("latin-1", "backslashreplace"), digest_size=16).digest()


def _said_line(line: RemitLine) -> tuple[Any, ...]:
    return (
        line.procedure[:3],
        *_plain(line.charge, line.paid, line.units),
        line.submitted and line.submitted[:3],
        line.control,
        _said(line.adjustments),
    )


def _said(adjustments: Iterable[Adjustment]) -> tuple[Any, ...]:
    return tuple((each.group, each.reason, *_plain(each.amount)) for each in adjustments)


def _plain(*amounts: Decimal) -> tuple[str, ...]:
    return tuple(str(amount.normalize()) for amount in amounts)


def claim_key(payment: str, print_of_claim: bytes, ordinal: int) -> str:
    """Payment, fingerprint, and which one among equals it is, from 1."""
    whose = hashlib.blake2b(payment.encode(), key=print_of_claim, digest_size=16).hexdigest()
    return f"{whose}:{ordinal}"


def claim_row(claim: RemitClaim, claim_id: UUID, practice_id: UUID, remittance_id: UUID, key: str) -> Row:
    """In the order of CLAIM_COLUMNS."""
    return (
        claim_id,
        practice_id,
        remittance_id,
        key,
        claim.segment,
        storable(claim.patient_control_number),
        storable(claim.status),
        claim.charge,
        claim.paid,
        claim.patient_responsibility,
        storable(claim.payer_claim_number) if claim.payer_claim_number else None,
        _adjustments(claim.adjustments),
        [storable(each) for each in claim.remarks],
        json.dumps(_facts(claim)),
        Posting.STAGED.value,
        "",
    )


def line_rows(claim: RemitClaim, claim_id: UUID, practice_id: UUID) -> list[Row]:
    """In the order of LINE_COLUMNS."""
    return [
        (
            new_id(),
            practice_id,
            claim_id,
            line.segment,
            storable(line.procedure.code),
            [storable(each) for each in line.procedure.modifiers],
            line.charge,
            line.paid,
            next((amount for kind, amount in line.amounts if kind == ALLOWED), None),
            str(line.units),
            storable(line.control or ""),
            _sent(line.submitted),
            line.service_from,
            _adjustments(line.adjustments),
            [storable(each) for each in line.remarks],
        )
        for line in claim.lines
    ]


def _sent(procedure: Procedure | None) -> list[str]:
    return [storable(each) for each in (procedure.code, *procedure.modifiers)] if procedure else []


def _adjustments(adjustments: Sequence[Adjustment]) -> str:
    return json.dumps(
        [
            [storable(each.group), storable(each.reason), str(each.amount),
             None if each.quantity is None else str(each.quantity)]
            for each in adjustments
        ]
    )  # fmt: skip


def _facts(claim: RemitClaim) -> dict[str, Any]:
    """What matching and people need beside the columns: who, when, and where it went on."""
    people = (claim.patient, claim.insured, claim.corrected)
    days = [day for line in claim.lines for day in (line.service_from, line.service_to) if day]
    first = min(days) if days else claim.statement_from
    last = max(days) if days else claim.statement_to
    return {
        "last_name": storable(claim.patient.last),
        "first_name": storable(claim.patient.first),
        "member_ids": sorted({storable(each.id) for each in people if each and each.id}),
        "service_from": first and first.isoformat(),
        "service_to": last and last.isoformat(),
        "original_number": claim.original_payer_claim_number,
        "received_on": claim.received_on and claim.received_on.isoformat(),
        "forwarded_to": storable(claim.forwarded_to.last) if claim.forwarded_to else None,
        "corrected_name": claim.corrected is not None,
        "problem": problem(claim),
    }


def problem(claim: RemitClaim) -> str:
    """Why this claim's amounts cannot be trusted, with segment and difference; empty: they can."""
    found = next((fault for fault in claim.faults if fault.scope is not Scope.NOTE), None)
    if found is not None:
        return found.text
    return "" if claim.is_sound else f"Segment {claim.segment}: the claim does not add up."


def problem_rows(faults: Iterable[Fault]) -> list[dict[str, Any]]:
    """Findings as they are kept with a payment."""
    return [
        {
            "segment": fault.segment,
            "text": fault.text,
            "code": fault.code.value,
            "blocks": fault.scope is not Scope.NOTE,
        }
        for fault in faults
    ]

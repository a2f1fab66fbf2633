"""Remittances as plain lists and texts, for JSON; amounts are texts with two decimals."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from edi.adjustments import Adjustment
from edi.faults import Fault
from edi.remittance_files import Piece
from edi.remittances import Payment, PaymentEnd, RemitClaim, RemitLine
from edi.strays import Stray

Plain = dict[str, Any]


def plain_remittances(pieces: Iterable[Piece], problems: list[Fault]) -> Iterator[Plain]:
    """One transaction for each payment; what is wrong outside of them goes to `problems`."""
    transaction = _head(None)
    faults: list[Fault] = []
    for piece in pieces:
        if isinstance(piece, Stray):
            problems += piece.faults
            continue
        faults += piece.faults
        if isinstance(piece, Payment):
            transaction, faults = _head(piece), [*piece.faults]
        elif isinstance(piece, RemitClaim):
            transaction["claims"].append(_claim(piece))
        else:
            yield {**transaction, **_end(piece), "problems": plain_problems(faults)}
            transaction, faults = _head(None), []


def plain_problems(faults: Iterable[Fault]) -> list[Plain]:
    """Each finding once, by segment."""
    found = {(fault.segment, fault.text) for fault in faults}
    return [{"segment": number, "text": text} for number, text in sorted(found)]


def plain_count(value: Decimal) -> str:
    """Units as people write them: 1, 0.5, 61."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _head(payment: Payment | None) -> Plain:
    return {
        "set": "835",
        "control": payment.control if payment else "",
        "payer": payment.payer.last if payment else "",
        "payer_id": payment.payer_id if payment else None,
        "payee_npi": payment.payee.npi if payment else None,
        "trace": payment.trace if payment else "",
        "payment_date": payment.paid_on.isoformat() if payment and payment.paid_on else None,
        "paid": _money(payment.amount if payment else Decimal(0)),
        "claims": [],
    }


def _claim(claim: RemitClaim) -> Plain:
    return {
        "patient_control_number": claim.patient_control_number,
        "status": claim.status,
        "charge": _money(claim.charge),
        "paid": _money(claim.paid),
        "patient_responsibility": _money(claim.patient_responsibility),
        "payer_claim_number": claim.payer_claim_number,
        "adjustments": [_adjustment(each) for each in claim.adjustments],
        "lines": [_line(each) for each in claim.lines],
        "balanced": claim.is_balanced,
    }


def _line(line: RemitLine) -> Plain:
    return {
        "procedure": line.procedure.code,
        "modifiers": list(line.procedure.modifiers),
        "charge": _money(line.charge),
        "paid": _money(line.paid),
        "units": plain_count(line.units),
        "adjustments": [_adjustment(each) for each in line.adjustments],
        "remarks": list(line.remarks),
    }


def _adjustment(each: Adjustment) -> Plain:
    quantity = None if each.quantity is None else plain_count(each.quantity)
    return {"group": each.group, "reason": each.reason, "amount": _money(each.amount), "quantity": quantity}


def _end(end: PaymentEnd) -> Plain:
    adjustments = [
        {"reason": each.reason, "reference": each.reference, "amount": _money(each.amount)}
        for each in end.provider_adjustments
    ]
    return {"provider_adjustments": adjustments, "balanced": end.is_balanced}


def _money(value: Decimal) -> str:
    return f"{value:.2f}"

"""The correction form beside a task: the claim as it stands, of which only what was changed goes on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from activities.claim_forms import claim_of
from activities.corrected_forms import CorrectClaim, LineCorrection
from models.claims import Claim
from rules.errors import Unreadable
from web import words

OF_FIELD = {
    "authorization": "prior_authorization",
    "referring": "referring_npi",
    "frequency": "payer_claim_number",
    "billing_address": "billing_zip",
    "ordering": "referring_npi",
}  # the form's name for what an edit calls otherwise
LABELS = {
    "member_id": "Member id",
    "birth_date": "Born on",
    "sex": "Sex",
    "diagnoses": "Diagnoses, the principal one first",
    "referring_npi": "Referring NPI",
    "referring_name": "Referring provider (Last, First)",
    "prior_authorization": "Authorization number",
    "payer_claim_number": "Payer's claim number",
    "place": "Place of service",
    "delay_reason": "Delay reason",
    "billing_zip": "Billing ZIP",
}
DATES = frozenset({"birth_date", "service_from", "service_to"})
ON_LINES = ("procedure", "modifiers", "pointers", "units", "charge", "service_from", "service_to")


@dataclass(frozen=True, slots=True)
class Field:
    """One input: its name, what stands there, and what the checks say about it."""

    name: str
    label: str
    value: str
    hints: tuple[str, ...]
    is_date: bool


@dataclass(frozen=True, slots=True)
class Correction:
    """The form: the claim's own fields, then each line's in the order of `ON_LINES`."""

    version: int
    fields: Sequence[Field]
    lines: Sequence[Sequence[Field]]


def correction_of(
    claim: Claim, findings: Sequence[Mapping[str, Any]], hidden: Iterable[str] = ()
) -> Correction:
    """What can be corrected, with each finding at its field; `hidden` fields show nothing."""
    standing = values_of(claim) | dict.fromkeys(hidden, "")
    told = {name: _hints(name, None, findings) for name in LABELS}
    fields = [Field(name, label, standing[name], told[name], name in DATES) for name, label in LABELS.items()]
    lines = []
    for number in range(1, len(claim_of(claim.form).lines) + 1):
        of_line = ((name, f"line_{number}_{name}") for name in ON_LINES)
        lines.append([_on_line(name, full, number, standing, findings) for name, full in of_line])
    return Correction(claim.version, fields, lines)


def _on_line(
    name: str, full: str, number: int, standing: Mapping[str, str], findings: Sequence[Mapping[str, Any]]
) -> Field:
    label = f"Line {number} {name.replace('_', ' ')}"
    return Field(full, label, standing[full], _hints(name, number, findings), name in DATES)


def _hints(name: str, line: int | None, findings: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(
        f"{each['text']} {each['hint']}"
        for each in findings
        if OF_FIELD.get(each["field"], each["field"]) == name and each["line"] == line
    )


def values_of(claim: Claim) -> dict[str, str]:
    """Every field of the form as it stands, as text, by the input's name."""
    form = claim_of(claim.form)
    patient = form.patient or form.subscriber
    referring = next((each.name for each in form.providers if each.role == "referring"), None)
    values = {
        "member_id": form.subscriber.name.id,
        "birth_date": _text(patient.born_on),
        "sex": patient.sex,
        "diagnoses": ", ".join(map(words.dotted, form.diagnoses)),
        "referring_npi": referring.id if referring else "",
        "referring_name": words.person(referring.last, referring.first) if referring else "",
        "prior_authorization": form.prior_authorization or "",
        "payer_claim_number": form.payer_claim_number or "",
        "place": form.place,
        "delay_reason": form.delay_reason,
        "billing_zip": form.billing.address.zip if form.billing.address else "",
    }
    for number, line in enumerate(form.lines, 1):
        values |= {
            f"line_{number}_procedure": line.procedure.code,
            f"line_{number}_modifiers": " ".join(line.procedure.modifiers),
            f"line_{number}_pointers": " ".join(map(str, line.pointers)),
            f"line_{number}_units": _text(line.units),
            f"line_{number}_charge": _text(line.charge),
            f"line_{number}_service_from": _text(line.service_from),
            f"line_{number}_service_to": _text(line.last_day),
        }
    return values


def _text(value: object) -> str:
    return "" if value is None else str(value)


def correction_from(
    key: UUID, version: int, claim: Claim, typed: Mapping[str, str], hidden: Iterable[str] = ()
) -> CorrectClaim:
    """What the person changed; a `hidden` field left empty stays. Raises Unreadable naming a bad field."""
    standing = values_of(claim) | dict.fromkeys(hidden, "")
    strange = set(typed) - set(standing)
    if strange:
        raise Unreadable("The form has fields that this claim does not have: open it again.")
    changed = {name: text.strip() for name, text in typed.items() if text.strip() != standing[name]}
    own: dict[str, Any] = {name: _read(name, changed[name]) for name in LABELS if name in changed}
    lines = []
    for number in range(1, len(claim_of(claim.form).lines) + 1):
        given = {name: changed.get(f"line_{number}_{name}") for name in ON_LINES}
        read = {name: _read(name, text) for name, text in given.items() if text is not None}
        if read:
            lines.append(LineCorrection(number, **read))
    return CorrectClaim(key, claim.id, version, **own, lines=tuple(lines))


def _read(name: str, text: str) -> Any:
    """The value that the text says."""
    try:
        if name in DATES:
            return date.fromisoformat(text)
        if name in ("units", "charge"):
            return Decimal(text.replace("$", "").replace(",", ""))
        if name == "diagnoses":
            return tuple(text.replace(",", " ").split())
        if name == "modifiers":
            return tuple(text.replace(",", " ").split())
        if name == "pointers":
            return tuple(int(each) for each in text.replace(",", " ").split())
    except (ValueError, InvalidOperation):
        label = LABELS.get(name, name).replace("_", " ")
        raise Unreadable(
            f"{label.capitalize()} is not readable: a date is 2026-03-02, a number 12.50."
        ) from None
    return text

"""The 837P claim as it is kept: the whole form as JSON, and the columns and lines that are read from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter

from edi.claims import ProfessionalClaim
from edi.services import Role, ServiceLine
from edi.values import number_text
from rules.claims import Frequency
from rules.errors import Unreadable

_FORM = TypeAdapter(ProfessionalClaim)
_FREQUENCIES = {each.value: each for each in Frequency}
UNSTORABLE = "\x00"  # PostgreSQL keeps every character but this one


@dataclass(frozen=True, slots=True)
class ClaimColumns:
    """What the table of claims says of a form."""

    number: str
    frequency: Frequency
    charge: Decimal
    service_from: date
    service_to: date
    rendering_npi: str | None  # None: neither a rendering nor a billing provider has one
    payer_claim_number: str | None


@dataclass(frozen=True, slots=True)
class LineColumns:
    """What the table of lines says of one service; `number` counts from 1 in the form's order."""

    number: int
    control: str
    procedure: str
    modifiers: tuple[str, ...]
    diagnoses: tuple[str, ...]
    units: str
    charge: Decimal
    service_from: date | None
    service_to: date | None


def form_of(claim: ProfessionalClaim) -> dict[str, Any]:
    """The claim as JSON; what stands at its default is left out. `claim_of` gives the equal claim back."""
    form: dict[str, Any] = _FORM.dump_python(claim, mode="json", exclude_defaults=True)
    return form


def claim_of(form: dict[str, Any]) -> ProfessionalClaim:
    """The claim that this form says."""
    return _FORM.validate_python(form)


def is_storable(claim: ProfessionalClaim) -> bool:
    """Whether the database can keep every character of it."""
    return b"\\u0000" not in _FORM.dump_json(claim, exclude_defaults=True)


def columns_of(claim: ProfessionalClaim) -> ClaimColumns:
    """Raises Unreadable when no line has a readable date of service."""
    first = [line.service_from for line in claim.lines if line.service_from]
    last = [line.last_day for line in claim.lines if line.last_day]
    if not first:
        raise Unreadable("No line of this claim has a readable date of service: correct it and import again.")
    rendering = claim.provider(Role.RENDERING)
    return ClaimColumns(
        number=claim.patient_control_number,
        frequency=_FREQUENCIES.get(claim.frequency, Frequency.ORIGINAL),  # scrubbing names any other
        charge=claim.charge,
        service_from=min(first),
        service_to=max(last),
        rendering_npi=(rendering and rendering.name.npi) or claim.billing.name.npi,
        payer_claim_number=claim.payer_claim_number,
    )


def lines_of(claim: ProfessionalClaim) -> tuple[LineColumns, ...]:
    """The lines in the form's order, their pointers resolved to diagnoses."""
    return tuple(_line(at, line, claim.diagnoses) for at, line in enumerate(claim.lines, 1))


def _line(number: int, line: ServiceLine, diagnoses: Sequence[str]) -> LineColumns:
    return LineColumns(
        number=number,
        control=line.control or line.number or str(number),
        procedure=line.procedure.code,
        modifiers=line.procedure.modifiers,
        diagnoses=tuple(diagnoses[at - 1] for at in line.pointers if 1 <= at <= len(diagnoses)),
        units=number_text(line.units),
        charge=line.charge,
        service_from=line.service_from,
        service_to=line.last_day,
    )

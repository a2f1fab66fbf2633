"""What practices get wrong: each defect spoils a sound claim in one way that a scrubbing edit must find."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from edi.claims import ProfessionalClaim
from edi.services import Attachment, Role, ServiceLine

Defect = Callable[[ProfessionalClaim], ProfessionalClaim]
ONE_CENT = Decimal("0.01")


def _first_line(claim: ProfessionalClaim, **changes: object) -> ProfessionalClaim:
    first, *rest = claim.lines
    lines: tuple[ServiceLine, ...] = (replace(first, **changes), *rest)  # type: ignore[arg-type]
    return replace(claim, lines=lines, charge=sum((line.charge for line in lines), Decimal(0)))


def _first_procedure(claim: ProfessionalClaim, *modifiers: str) -> ProfessionalClaim:
    return _first_line(claim, procedure=claim.lines[0].procedure._replace(modifiers=modifiers))


def _member_id(claim: ProfessionalClaim, member_id: str) -> ProfessionalClaim:
    return replace(
        claim, subscriber=replace(claim.subscriber, name=replace(claim.subscriber.name, id=member_id))
    )


def _born_on(claim: ProfessionalClaim, **born: object) -> ProfessionalClaim:
    if claim.patient is not None:
        return replace(claim, patient=replace(claim.patient, **born))  # type: ignore[arg-type]
    return replace(claim, subscriber=replace(claim.subscriber, **born))  # type: ignore[arg-type]


def _rendering_npi(claim: ProfessionalClaim, npi: str) -> ProfessionalClaim:
    changed = tuple(
        replace(each, name=replace(each.name, id=npi, id_kind="XX" if npi else ""))
        if each.role is Role.RENDERING
        else each
        for each in claim.providers
    )
    return replace(claim, providers=changed)


def _without_referrer(claim: ProfessionalClaim) -> ProfessionalClaim:
    return replace(
        claim, providers=tuple(each for each in claim.providers if each.role is not Role.REFERRING)
    )


def _repeated(claim: ProfessionalClaim) -> ProfessionalClaim:
    first = claim.lines[0]
    number = str(len(claim.lines) + 1)
    again = replace(first, number=number, control=f"{claim.patient_control_number}-{number}")
    return replace(claim, lines=(*claim.lines, again), charge=claim.charge + again.charge)


def _unborn(claim: ProfessionalClaim) -> ProfessionalClaim:
    first = claim.lines[0].service_from
    return _born_on(claim, born_on=first + timedelta(days=30)) if first else claim


DEFECTS: dict[str, Defect] = {  # by the code of the edit that finds it
    "CL-01": lambda claim: replace(claim, charge=claim.charge + ONE_CENT),
    "CL-02": lambda claim: replace(claim, frequency="7"),
    "CL-09": lambda claim: replace(claim, attachments=(Attachment("OZ", "EL"),)),
    "CL-10": lambda claim: replace(claim, accident_causes=("OA",)),
    "CV-01": lambda claim: _member_id(claim, ""),
    "CV-02": lambda claim: _member_id(claim, "UNKNOWN1"),
    "CV-03": lambda claim: _born_on(claim, born_on=None),
    "CV-06": _unborn,
    "DX-01": lambda claim: replace(claim, diagnoses=()),
    "DX-02": lambda claim: _first_line(claim, pointers=()),
    "DX-03": lambda claim: _first_line(claim, pointers=(9,)),
    "DX-06": lambda claim: replace(claim, diagnoses=(*claim.diagnoses, claim.diagnoses[0])),
    "DX-07": lambda claim: replace(claim, diagnoses=("1234", *claim.diagnoses[1:])),
    "DX-08": lambda claim: replace(claim, diagnoses=("W19XXXA", *claim.diagnoses[1:])),
    "LN-03": lambda claim: _first_line(claim, procedure=claim.lines[0].procedure._replace(code="992")),
    "LN-05": lambda claim: _first_procedure(claim, "25", "25"),
    "LN-06": lambda claim: _first_procedure(claim, "26", "TC"),
    "LN-08": lambda claim: _first_line(claim, units=Decimal(0)),
    "LN-09": lambda claim: _first_line(claim, charge=Decimal(0)),
    "LN-13": lambda claim: replace(claim, place="98"),
    "LN-14": _repeated,
    "PV-02": lambda claim: _rendering_npi(claim, "1500000110"),
    "PV-09": _without_referrer,
    "PV-10": lambda claim: _rendering_npi(claim, ""),
}

"""What a person changes on a claim, laid over its form."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from itertools import filterfalse
from uuid import UUID

from edi.claims import ProfessionalClaim
from edi.loops import Raw
from edi.parties import Party
from edi.services import Provider, Role, ServiceLine
from rules.errors import Unknown

DIAGNOSIS_KINDS = ("ABK", "ABF", "BK", "BF")


@dataclass(frozen=True, slots=True)
class LineCorrection:
    """New values for one line; None leaves a value as it is."""

    number: int  # the line's place in the form, from 1
    procedure: str | None = None
    modifiers: tuple[str, ...] | None = None
    pointers: tuple[int, ...] | None = None
    units: Decimal | None = None
    charge: Decimal | None = None
    service_from: date | None = None
    service_to: date | None = None


@dataclass(frozen=True, slots=True)
class CorrectClaim:
    """New values for a claim; None leaves one as it is. The total follows the lines unless it is given."""

    key: UUID
    claim_id: UUID
    version: int  # of the claim as the person saw it
    member_id: str | None = None
    birth_date: date | None = None  # the patient's
    sex: str | None = None
    diagnoses: tuple[str, ...] | None = None  # ICD-10-CM, with or without dots
    referring_npi: str | None = None
    referring_name: str | None = None  # "Last, First"
    prior_authorization: str | None = None
    payer_claim_number: str | None = None
    place: str | None = None
    delay_reason: str | None = None
    billing_zip: str | None = None
    charge: Decimal | None = None
    lines: tuple[LineCorrection, ...] = ()

    def changed(self) -> list[str]:
        """The names of what is given: "member id", "line 2 charge"."""
        names = list(_given(self, skip=("key", "claim_id", "version", "lines")))
        for line in self.lines:
            names += [f"line {line.number} {name}" for name in _given(line, skip=("number",))]
        return names


def _given(said: CorrectClaim | LineCorrection, skip: tuple[str, ...]) -> Iterator[str]:
    for field in fields(said):
        if field.name not in skip and getattr(said, field.name) is not None:
            yield field.name.replace("_", " ")


def corrected(form: ProfessionalClaim, said: CorrectClaim) -> ProfessionalClaim:
    """The form with these values. Raises Unknown when it has no line of such a number."""
    form = _with_people(form, said)
    lines = list(form.lines)
    for line in said.lines:
        if not 1 <= line.number <= len(lines):
            raise Unknown(f"This claim has no line {line.number}.")
        lines[line.number - 1] = _line(lines[line.number - 1], line)
    is_repriced = any(line.charge is not None for line in said.lines)
    total = sum((line.charge for line in lines), Decimal(0)) if is_repriced else form.charge
    return replace(
        form,
        lines=tuple(lines),
        charge=total if said.charge is None else said.charge,
        diagnoses=form.diagnoses if said.diagnoses is None else _codes(said.diagnoses),
        is_icd9=form.is_icd9 and said.diagnoses is None,
        raw=form.raw if said.diagnoses is None else tuple(filterfalse(_is_broken_diagnosis, form.raw)),
        prior_authorization=_new(said.prior_authorization, form.prior_authorization),
        payer_claim_number=_new(said.payer_claim_number, form.payer_claim_number),
        place=_new(said.place, form.place) or "",
        delay_reason=_new(said.delay_reason, form.delay_reason) or "",
    )


def _is_broken_diagnosis(piece: Raw) -> bool:
    """A diagnosis segment that could not be read: it must not go out beside the new one."""
    tag, first, *_ = [*piece.text.split(piece.delimiters.element), ""]
    kind = first.partition(piece.delimiters.component)[0]
    return tag == "HI" and not piece.slot and kind in DIAGNOSIS_KINDS


def _new(given: str | None, before: str | None) -> str | None:
    return before if given is None else given.strip()


def _codes(diagnoses: tuple[str, ...]) -> tuple[str, ...]:
    """As X12 wants them: capital letters, no dots."""
    return tuple(code.strip().upper().replace(".", "") for code in diagnoses if code.strip())


def _with_people(form: ProfessionalClaim, said: CorrectClaim) -> ProfessionalClaim:
    if said.member_id is not None:
        name = replace(form.subscriber.name, id=said.member_id.strip(), id_kind="MI")
        form = replace(form, subscriber=replace(form.subscriber, name=name))
    if form.patient is not None:
        born_on, sex = said.birth_date or form.patient.born_on, _new(said.sex, form.patient.sex) or ""
        form = replace(form, patient=replace(form.patient, born_on=born_on, sex=sex))
    else:
        born_on, sex = said.birth_date or form.subscriber.born_on, _new(said.sex, form.subscriber.sex) or ""
        form = replace(form, subscriber=replace(form.subscriber, born_on=born_on, sex=sex))
    if said.billing_zip is not None and form.billing.address is not None:
        address = replace(form.billing.address, zip=said.billing_zip.replace("-", "").strip())
        form = replace(form, billing=replace(form.billing, address=address))
    if said.referring_npi is not None or said.referring_name is not None:
        form = replace(form, providers=_referring(form, said))
    return form


def _referring(form: ProfessionalClaim, said: CorrectClaim) -> tuple[Provider, ...]:
    before = form.provider(Role.REFERRING) or Provider(Role.REFERRING, Party(""))
    name = before.name
    if said.referring_name is not None:
        last, _, first = said.referring_name.partition(",")
        name = replace(name, last=last.strip(), first=first.strip())
    if said.referring_npi is not None:
        name = replace(name, id=said.referring_npi.strip(), id_kind="XX")
    after = replace(before, name=name)
    if any(each is before for each in form.providers):
        return tuple(after if each is before else each for each in form.providers)
    return (after, *form.providers)


def _line(line: ServiceLine, said: LineCorrection) -> ServiceLine:
    procedure = line.procedure
    if said.procedure is not None:
        procedure = procedure._replace(code=said.procedure.strip().upper(), kind=procedure.kind or "HC")
    if said.modifiers is not None:
        procedure = procedure._replace(modifiers=tuple(each.strip().upper() for each in said.modifiers))
    service_to = said.service_to or line.service_to
    service_from = said.service_from or line.service_from
    return replace(
        line,
        procedure=procedure,
        pointers=line.pointers if said.pointers is None else said.pointers,
        units=line.units if said.units is None else said.units,
        charge=line.charge if said.charge is None else said.charge,
        service_from=service_from,
        service_to=None if service_to == service_from else service_to,
    )

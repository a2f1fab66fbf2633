"""Invented practices and the sound claims of their visits."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files

from edi.adjustments import Procedure
from edi.claims import BillingProvider, Patient, Payer, ProfessionalClaim, Subscriber
from edi.parties import Address, Contact, Party
from edi.services import Provider, Role, ServiceLine
from rules.edits_providers import npi_is_valid
from rules.tables import Row, read_rows
from simulator.decisions import cents
from simulator.payers import PracticePayer
from simulator.people import Person


@dataclass(frozen=True, slots=True)
class ProviderCard:
    """A person who renders services in a practice."""

    npi: str
    last: str
    first: str
    taxonomy: str


@dataclass(frozen=True, slots=True)
class PracticeCard:
    """One invented practice; `prefix` begins its claim numbers."""

    name: str
    npi: str
    tax_id: str
    address: Address
    time_zone: str
    taxonomy: str
    telephone: str
    prefix: str
    price_factor: Decimal
    providers: tuple[ProviderCard, ...]


@dataclass(frozen=True, slots=True)
class VisitKind:
    """What is usually done and billed at one kind of visit: procedure, charge, pointer."""

    name: str
    place: str
    diagnoses: tuple[str, ...]
    lines: tuple[tuple[str, Decimal, int], ...]


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit to be billed."""

    number: str
    practice: PracticeCard
    provider: ProviderCard
    kind: VisitKind
    person: Person
    payer: PracticePayer
    on: date


@cache
def practices() -> tuple[PracticeCard, ...]:
    """The three practices. Raises Unreadable naming the line of a wrong cell."""
    providers = list(_rows("providers.csv"))
    return tuple(_practice(row, providers) for row in _rows("practices.csv"))


@cache
def visit_kinds() -> tuple[VisitKind, ...]:
    return tuple(
        VisitKind(
            row.text("name"),
            row.text("place"),
            tuple(row.text("diagnoses").split()),
            tuple(_service(each) for each in row.text("lines").split()),
        )
        for row in _rows("visits.csv")
    )


def sound_claim(visit: Visit, record_number: str | None = None) -> ProfessionalClaim:
    """The claim of a visit, with everything its payer wants."""
    person, payer = visit.person, visit.payer
    lines = tuple(_line(visit, number) for number in range(1, len(visit.kind.lines) + 1))
    subscriber = Subscriber(
        name=person.insured,
        relation="" if person.is_child else "18",
        filing_code=payer.filing_code,
        address=None if person.is_child else person.address,
        born_on=None if person.is_child else person.born_on,
        sex="" if person.is_child else person.sex,
    )
    child = Patient(person.name, "19", person.address, person.born_on, person.sex)
    return ProfessionalClaim(
        patient_control_number=visit.number,
        charge=sum((line.charge for line in lines), Decimal(0)),
        place=visit.kind.place,
        billing=billing(visit.practice),
        subscriber=subscriber,
        payer=Payer(payer.card.name, payer.id),
        lines=lines,
        diagnoses=visit.kind.diagnoses,
        patient=child if person.is_child else None,
        record_number=record_number,
        providers=_providers(visit),
    )


def billing(practice: PracticeCard) -> BillingProvider:
    """The practice as it stands on a claim."""
    return BillingProvider(
        name=Party(practice.name, is_person=False, id=practice.npi, id_kind="XX"),
        tax_id=practice.tax_id,
        address=practice.address,
        taxonomy=practice.taxonomy,
        contact=Contact("Billing", telephone=practice.telephone),
    )


def with_check_digit(base: str) -> str:
    """The NPI that begins with these nine digits."""
    return next(base + each for each in "0123456789" if npi_is_valid(base + each))


REFERRER = Party("Referenza", "Nadia", id=with_check_digit("150000099"), id_kind="XX")


def _providers(visit: Visit) -> tuple[Provider, ...]:
    card = visit.provider
    rendering = Party(card.last, card.first, id=card.npi, id_kind="XX")
    is_ordered = any(code.startswith(("8", "7")) for code, _, _ in visit.kind.lines)
    found = [Provider(Role.RENDERING, rendering, card.taxonomy)]
    if visit.payer.card.needs_referring or is_ordered:
        found.insert(0, Provider(Role.REFERRING, REFERRER))
    return tuple(found)


def _line(visit: Visit, number: int) -> ServiceLine:
    code, charge, pointer = visit.kind.lines[number - 1]
    return ServiceLine(
        number=str(number),
        procedure=Procedure(code, ("95",) if visit.kind.place == "10" else ()),
        charge=cents(charge * visit.practice.price_factor),
        units=Decimal(1),
        service_from=visit.on,
        control=f"{visit.number}-{number}",
        pointers=(pointer,),
    )


def _practice(row: Row, providers: list[Row]) -> PracticeCard:
    prefix = row.text("prefix")
    address = Address(row.text("line"), row.text("city"), row.text("state"), row.text("zip"))
    own = (each for each in providers if each.text("practice") == prefix)
    return PracticeCard(
        name=row.text("name"),
        npi=with_check_digit(row.text("npi_base")),
        tax_id=row.text("tax_id"),
        address=address,
        time_zone=row.text("time_zone"),
        taxonomy=row.text("taxonomy"),
        telephone=row.text("telephone"),
        prefix=prefix,
        price_factor=row.read("price_factor", Decimal),
        providers=tuple(
            ProviderCard(
                with_check_digit(each.text("npi_base")),
                each.text("last"),
                each.text("first"),
                each.text("taxonomy"),
            )
            for each in own
        ),
    )


def _service(text: str) -> tuple[str, Decimal, int]:
    code, charge, pointer = text.split(":")
    return code, Decimal(charge), int(pointer)


def _rows(table: str) -> list[Row]:
    text = files("simulator").joinpath("data", table).read_text(encoding="utf-8")
    return list(read_rows(text, table))

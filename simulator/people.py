"""Invented patients: names nobody bears, birth dates, addresses and member ids."""

from dataclasses import dataclass
from datetime import date, timedelta

from edi.parties import Address, Party
from simulator.chance import Seed, digits, pick
from simulator.member_ids import member_id
from simulator.payers import PracticePayer

LAST_NAMES = (
    "Testerly", "Samplewood", "Mockingham", "Fictora", "Demoson", "Placeholt", "Inventado", "Specimann",
    "Dummard", "Nonesuch", "Pretendo", "Imaginari", "Examplewicz", "Fauxley", "Trialby", "Prototype",
    "Makebelief", "Stubbins", "Notareal", "Fakington",
)  # fmt: skip
FIRST_NAMES = (
    "Ada", "Boris", "Carla", "Dimitri", "Elena", "Farid", "Greta", "Hugo", "Ines", "Jamal", "Keiko", "Leon",
    "Mina", "Nils", "Olga", "Pablo", "Quinn", "Rosa", "Sven", "Tala",
)  # fmt: skip
FEMALE = frozenset(("Ada", "Carla", "Elena", "Greta", "Ines", "Keiko", "Mina", "Olga", "Rosa", "Tala"))
STREETS = ("Sample Street", "Mock Avenue", "Test Lane", "Demo Road", "Fiction Way")


@dataclass(frozen=True, slots=True)
class Person:
    """One invented patient with one policy; a child is insured through a parent."""

    name: Party  # without an id
    born_on: date
    sex: str
    address: Address
    insured: Party  # id: the member id
    is_child: bool


def person(number: int, payer: PracticePayer, home: Address, today: date, seed: Seed) -> Person:
    """The patient of this number, insured by this payer, living near the practice."""
    last = LAST_NAMES[pick(len(LAST_NAMES), seed, "last", number)]
    first = FIRST_NAMES[pick(len(FIRST_NAMES), seed, "first", number)]
    is_old = payer.card.plan_kind in ("medicare", "medicare_advantage")
    is_child = payer.card.plan_kind in ("commercial", "self_funded") and not pick(5, seed, "child", number)
    age = 66 + pick(20, seed, "age", number) if is_old else 19 + pick(42, seed, "age", number)
    age = 2 + pick(15, seed, "age", number) if is_child else age
    street = f"{10 + pick(900, seed, 'house', number)} {STREETS[pick(len(STREETS), seed, 'street', number)]}"
    parent = FIRST_NAMES[pick(len(FIRST_NAMES), seed, "parent", number)]
    insured = Party(
        last, parent if is_child else first, id=member_id(payer, seed, "member", number), id_kind="MI"
    )
    return Person(
        name=Party(last, first),
        born_on=today - timedelta(days=365 * age + pick(365, seed, "born", number)),
        sex="F" if first in FEMALE else "M",
        address=Address(street, home.city, home.state, home.zip[:5] + digits(4, seed, "zip", number)),
        insured=insured,
        is_child=is_child,
    )

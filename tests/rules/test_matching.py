"""Which claim and line a payer speaks of: certain, or left to a person."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from rules.matching import Candidate, OurLine, Told, ToldLine, match_facts, match_lines, match_number

DAY = date(2026, 10, 5)
ONE, TWO = UUID(int=1), UUID(int=2)
TOLD = Told(frozenset({"M1"}), "DOE", "JANE", DAY, None, Decimal(200))
OURS = Candidate(ONE, "M1", "Doe", "Jane", DAY, DAY, Decimal("200.00"))
STRANGER = replace(OURS, member_id="M9", last_name="Roe", first_name="Max", charge=Decimal(50))


def test_the_number_is_confirmed_by_any_one_fact() -> None:
    nobody = replace(TOLD, member_ids=frozenset(), last_name="", charge=Decimal(7))
    assert match_number(replace(nobody, member_ids=frozenset({"m-1"})), [OURS]) == ONE
    assert match_number(replace(nobody, last_name="DOE", first_name="JANE"), [OURS]) == ONE
    assert match_number(replace(nobody, charge=Decimal(200)), [OURS]) == ONE
    assert match_number(replace(nobody, charge=Decimal(-200)), [OURS]) == ONE
    assert match_number(nobody, [OURS]) is None


def test_a_name_without_the_day_confirms_nothing() -> None:
    told = Told(frozenset(), "DOE", "JANE", None, None, Decimal(7))
    assert match_number(told, [OURS]) is None


def test_another_member_of_another_name_contradicts_the_number() -> None:
    assert match_number(TOLD, [replace(STRANGER, charge=Decimal(200))]) is None


def test_of_two_claims_with_one_number_the_facts_choose() -> None:
    assert match_number(TOLD, [OURS, replace(STRANGER, claim_id=TWO)]) == ONE
    assert match_number(TOLD, [OURS, replace(OURS, claim_id=TWO, charge=Decimal(50))]) == ONE
    assert match_number(TOLD, [OURS, replace(OURS, claim_id=TWO)]) is None


def test_without_a_number_member_days_and_charge_must_all_agree() -> None:
    assert match_facts(TOLD, [OURS]) == ONE
    assert match_facts(replace(TOLD, charge=Decimal(201)), [OURS]) is None
    assert match_facts(replace(TOLD, service_from=date(2026, 10, 6)), [OURS]) is None
    assert match_facts(TOLD, [OURS, replace(OURS, claim_id=TWO)]) is None


def our_line(number: int, procedure: str = "99214", modifiers: tuple[str, ...] = ()) -> OurLine:
    return OurLine(UUID(int=number), f"L{number}", procedure, modifiers, DAY, Decimal(100))


def told(control: str = "", procedure: str = "99214", modifiers: tuple[str, ...] = ()) -> ToldLine:
    return ToldLine(control, procedure, modifiers, DAY, Decimal(100))


def test_several_services_may_bear_one_line_number() -> None:
    assert match_lines([told("L1"), told("L1")], [our_line(1), our_line(2)]) == [UUID(int=1)] * 2


def test_without_a_line_number_equal_lines_are_taken_in_order() -> None:
    assert match_lines([told(), told()], [our_line(1), our_line(2)]) == [UUID(int=1), UUID(int=2)]


def test_modifiers_tell_lines_apart() -> None:
    ours = [our_line(1, modifiers=("25",)), our_line(2)]
    assert match_lines([told(), told(modifiers=("25",))], ours) == [UUID(int=2), UUID(int=1)]


def test_a_missing_modifier_is_forgiven_when_only_one_line_fits() -> None:
    assert match_lines([told()], [our_line(1, modifiers=("25",))]) == [UUID(int=1)]
    ours = [our_line(1, modifiers=("25",)), our_line(2, modifiers=("59",))]
    assert match_lines([told()], ours) == [None]


def test_a_service_we_never_billed_finds_no_line() -> None:
    assert match_lines([told("X9", procedure="36415")], [our_line(1)]) == [None]

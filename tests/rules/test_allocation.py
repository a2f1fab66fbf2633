"""Who gets a task: rules from top to bottom, skills and sight respected, one account together."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from rules.allocation import (
    Account,
    Colleague,
    Conditions,
    Facts,
    Hand,
    How,
    Rule,
    Staff,
    allocate,
    catches,
    in_force,
)
from rules.skills import Skill
from rules.tasks import TaskKind

ELM, OAK = UUID(int=1), UUID(int=2)
DENIALS, CALLS = UUID(int=10), UUID(int=11)
ANA, BEN, CAT = UUID(int=20), UUID(int=21), UUID(int=22)
NEEDED = {kind: Skill.DENIALS if kind is TaskKind.WORK_DENIAL else None for kind in TaskKind}
CALL = Facts(ELM, TaskKind.CALL_PAYER, Decimal(300), account_id=UUID(int=30))
DENIAL = replace(CALL, kind=TaskKind.WORK_DENIAL)


def person(of: UUID, name: str, load: str = "0", **more: object) -> Colleague:
    """Somebody whose whole load is due today, unless the test says otherwise."""
    skilled = Colleague(of, name, frozenset(Skill), frozenset({ELM}), None, False, False, Decimal(load))
    return replace(skilled, **{"today": Decimal(load), **more})  # type: ignore[arg-type]  # a test names what it changes


def staff(*people: Colleague, team: UUID = DENIALS) -> Staff:
    return Staff({each.id: each for each in people}, {team: [each.id for each in people]}, NEEDED)


def rule(
    number: int = 1,
    how: How = How.LEAST_LOADED,
    team: UUID | None = DENIALS,
    to: UUID | None = None,
    **asks: object,
) -> Rule:
    return Rule(UUID(int=number), f"Rule {number}", Conditions(**asks), how, team, to)  # type: ignore[arg-type]


TWO = staff(person(ANA, "Ana", "0.5"), person(BEN, "Ben", "0.2"))


def test_the_first_rule_that_takes_it_wins() -> None:
    rules = [rule(1, practices=(OAK,)), rule(2), rule(3)]
    assert allocate(CALL, rules, TWO, Account(), {}).rule_id == UUID(int=2)


def test_what_no_rule_takes_is_unallocated() -> None:
    found = allocate(CALL, [rule(practices=(OAK,))], TWO, Account(), {})
    assert (found.rule_id, found.team_id, found.owner_id) == (None, None, None)


def test_the_least_loaded_gets_it_and_the_reason_says_so() -> None:
    found = allocate(CALL, [rule()], TWO, Account(), {})
    assert (found.owner_id, found.why) == (BEN, "Rule “Rule 1”: Ben has the least to do.")


def test_a_round_goes_on_after_whoever_had_the_last_one() -> None:
    turns = [rule(how=How.ROUND)]
    assert allocate(CALL, turns, TWO, Account(), {}).owner_id == ANA
    assert allocate(CALL, turns, TWO, Account(), {UUID(int=1): ANA}).owner_id == BEN
    assert allocate(CALL, turns, TWO, Account(), {UUID(int=1): BEN}).owner_id == ANA


def test_who_knew_the_account_gets_it_again_when_the_rule_says_so() -> None:
    knows = Account(last_owner_id=ANA)
    assert allocate(CALL, [rule(how=How.STICKY)], TWO, knows, {}).owner_id == ANA
    assert allocate(CALL, [rule(how=How.STICKY)], TWO, Account(), {}).owner_id == BEN
    assert allocate(CALL, [rule()], TWO, knows, {}).owner_id == BEN


def test_a_pool_has_no_owner() -> None:
    found = allocate(CALL, [rule(how=How.POOL)], TWO, Account(), {})
    assert (found.team_id, found.owner_id) == (DENIALS, None)


def test_a_rule_may_name_a_person_and_is_passed_over_while_they_are_away() -> None:
    rules = [rule(1, team=None, to=ANA), rule(2, how=How.POOL)]
    assert allocate(CALL, rules, TWO, Account(), {}).owner_id == ANA
    away = staff(person(ANA, "Ana", is_absent=True), person(BEN, "Ben"))
    assert allocate(CALL, rules, away, Account(), {}).rule_id == UUID(int=2)


def test_a_team_that_is_all_away_keeps_it_in_its_pool() -> None:
    away = staff(person(ANA, "Ana", is_absent=True))
    found = allocate(CALL, [rule()], away, Account(), {})
    assert (found.team_id, found.owner_id) == (DENIALS, None)


def test_two_tasks_of_one_account_go_to_the_same_person_unless_skills_forbid() -> None:
    has_it = Account((Hand(ANA, CALLS),))
    together = allocate(DENIAL, [rule()], TWO, has_it, {})
    assert (together.owner_id, together.team_id, together.why) == (
        ANA,
        CALLS,
        "Ana has this account already.",
    )
    untrained = staff(person(ANA, "Ana", skills=frozenset({Skill.CALLS})), person(BEN, "Ben"))
    assert allocate(DENIAL, [rule()], untrained, has_it, {}).owner_id == BEN


def test_an_account_that_was_parted_goes_to_whichever_hand_can_take_it() -> None:
    untrained = staff(
        person(ANA, "Ana", skills=frozenset({Skill.CALLS})), person(BEN, "Ben", "9"), person(CAT, "Cat")
    )
    parted = Account().with_task(ANA, CALLS).with_task(BEN, DENIALS).with_task(ANA, DENIALS)
    assert parted.hands == (Hand(ANA, CALLS), Hand(BEN, DENIALS))
    assert allocate(DENIAL, [rule()], untrained, parted, {}).owner_id == BEN
    assert allocate(CALL, [rule()], untrained, parted, {}).owner_id == ANA


def test_an_account_that_waits_in_a_pool_stays_in_it() -> None:
    both = replace(TWO, teams={DENIALS: [ANA], CALLS: [BEN]})
    waits = allocate(CALL, [rule()], both, Account(team_id=CALLS), {})
    assert (waits.team_id, waits.owner_id) == (CALLS, None)


def test_nobody_gets_what_they_may_not_see() -> None:
    elsewhere = person(ANA, "Ana", practices=frozenset({OAK}))
    offshore = person(BEN, "Ben", classes=frozenset({f"{ELM}/commercial/TX"}))
    blind = staff(elsewhere, offshore)
    assert allocate(replace(CALL, access_class="medicaid/TX"), [rule()], blind, Account(), {}).rule_id is None
    seen = allocate(replace(CALL, access_class="commercial/TX"), [rule()], blind, Account(), {})
    assert seen.owner_id == BEN


def test_nobody_gets_their_own_request_and_only_approvers_get_any() -> None:
    asked = replace(CALL, kind=TaskKind.APPROVE_WRITE_OFF, requested_by=ANA)
    three = staff(
        person(ANA, "Ana", approves=True), person(BEN, "Ben"), person(CAT, "Cat", "9", approves=True)
    )
    assert allocate(asked, [rule()], three, Account(), {}).owner_id == CAT


@pytest.mark.parametrize(
    ("asks", "holds"),
    [
        ({}, True),
        ({"practices": (ELM,)}, True),
        ({"payers": (OAK,)}, False),
        ({"programs": ("Texas Medicaid",)}, True),
        ({"states": ("NY",)}, False),
        ({"kinds": (TaskKind.CALL_PAYER, TaskKind.WORK_DENIAL)}, True),
        ({"categories": ("authorization",)}, True),
        ({"languages": ("es",)}, False),
        ({"money_from": Decimal(300), "money_to": Decimal(300)}, True),
        ({"money_from": Decimal("300.01")}, False),
        ({"age_from": 30, "age_to": 60}, True),
        ({"age_from": 46}, False),
        ({"level_from": 1}, False),
        ({"practices": (ELM,), "states": ("TX",), "level_from": 0}, True),
    ],
)
def test_every_condition_must_hold(asks: dict[str, object], holds: bool) -> None:
    task = replace(CALL, program="Texas Medicaid", state="TX", category="authorization", age=45)
    assert catches(Conditions(**asks), task) is holds  # type: ignore[arg-type]


def test_what_is_not_known_meets_no_condition() -> None:
    assert not catches(Conditions(age_from=0), CALL)
    assert not catches(Conditions(languages=("es",)), CALL)


def test_a_condition_nobody_knows_is_refused() -> None:
    with pytest.raises(ValidationError):
        Conditions(weather="rain")  # type: ignore[call-arg]


def test_a_rule_holds_on_both_its_ends() -> None:
    first, last = date(2026, 11, 1), date(2026, 11, 30)
    assert in_force(first, last, first)
    assert in_force(first, last, last)
    assert in_force(first, None, date(2030, 1, 1))
    assert not in_force(first, last, date(2026, 12, 1))


@given(
    st.lists(st.sampled_from(How), max_size=4),
    st.booleans(),
    st.booleans(),
    st.sampled_from([None, ANA, BEN]),
    st.sampled_from([CALL, DENIAL]),
)
def test_a_person_is_given_only_what_they_may_have(
    hows: list[How], ana_sees: bool, ben_is_away: bool, has_account: UUID | None, task: Facts
) -> None:
    ana = person(ANA, "Ana", practices=frozenset({ELM} if ana_sees else {OAK}))
    ben = person(BEN, "Ben", is_absent=ben_is_away, skills=frozenset({Skill.CALLS}))
    rules = [rule(at, how) for at, how in enumerate(hows)]
    found = allocate(
        task, rules, staff(ana, ben), Account((Hand(has_account, None),) if has_account else ()), {}
    )
    assert found.owner_id != ANA or ana_sees
    assert found.owner_id != BEN or not (ben_is_away or task is DENIAL)

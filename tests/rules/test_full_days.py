"""Whose day is full, or over, is passed over while somebody else of the team has room; nothing is lost."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.allocation import Account, Colleague, Given, Hand, How, allocate
from tests.rules.test_allocation import ANA, BEN, CALL, CALLS, CAT, person, rule, staff

PICKING = [How.LEAST_LOADED, How.STICKY, How.ROUND]


def given_to(how: How, *people: Colleague, account: Account | None = None, last: object = None) -> Given:
    turns = {rule().id: last} if last else {}
    return allocate(CALL, [rule(how=how)], staff(*people), account or Account(), turns)  # type: ignore[arg-type]


@pytest.mark.parametrize("how", PICKING)
def test_a_full_day_is_passed_over_while_somebody_has_room(how: How) -> None:
    knows = Account(last_owner_id=ANA)
    found = given_to(how, person(ANA, "Ana", "1"), person(BEN, "Ben", "0.9"), account=knows)
    assert found.owner_id == BEN


@pytest.mark.parametrize("how", [How.STICKY, How.ROUND])
def test_a_backlog_of_weeks_makes_nobodys_day_full(how: How) -> None:
    ana, ben = person(ANA, "Ana", "9", today=Decimal("0.5")), person(BEN, "Ben", "8", today=Decimal(0))
    assert given_to(how, ana, ben, account=Account(last_owner_id=ANA)).owner_id == ANA


@pytest.mark.parametrize("how", PICKING)
def test_who_is_off_for_the_rest_of_today_is_passed_over(how: How) -> None:
    knows = Account(last_owner_id=ANA)
    found = given_to(how, person(ANA, "Ana", is_off=True), person(BEN, "Ben", "0.9"), account=knows)
    assert found.owner_id == BEN
    assert "Ana is off for the rest of today" in found.why


@pytest.mark.parametrize(
    ("how", "why"),
    [
        (How.STICKY, "Rule “Rule 1”: Ana has a full day, Ben has the least to do."),
        (How.ROUND, "Rule “Rule 1”: Ana has a full day, Ben's turn."),
        (How.LEAST_LOADED, "Rule “Rule 1”: Ben has the least to do."),
    ],
)
def test_the_reason_names_who_was_passed_over(how: How, why: str) -> None:
    knows = Account(last_owner_id=ANA)
    full, free = person(ANA, "Ana", "1.5"), person(BEN, "Ben", "0.9")
    assert given_to(how, full, free, account=knows).why == why


@pytest.mark.parametrize("how", PICKING)
def test_when_every_day_is_full_the_least_full_gets_it_and_the_reason_says_so(how: How) -> None:
    people = person(ANA, "Ana", "3"), person(BEN, "Ben", "1.5"), person(CAT, "Cat", "2", is_off=True)
    found = given_to(how, *people, account=Account(last_owner_id=ANA))
    why = "Rule “Rule 1”: nobody has room today, Ben has the least to do."
    assert (found.owner_id, found.why) == (BEN, why)


def test_the_turns_go_round_everybody_and_only_miss_who_is_full() -> None:
    full = person(BEN, "Ben", "1")
    people = person(ANA, "Ana"), full, person(CAT, "Cat")
    assert given_to(How.ROUND, *people, last=ANA).owner_id == CAT
    assert given_to(How.ROUND, *people, last=BEN).owner_id == CAT
    assert given_to(How.ROUND, *people, last=CAT).owner_id == ANA


@pytest.mark.parametrize(
    ("ana", "says"),
    [
        (person(ANA, "Ana"), "Rule “Rule 1”: for Ana."),
        (person(ANA, "Ana", "1"), "Rule “Rule 1”: for Ana, who has a full day."),
        (person(ANA, "Ana", is_off=True), "Rule “Rule 1”: for Ana, who is off for the rest of today."),
    ],
)
def test_a_rule_for_one_person_gives_it_to_them_and_says_that_their_day_is_full(
    ana: Colleague, says: str
) -> None:
    found = allocate(CALL, [rule(team=None, to=ANA)], staff(ana, person(BEN, "Ben")), Account(), {})
    assert (found.owner_id, found.why) == (ANA, says)


def test_an_account_stays_with_a_full_owner_and_the_reason_says_so() -> None:
    two = staff(person(ANA, "Ana", "2"), person(BEN, "Ben"))
    found = allocate(CALL, [rule()], two, Account((Hand(ANA, CALLS),)), {})
    assert (found.owner_id, found.why) == (ANA, "Ana has this account already, and has a full day.")


def test_only_who_may_have_it_counts_as_having_room() -> None:
    elsewhere = replace(person(BEN, "Ben"), practices=frozenset())
    found = given_to(How.LEAST_LOADED, person(ANA, "Ana", "2"), elsewhere)
    assert found.owner_id == ANA


@given(
    st.sampled_from(PICKING),
    st.lists(st.tuples(st.integers(0, 30), st.booleans(), st.booleans()), min_size=3, max_size=3),
    st.sampled_from([None, ANA, BEN, CAT]),
)
def test_whoever_is_picked_is_here_and_has_room_when_anybody_has(
    how: How, days: list[tuple[int, bool, bool]], knows: object
) -> None:
    named = zip((ANA, BEN, CAT), ("Ana", "Ben", "Cat"), days, strict=True)
    people = [
        person(of, name, str(load / 10), is_off=off, is_absent=away)
        for of, name, (load, off, away) in named
    ]  # fmt: skip
    found = given_to(how, *people, account=Account(last_owner_id=knows), last=knows)  # type: ignore[arg-type]
    here = [each for each in people if not each.is_absent]
    chosen = next((each for each in here if each.id == found.owner_id), None)
    assert (chosen is not None) is bool(here)
    if chosen is not None and any(not each.busy for each in here):
        assert not chosen.busy

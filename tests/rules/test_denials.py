"""Denials: no code is written off unread, and the most telling route wins."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rulebook import adjustment_classes, denial_routes
from rules.denials import (
    Adjusted,
    AdjustmentClass,
    Category,
    Strategy,
    classify,
    in_words,
    route_code,
    route_denial,
)

ROUTES, CLASSES = denial_routes(), adjustment_classes()
TODAY = date(2026, 11, 23)


def adjusted(code: str, amount: str = "100") -> Adjusted:
    group, _, carc = code.partition("-")
    return Adjusted(group, carc, Decimal(amount))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("CO-45", AdjustmentClass.CONTRACTUAL),
        ("CO-253", AdjustmentClass.CONTRACTUAL),
        ("PR-1", AdjustmentClass.PATIENT),
        ("PR-3", AdjustmentClass.PATIENT),
        ("OA-23", AdjustmentClass.PRIOR_PAYER),
        ("OA-94", AdjustmentClass.TRANSFER),
        ("CO-24", AdjustmentClass.CAPITATED),
        ("PR-85", AdjustmentClass.INTEREST),
        ("CO-16", AdjustmentClass.DENIAL),
        ("CO-97", AdjustmentClass.DENIAL),
        ("PR-27", AdjustmentClass.DENIAL),
        ("PR-96", AdjustmentClass.DENIAL),
        ("CO-18", AdjustmentClass.DENIAL),
        ("PI-45", AdjustmentClass.UNMAPPED),
        ("CO-1", AdjustmentClass.UNMAPPED),
        ("CO-999", AdjustmentClass.UNMAPPED),
    ],
)
def test_each_code_has_its_class_for_the_ledger(code: str, expected: AdjustmentClass) -> None:
    group, _, carc = code.partition("-")
    assert classify(CLASSES, group, carc, TODAY) is expected


def test_a_payers_own_dated_class_goes_before_the_general_one() -> None:
    general = next(each for each in CLASSES if each.rule_id == "97-co")
    own = replace(
        general,
        payer="Acme",
        adjustment_class=AdjustmentClass.CONTRACTUAL,
        effective_from=date(2026, 1, 1),
    )
    rules = (*CLASSES, own)
    assert classify(rules, "CO", "97", TODAY, "acme") is AdjustmentClass.CONTRACTUAL
    assert classify(rules, "CO", "97", date(2025, 12, 31), "Acme") is AdjustmentClass.DENIAL
    assert classify(rules, "CO", "97", TODAY, "Other") is AdjustmentClass.DENIAL


def test_the_most_telling_route_wins() -> None:
    base = next(each for each in ROUTES if each.rule_id == "16-any")
    group = replace(base, rule_id="group", group_code="CO")
    remark = replace(base, rule_id="remark", rarc="M76")
    payer = replace(base, rule_id="payer", payer="Acme", group_code="CO", rarc="M76")
    routes = (payer, base, remark, group)
    found = [
        route_code(routes, Adjusted("CO", "16", Decimal(1)), ["M76"], TODAY, "Acme"),
        route_code(routes, Adjusted("CO", "16", Decimal(1)), ["M76"], TODAY, "Other"),
        route_code(routes, Adjusted("CO", "16", Decimal(1)), ["N1"], TODAY, "Acme"),
        route_code(routes, Adjusted("PI", "16", Decimal(1)), [], TODAY),
    ]
    assert [each.rule_id for each in found] == ["payer", "remark", "group", "16-any"]


def test_the_remark_names_the_field() -> None:
    found = route_denial(ROUTES, [adjusted("CO-16")], ["N265"], TODAY)
    assert (found.category, found.strategy) == (Category.CREDENTIALING, Strategy.CORRECT_AND_RESUBMIT)
    assert not found.remark_decides
    assert route_denial(ROUTES, [adjusted("CO-16")], [], TODAY).remark_decides


def test_the_code_that_denies_the_most_money_is_worked() -> None:
    adjustments = [
        adjusted("CO-45", "900"),
        adjusted("CO-197", "80"),
        adjusted("PR-1", "300"),
        adjusted("CO-29", "20"),
    ]
    assert route_denial(ROUTES, adjustments, [], TODAY).carc == "197"
    assert route_denial(ROUTES, adjustments[::2], [], TODAY).carc == "45"


@pytest.mark.parametrize(
    "adjustments", [[], [adjusted("CO-999")], [adjusted("CO-999", "90"), adjusted("CO-16", "10")]]
)
def test_what_nobody_has_mapped_goes_to_the_mapping_queue(adjustments: list[Adjusted]) -> None:
    found = route_denial(ROUTES, adjustments, [], TODAY)
    assert found.category is Category.UNMAPPED
    assert found.strategy is Strategy.INVESTIGATE


@pytest.mark.parametrize(
    ("group", "carc", "remarks", "words"),
    [
        ("CO", "197", [], "CO-197 no authorization"),
        ("CO", "16", ["M76"], "CO-16 diagnosis missing or invalid"),
        ("CO", "16", ["N999", "M76"], "CO-16 diagnosis missing or invalid (N999)"),
        ("PI", "999", [], "PI-999 code without a route"),
    ],
)
def test_a_code_is_shown_in_our_words(group: str, carc: str, remarks: list[str], words: str) -> None:
    assert in_words(ROUTES, group, carc, remarks, TODAY) == words


def test_every_route_has_short_words_an_action_and_a_class_or_a_remark() -> None:
    assert len({each.rule_id for each in ROUTES}) == len(ROUTES) > 85
    assert len({each.rule_id for each in CLASSES}) == len(CLASSES)
    for each in ROUTES:
        assert len(each.wording) <= 45
        assert each.first_action.endswith(".")
        assert each.source
        assert not each.conflict
    classed = {(each.group_code, each.carc) for each in CLASSES}
    assert {(each.group_code, each.carc) for each in ROUTES if each.rarc == "*"} <= classed


def test_only_a_contractual_route_is_ever_written_off() -> None:
    harmless = (Category.CONTRACTUAL, Category.PATIENT_RESPONSIBILITY)
    offs = [each for each in ROUTES if each.strategy is Strategy.WRITE_OFF_CONTRACTUAL]
    assert offs
    assert all(each.category in harmless for each in offs)


@given(st.sampled_from(("CO", "PR", "OA", "PI", "XX")), st.text(max_size=4), st.lists(st.text(max_size=5)))
def test_whatever_code_comes_a_route_and_a_class_are_found(group: str, carc: str, remarks: list[str]) -> None:
    route = route_denial(ROUTES, [Adjusted(group, carc, Decimal(1))], remarks, TODAY)
    known = any(each.carc == carc for each in ROUTES)
    assert route.category is Category.UNMAPPED or known
    if classify(CLASSES, group, carc, TODAY) is AdjustmentClass.CONTRACTUAL:
        assert not any(each.conflict for each in CLASSES)
        assert group == "CO" or carc == "246"

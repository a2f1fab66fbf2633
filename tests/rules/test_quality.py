"""Which finished work is looked at again, and what the scorecard makes of it."""

from collections.abc import Mapping
from datetime import date

import pytest

from models.rulebook import quality_samples, scorecard
from rules.errors import Conflict, Unreadable
from rules.quality import Place, SampleRule, Verdict, drawn_by, lot, parse_scorecard, score
from rules.tasks import TaskKind

TODAY = date(2026, 11, 23)
HALF = (SampleRule("half", "*", "*", "*", 50),)


def verdicts(kind: TaskKind, **other: Verdict) -> Mapping[str, Verdict]:
    return {each.name: Verdict.MET for each in scorecard(TODAY).of(kind)} | other


def test_the_same_finish_is_always_drawn_or_never() -> None:
    first = [drawn_by(HALF, f"seal {each}", "biller", Place.HERE, TaskKind.CALL_PAYER) for each in range(400)]
    again = [drawn_by(HALF, f"seal {each}", "biller", Place.HERE, TaskKind.CALL_PAYER) for each in range(400)]
    assert first == again
    assert 150 < sum(each is not None for each in first) < 250


@pytest.mark.parametrize(
    ("place", "kind", "name"),
    [
        (Place.HERE, TaskKind.CALL_PAYER, "everybody"),
        (Place.ABROAD, TaskKind.CALL_PAYER, "abroad"),
        (Place.ABROAD, TaskKind.WORK_DENIAL, "abroad"),
        (Place.HERE, TaskKind.WORK_DENIAL, "denials"),
        (Place.ABROAD, TaskKind.APPROVE_WRITE_OFF, "write-offs"),
    ],
)
def test_the_highest_percentage_that_fits_draws(place: Place, kind: TaskKind, name: str) -> None:
    rules = quality_samples(TODAY)
    seal = next(f"{each}" for each in range(1000) if lot(name, f"{each}") < 1)
    rule = drawn_by(rules, seal, "biller", place, kind)
    assert rule is not None
    assert rule.name == name


def test_a_score_is_the_share_of_the_points_that_apply() -> None:
    lines = scorecard(TODAY).of(TaskKind.CALL_PAYER)
    assert score(lines, verdicts(TaskKind.CALL_PAYER)) == 100
    missed = verdicts(TaskKind.CALL_PAYER, note=Verdict.NOT_MET)
    assert score(lines, missed) == 80
    without = verdicts(TaskKind.CALL_PAYER, note=Verdict.NOT_MET, steps=Verdict.DOES_NOT_APPLY)
    assert score(lines, without) == 75


def test_a_line_without_a_verdict_or_a_card_without_a_line_is_refused() -> None:
    lines = scorecard(TODAY).of(TaskKind.CALL_PAYER)
    with pytest.raises(Conflict, match="Say what you found: the outcome fits"):
        score(lines, {})
    with pytest.raises(Conflict, match="must apply"):
        score(lines, {each.name: Verdict.DOES_NOT_APPLY for each in lines})


def test_a_line_stands_only_on_the_cards_of_its_kinds() -> None:
    card = scorecard(TODAY)
    assert "claim" in {each.name for each in card.of(TaskKind.FIX_CLAIM)}
    assert "claim" not in {each.name for each in card.of(TaskKind.CALL_PAYER)}


def test_a_scorecard_without_a_mark_to_pass_is_unreadable() -> None:
    with pytest.raises(Unreadable, match="pass_percent"):
        parse_scorecard("name,words,points,kinds,effective_from,effective_to\n", TODAY)

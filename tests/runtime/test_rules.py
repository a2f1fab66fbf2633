"""The rules command: one JSON object or one clear line."""

import json

import pytest
from typer.testing import CliRunner

from runtime.commands.rules import app


def run(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(words))
    return result.exit_code, result.stdout, result.stderr


def test_a_deadline_as_json_has_the_agreed_fields() -> None:
    code, out, _ = run("deadline", "tx-medicaid-initial-service", "--anchor", "2026-01-13", "--json")
    found = json.loads(out)
    assert code == 0
    assert found.pop("reasons")
    assert found == {
        "rule": "tx-medicaid-initial-service",
        "anchor": "2026-01-13",
        "legal": "2026-04-20",
        "work_by": "2026-04-17",
    }


def test_a_group_takes_several_events() -> None:
    events = ["--anchor", "2026-01-13", "--anchor", "provider_id_issue_date=2026-03-02"]
    code, out, _ = run("deadline", "tx-medicaid-initial", *events, "--json")
    assert (code, json.loads(out)["legal"]) == (0, "2026-06-05")


def test_an_appeal_level_counts_from_the_date_of_the_decision() -> None:
    code, out, _ = run("deadline", "medicare-1-redetermination", "--anchor", "2026-03-02", "--json")
    found = json.loads(out)
    assert (code, found["legal"], found["work_by"]) == (0, "2026-07-05", "2026-07-02")


def test_for_people_it_prints_the_dates_and_the_reasons() -> None:
    code, out, _ = run("deadline", "pa-medicaid-initial", "--anchor", "2026-01-15", "--as-of", "2026-02-01")
    assert code == 0
    assert "Tue 2026-07-14" in out
    assert "55 Pa. Code" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("medicare-profesional", "--anchor", "2026-01-15"), "Near matches: medicare-professional-initial"),
        (("medicare-1-redeterminaton", "--anchor", "2026-01-15"), "medicare-1-redetermination"),
        (("pa-medicaid-initial", "--anchor", "soon"), "'soon' is no date"),
        (("pa-medicaid-initial", "--anchor", "birthday=2026-01-15"), "'birthday' is no event"),
    ],
)
def test_what_it_does_not_know_is_one_clear_line(words: tuple[str, ...], said: str) -> None:
    code, out, err = run("deadline", *words)
    assert (code, out) == (1, "")
    assert said in err
    assert err.count("\n") == 1


def test_a_review_puts_rules_in_conflict_first_and_sound_ones_last() -> None:
    code, out, _ = run("review", "--as-of", "2026-11-23", "--json")
    conditions = [each["condition"] for each in json.loads(out)]
    assert code == 0
    assert conditions[0] == "conflicting"
    assert conditions[-1] == "sound"


def test_after_half_a_year_the_checked_rules_are_stale() -> None:
    _, out, _ = run("review", "--as-of", "2027-06-23", "--json")
    assert "stale" in {each["condition"] for each in json.loads(out)}


def test_a_review_for_people_counts_each_condition() -> None:
    code, out, _ = run("review", "--as-of", "2026-11-23")
    assert code == 0
    assert "11 conflicting: Another rule disagrees" in out


def test_a_review_on_no_day_is_refused() -> None:
    assert run("review", "--as-of", "someday")[0] == 1

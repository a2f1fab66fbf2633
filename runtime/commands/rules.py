"""`claimdesk rules`: what the rule tables say, and which rules a person should look at."""

import json
from datetime import UTC, date, datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from models import rulebook
from rules.appeals import explain_appeal
from rules.calendars import business_date, practice_zone
from rules.deadlines import Circumstances, FilingDeadline, explain_deadline, no_rule
from rules.errors import Refusal, Unknown
from rules.filing_limits import Anchor, FilingLimit
from rules.reviews import Condition, Review, worst_first

app = typer.Typer(no_args_is_help=True, help="Deadlines and the rules behind them.")
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for another program.")]
AsOf = Annotated[str, typer.Option("--as-of", help="Reckon as on this day, YYYY-MM-DD; today by default.")]


@app.command()
def deadline(
    rule: Annotated[str, typer.Argument(help="A rule id or a rule group, as `rules review` lists them.")],
    anchor: Annotated[
        list[str], typer.Option(help="Date of the event, YYYY-MM-DD; for a group also event=YYYY-MM-DD.")
    ],
    as_json: AsJson = False,
    as_of: AsOf = "",
) -> None:
    """The last lawful day by a rule, the day we work to, and why."""
    try:
        found = _reckon(rule, anchor, _day(as_of))
    except Refusal as refusal:
        typer.echo(str(refusal), err=True)
        raise typer.Exit(1) from refusal
    if as_json:
        typer.echo(json.dumps(_as_json(rule, found), indent=2))
    else:
        _print(rule, found)


@app.command()
def review(as_json: AsJson = False, as_of: AsOf = "") -> None:
    """Every rule, those in conflict, stale or unverified first."""
    try:
        today = _day(as_of)
        found = worst_first(rulebook.reviews(today))
    except Refusal as refusal:
        typer.echo(str(refusal), err=True)
        raise typer.Exit(1) from refusal
    if as_json:
        typer.echo(json.dumps([_review_as_json(each) for each in found], indent=2))
    else:
        _print_reviews(found)


def _review_as_json(each: Review) -> dict[str, str | None]:
    return {
        "table": each.table,
        "rule": each.rule_id,
        "condition": each.condition,
        "advice": each.condition.words,
        "source": each.source,
        "checked_on": each.checked_on.isoformat() if each.checked_on else None,
    }


def _print_reviews(found: list[Review]) -> None:
    """A table of what needs a person, and a count of each condition."""
    console = Console()
    for condition in Condition:
        rules = [each for each in found if each.condition is condition]
        console.print(f"[bold]{len(rules)} {condition}[/bold]: {condition.words}", highlight=False)
        if rules and condition is not Condition.SOUND:
            table = Table("rule", "table", "checked", "source")
            for each in rules:
                table.add_row(each.rule_id, each.table, str(each.checked_on or "never"), each.source)
            console.print(table, markup=False)


def _day(text: str) -> date:
    """Today at the office's zone when empty. Raises Unknown for what is no date."""
    if not text:
        return business_date(datetime.now(UTC), practice_zone("America/New_York"))
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise Unknown(f"'{text}' is no date: write it as YYYY-MM-DD.") from fault


def _reckon(rule: str, given: list[str], today: date) -> FilingDeadline:
    limits = rulebook.filing_limits()
    now = Circumstances(today, rulebook.working_times(today))
    names = {name for each in limits for name in (each.rule_id, each.rule_group)}
    if rule not in names:
        return _reckon_appeal(rule, _day(given[0]), now, sorted(names))
    anchors = dict(_anchor(limits, rule, each) for each in given)
    return explain_deadline(limits, rule, anchors, now)


def _reckon_appeal(rule: str, notice_on: date, now: Circumstances, others: list[str]) -> FilingDeadline:
    """By an appeal level. Raises Unknown, with near matches of every kind, when it is none either."""
    levels = {each.rule_id for each in rulebook.appeal_levels()}
    if rule not in levels:
        raise no_rule(rule, [*others, *sorted(levels)])
    return explain_appeal(rulebook.appeal_levels(), rule, notice_on, now)


def _anchor(limits: tuple[FilingLimit, ...], rule: str, given: str) -> tuple[Anchor, date]:
    """A bare date belongs to the event that the rule, or the first rule of the group, counts from."""
    name, _, text = given.rpartition("=")
    first = next((each.anchor for each in limits if rule in (each.rule_id, each.rule_group)), None)
    if not name:
        return first or Anchor.SERVICE_DATE, _day(text)
    try:
        return Anchor(name), _day(text)
    except ValueError as fault:
        raise Unknown(f"'{name}' is no event: use one of {', '.join(sorted(Anchor))}.") from fault


def _as_json(rule: str, found: FilingDeadline) -> dict[str, str | list[str]]:
    return {
        "rule": rule,
        "anchor": found.anchor.isoformat(),
        "legal": found.legal.isoformat(),
        "work_by": found.work_by.isoformat(),
        "reasons": list(found.reasons),
    }


def _print(rule: str, found: FilingDeadline) -> None:
    console = Console()
    table = Table(title=rule, show_header=False, title_justify="left")
    table.add_row("event", f"{found.anchor:%a} {found.anchor} ({found.anchor_kind.replace('_', ' ')})")
    table.add_row("last lawful day", f"{found.legal:%a} {found.legal}")
    table.add_row("work by", f"{found.work_by:%a} {found.work_by}")
    console.print(table)
    for reason in found.reasons:
        console.print(f"- {reason}", markup=False, highlight=False, soft_wrap=True)

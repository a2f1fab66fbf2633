"""Who gets what: the list of rules with its trial, and the board of what no rule takes."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Response

from activities import supervision
from activities.allocation import Moved, Reassign, preview_reassign
from activities.allocation_rules import Trial, move_up, save_rule, switch_off, switch_on, try_rule
from activities.days import office_day
from models import allocation, staffing, team_pages
from models.allocation import AllocationRule
from models.task_facts import TaskFilter
from rules.access import Permission
from rules.allocation import Conditions, How, in_force
from rules.denials import Category
from rules.errors import Refusal
from rules.tasks import TaskKind
from web.allocation_forms import GiveForm, RuleForm, in_words
from web.pages import Page, SignedIn
from web.words import sentence, spoken

router = APIRouter()
VERSION = Annotated[int, Form()]


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule as the screen shows it."""

    rule: AllocationRule
    conditions: Conditions
    told: list[str]
    to: str
    to_name: str
    holds: bool  # its dates cover today


@router.get("/allocation")
async def rules(page: SignedIn) -> Response:
    """The rules in the order in which they are tried."""
    return await _show(page)


async def _show(
    page: Page, refusal: Refusal | None = None, tried: UUID | None = None, trial: Trial | None = None
) -> Response:
    page.require(Permission.MANAGE_TEAMS)
    async with page.reading() as work:
        session, today = work.session, await office_day(work)
        practices, payers = await team_pages.choices(session)
        names = await allocation.names(session) | practices | payers
        lines = [_line(rule, names, today) for rule in await allocation.everything(session)]
        teams = [card.team for card in await team_pages.teams(session) if card.team.active]
        people = await staffing.workers(session)
        waiting = sum(heap.count for heap in await team_pages.unallocated(session))
    facts: dict[str, Any] = {
        "lines": lines,
        "teams": teams,
        "people": people,
        "waiting": waiting,
        "today": today,
    }
    facts |= {
        "practices": practices,
        "payers": payers,
        "kinds": _said(TaskKind),
        "categories": _said(Category),
    }
    facts |= {"hows": list(How), "tried": tried, "trial": trial}
    return page.show("allocation.html", here="/allocation", refusal=refusal, **facts)


def _said(kind: type[StrEnum]) -> list[tuple[str, str]]:
    return [(each.value, sentence(spoken(each.value))) for each in kind]


def _line(rule: AllocationRule, names: dict[UUID, str], today: date) -> RuleLine:
    conditions = Conditions.model_validate(rule.conditions)
    of = rule.team_id or rule.user_id
    to = f"team:{rule.team_id}" if rule.team_id else f"person:{rule.user_id}"
    holds = in_force(rule.effective_from, rule.effective_to, today)
    return RuleLine(rule, conditions, in_words(conditions, names), to, names[of] if of else "", holds)


@router.post("/allocation")
async def create(page: SignedIn, form: Annotated[RuleForm, Form()]) -> Response:
    """A new rule, last in the list and switched off."""
    return await _save(page, None, form)


@router.post("/allocation/{rule_id}")
async def change(page: SignedIn, rule_id: UUID, form: Annotated[RuleForm, Form()]) -> Response:
    """Other conditions, dates or people."""
    return await _save(page, rule_id, form)


async def _save(page: Page, rule_id: UUID | None, form: RuleForm) -> Response:
    page.require(Permission.MANAGE_TEAMS)
    try:
        await save_rule(page.office, page.actor, form.said(rule_id))
    except Refusal as refusal:
        return await _show(page, refusal)
    return page.go("/allocation")


@router.get("/allocation/{rule_id}/trial")
async def trial(page: SignedIn, rule_id: UUID) -> Response:
    """What the rule would have done with the tasks of the last 30 days."""
    page.require(Permission.MANAGE_TEAMS)
    found = await try_rule(page.office, page.actor, rule_id)
    return await _show(page, tried=rule_id, trial=found)


@router.post("/allocation/{rule_id}/on")
async def turn_on(page: SignedIn, rule_id: UUID, version: VERSION) -> Response:
    """From now on this rule is tried."""
    page.require(Permission.MANAGE_TEAMS)
    try:
        await switch_on(page.office, page.actor, rule_id, version)
    except Refusal as refusal:
        return await _show(page, refusal)
    return page.go("/allocation")


@router.post("/allocation/{rule_id}/off")
async def turn_off(page: SignedIn, rule_id: UUID, version: VERSION) -> Response:
    """This rule rests."""
    page.require(Permission.MANAGE_TEAMS)
    try:
        await switch_off(page.office, page.actor, rule_id, version)
    except Refusal as refusal:
        return await _show(page, refusal)
    return page.go("/allocation")


@router.post("/allocation/{rule_id}/up")
async def up(page: SignedIn, rule_id: UUID) -> Response:
    """Try this rule earlier."""
    page.require(Permission.MANAGE_TEAMS)
    try:
        await move_up(page.office, page.actor, rule_id)
    except Refusal as refusal:
        return await _show(page, refusal)
    return page.go("/allocation")


@router.get("/boards/unallocated")
async def unallocated(page: SignedIn) -> Response:
    """What belongs to nobody and to no team, in heaps."""
    return await _board(page)


async def _board(
    page: Page,
    moved: list[Moved] | None = None,
    form: GiveForm | None = None,
    refusal: Refusal | None = None,
) -> Response:
    page.require(Permission.MANAGE_TEAMS)
    async with page.reading() as work:
        heaps = await team_pages.unallocated(work.session)
        teams = [card.team for card in await team_pages.teams(work.session) if card.team.active]
        people = await staffing.workers(work.session)
        rules = await allocation.rules_on(work.session, work.now)
        today = await office_day(work)
    facts: dict[str, Any] = {"heaps": heaps, "teams": teams, "people": people, "rules": rules, "today": today}
    facts |= {"moved": moved, "form": form}
    return page.show("unallocated.html", here="/boards/unallocated", refusal=refusal, **facts)


@router.post("/boards/unallocated/preview")
async def preview(page: SignedIn, form: Annotated[GiveForm, Form()]) -> Response:
    """What giving the heap away would do, before anything moves."""
    page.require(Permission.TRANSFER_ANY)
    try:
        moved = await preview_reassign(page.office, page.actor, _heap(form))
    except Refusal as refusal:
        return await _board(page, refusal=refusal)
    return await _board(page, moved, form)


@router.post("/boards/unallocated")
async def give_away(page: SignedIn, form: Annotated[GiveForm, Form()]) -> Response:
    """Give the heap away, with a result for each row."""
    page.require(Permission.TRANSFER_ANY)
    try:
        results = await supervision.give_away(page.office, page.actor, _heap(form))
    except Refusal as refusal:
        return await _board(page, refusal=refusal)
    async with page.reading():
        facts: dict[str, Any] = {"results": results, "form": form, "fields": {}, "state": "done"}
        return page.show("team_moved.html", here="/boards/unallocated", **facts)


def _heap(form: GiveForm) -> Reassign:
    kinds = (form.kind,) if form.kind else ()
    heap = TaskFilter(practice_id=form.practice, payer_id=form.payer, kinds=kinds, unallocated=True)
    return Reassign(form.key, heap, form.whither(), "from Unallocated")

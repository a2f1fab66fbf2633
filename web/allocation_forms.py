"""A rule as a form writes it: conditions typed or ticked, a place as "team:<id>" or "person:<id>"."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel, ValidationError

from activities.allocation import ToPerson, ToRules, ToTeam
from activities.allocation_rules import SaveRule
from rules.allocation import Conditions, How
from rules.errors import Refusal
from rules.languages import LANGUAGES, code_of
from rules.tasks import TaskKind
from web.words import spoken

NUMBERS = ("money_from", "money_to", "age_from", "age_to", "level_from")
LISTS = ("programs", "states")
SAYS = {
    "practices": "practice",
    "payers": "payer",
    "programs": "program",
    "states": "state",
    "kinds": "kind",
    "categories": "denial",
    "languages": "language",
    "money_from": "at least $",
    "money_to": "at most $",
    "age_from": "at least so many days old:",
    "age_to": "at most so many days old:",
    "level_from": "climbed to level",
}


class RuleForm(BaseModel, extra="forbid"):
    """Empty fields ask nothing; lists are ticked, or typed with commas."""

    version: int = 0
    name: str
    to: str
    how: How
    effective_from: date
    effective_to: str = ""
    practices: list[UUID] = []
    payers: list[UUID] = []
    kinds: list[TaskKind] = []
    categories: list[str] = []
    programs: str = ""
    states: str = ""
    languages: str = ""
    money_from: str = ""
    money_to: str = ""
    age_from: str = ""
    age_to: str = ""
    level_from: str = ""

    def said(self, rule_id: UUID | None) -> SaveRule:
        """Raises Refusal for what cannot be read."""
        try:
            until = date.fromisoformat(self.effective_to) if self.effective_to else None
            team_id, user_id = place(self.to)
            conditions = self.conditions()
        except (ValueError, ValidationError) as fault:
            raise Refusal(
                "Something in the rule cannot be read: look at numbers, dates and whom it names."
            ) from fault
        since = self.effective_from
        return SaveRule(
            rule_id, self.version, self.name, conditions, self.how, team_id, user_id, since, until
        )

    def conditions(self) -> Conditions:
        """What the rule asks of a task."""
        asked: dict[str, object] = {
            name: getattr(self, name).strip() for name in NUMBERS if getattr(self, name)
        }
        for name in LISTS:
            asked[name] = tuple(each.strip() for each in getattr(self, name).split(",") if each.strip())
        asked["languages"] = _codes(self.languages)
        ticked = {name: tuple(getattr(self, name)) for name in ("practices", "payers", "kinds", "categories")}
        return Conditions.model_validate({**asked, **ticked})


def _codes(typed: str) -> tuple[str, ...]:
    """The languages as their codes, however they are written. Raises Refusal for what is none."""
    said = [each.strip() for each in typed.split(",") if each.strip()]
    if unknown := [each for each in said if code_of(each) is None]:
        words = f"“{unknown[0]}” is no language of our list: write Spanish, or es."
        raise Refusal(words).about("languages")
    return tuple(code for each in said if (code := code_of(each)))


class GiveForm(BaseModel, extra="forbid"):
    """Where a heap of unallocated tasks shall go; `to` is "rules", "team:<id>" or "person:<id>"."""

    key: UUID
    to: str
    practice: UUID | None = None
    payer: UUID | None = None
    kind: TaskKind | None = None

    def whither(self) -> ToPerson | ToTeam | ToRules:
        """Raises Refusal for what is no place."""
        if self.to == "rules":
            return ToRules()
        try:
            team_id, user_id = place(self.to)
        except ValueError as fault:
            raise Refusal("Say where the tasks shall go.") from fault
        return ToTeam(team_id) if team_id else ToPerson(user_id or UUID(int=0))


def place(to: str) -> tuple[UUID | None, UUID | None]:
    """The team or the person; raises ValueError for anything else."""
    kind, _, of = to.partition(":")
    if kind not in ("team", "person"):
        raise ValueError(to)
    return (UUID(of), None) if kind == "team" else (None, UUID(of))


def in_words(conditions: Conditions, names: dict[UUID, str]) -> list[str]:
    """Each condition as one phrase; none at all takes every task."""
    told = []
    for name, words in SAYS.items():
        value: object = getattr(conditions, name)
        if name == "languages":
            value = tuple(LANGUAGES.get(each, each) for each in conditions.languages)
        if isinstance(value, tuple) and value:
            told.append(f"{words}: " + " or ".join(names.get(each, spoken(str(each))) for each in value))
        elif isinstance(value, int | Decimal):
            told.append(f"{words} {value}")
    return told or ["every task"]

"""How a link names a number of the supervisors' board: whose, of which kind, how late."""

from decimal import Decimal, InvalidOperation
from uuid import UUID

from pydantic import BaseModel

from activities.allocation import ToPerson, ToRules, ToTeam
from activities.moving_back import MoveBack
from activities.supervision import MoveWork
from models.team_board import NO_TEAM, NOBODY, Age, Picked
from rules.errors import Refusal, Unknown
from rules.tasks import TaskKind


class PickForm(BaseModel, extra="forbid"):
    """Which number of the board is meant; empty fields ask nothing."""

    owner: str = ""
    team: str = ""
    practice: str = ""
    kind: str = ""
    age: str = ""
    overdue: bool = False
    due: bool = False
    aside: bool = False
    money: str = ""

    def picked(self) -> Picked:
        """Raises Unknown for words that no link of ours has."""
        try:
            return Picked(
                owner=UUID(self.owner) if self.owner not in ("", NOBODY) else None,
                nobody=self.owner == NOBODY,
                team=UUID(self.team) if self.team not in ("", NO_TEAM) else None,
                no_team=self.team == NO_TEAM,
                practice=UUID(self.practice) if self.practice else None,
                kind=TaskKind(self.kind) if self.kind else None,
                age=Age(self.age) if self.age else None,
                overdue=self.overdue,
                due=self.due,
                aside=self.aside,
                money=Decimal(self.money) if self.money else None,
            )
        except (ValueError, InvalidOperation):
            raise Unknown("There is no such number on the board.") from None

    def fields(self) -> dict[str, str]:
        """What a form has to carry on."""
        return _said(self, set(PickForm.model_fields))

    def narrowing(self) -> dict[str, str]:
        """What the whole board is narrowed to."""
        return _said(self, {"owner", "team", "practice", "kind"})


def _said(form: BaseModel, names: set[str]) -> dict[str, str]:
    said = {name: value for name, value in form.model_dump(include=names).items() if value}
    return {name: "true" if value is True else str(value) for name, value in said.items()}


class MoveForm(PickForm):
    """`to` is "person:<id>", "team:<id>" or "rules"; ticked tasks, or without `ticked` all of the number."""

    key: UUID
    to: str
    why: str = ""
    task: list[UUID] = []
    ticked: bool = False

    def said(self) -> MoveWork:
        """Raises Refusal when tasks should be ticked and none is, Unknown for a place that is none."""
        if self.ticked and not self.task:
            raise Refusal("Tick the tasks that should move, or move all of them.")
        picked = self.picked()
        return MoveWork(
            self.key, picked, tuple(self.task) if self.ticked else (), self.place(picked), self.why
        )

    def place(self, picked: Picked) -> ToPerson | ToTeam | ToRules:
        kind, _, about = self.to.partition(":")
        if kind == "rules":
            return ToRules(picked.owner)
        try:
            return ToPerson(UUID(about)) if kind == "person" else ToTeam(UUID(about))
        except ValueError:
            raise Unknown("Choose to whom the work goes.") from None


class UndoMoveForm(BaseModel, extra="forbid"):
    """The tasks that moved, in one field: a form may hold only so many; `act` is the key of the move."""

    key: UUID
    act: UUID
    tasks: str

    def said(self) -> MoveBack:
        """Raises Unknown for what is no task."""
        try:
            return MoveBack(self.key, self.act, tuple(UUID(each) for each in self.tasks.split()))
        except ValueError:
            raise Unknown("There is no such task.") from None

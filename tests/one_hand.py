"""What "an account is in one hand" asks, checked after every step of the billers at random."""

from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations
from uuid import UUID

from models.tasks import Task
from rules.tasks import LIVE, TaskKind

Able = dict[
    UUID, tuple[Set[UUID], Set[TaskKind], Set[str] | None]
]  # practices, kinds and classes (None: all)


@dataclass(slots=True)
class Hands:
    """Who had which task after the last step; `kept` counts those that a rule gave to an account's hand."""

    able: Able
    owners: dict[UUID, UUID | None] = field(default_factory=dict)
    kept: int = 0

    def look(self, rows: Iterable[Task], now: datetime, away: Set[UUID]) -> None:
        """Each task that a rule gave since the last look went to whoever had its account, if they could."""
        accounts: dict[UUID | None, list[Task]] = defaultdict(list)
        for row in rows:
            if row.state in LIVE:
                accounts[row.account_id].append(row)
        for tasks in accounts.values():
            given = [each for each in tasks if self._is_given(each)]
            others = [each for each in tasks if each not in given]
            hands = {hand for each in others if (hand := hand_of(each, now))} - away
            self._went_together(given, hands)
        self.owners = {row.id: row.owner_id for row in rows}

    def _is_given(self, task: Task) -> bool:
        """A rule gave it to somebody else than had it: what people move by hand goes where they say."""
        before = self.owners.get(task.id)
        return task.allocation_rule_id is not None and task.owner_id not in (None, before)

    def _went_together(self, given: Sequence[Task], hands: Set[UUID]) -> None:
        elsewhere = []
        for task in given:
            could = {hand for hand in hands if self.may_have(hand, task)}
            assert not could or task.owner_id in could, "an account was parted although its hand was free"
            self.kept += bool(could)
            elsewhere += [] if could else [task]
        for one, two in combinations(elsewhere, 2):
            apart = one.owner_id != two.owner_id
            both = self.may_have(one.owner_id, two) and self.may_have(two.owner_id, one)
            assert not (apart and both), "two tasks of an account given at once went to two people"

    def may_have(self, person: UUID | None, task: Task) -> bool:
        return person is not None and self.may_see(person, task) and task.kind in self.able[person][1]

    def may_see(self, person: UUID, task: Task) -> bool:
        practices, _, classes = self.able[person]
        return task.practice_id in practices and (classes is None or task.access_class in classes)


def hand_of(task: Task, now: datetime) -> UUID | None:
    """Its owner; of a pool's task whoever has it open."""
    return task.owner_id or (task.leased_by if _is_open(task, now) else None)


def must_be_free(task: Task, rows: Iterable[Task], now: datetime) -> None:
    """Whoever was given a pool's task by "work next" is the only one with a task of its account."""
    if task.owner_id is None:
        same = [each for each in rows if each.account_id == task.account_id and each.state in LIVE]
        hands = {hand_of(each, now) for each in same} | {
            each.leased_by for each in same if _is_open(each, now)
        }
        assert hands <= {None, task.leased_by}, (
            "a pool's task was given while its account was in another hand"
        )


def _is_open(task: Task, now: datetime) -> bool:
    return task.leased_until is not None and task.leased_until > now

"""A task with everything needed to finish it, gathered for one screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from activities.colleagues import Receiver, receivers
from activities.emergency_reviews import Emergency, emergency_of
from activities.transactions import Work
from models import claim_pages, queues, timelines
from models.claim_pages import Line, PaidClaim, Subject
from models.rulebook import priority_points
from models.search import ClaimHit, candidates
from models.tasks import Task
from rules.calendars import add_business_days, business_day_on_or_before
from rules.denials import Category
from rules.errors import Unknown
from rules.priority import facts_of, priority
from rules.suggestions import suggested
from rules.tasks import CHOICES, LIVE, SECOND_PERSON, Choice, Outcome, TaskKind
from web.abroad import hidden_from
from web.clocks import Clock, clocks_of
from web.correction_forms import Correction, correction_of
from web.denials import CodeWords, adjustment_words, code_words
from web.timelines import Told, next_step, tell

MENDS = frozenset(
    {TaskKind.FIX_CLAIM, TaskKind.FIX_REJECTION, TaskKind.WORK_DENIAL, TaskKind.WORK_UNDERPAYMENT}
)


@dataclass(frozen=True, slots=True)
class ClaimScreen:
    """A claim with its clocks, money and story, as the practice's own day sees it."""

    subject: Subject
    today: date
    lines: Sequence[Line]
    payments: Sequence[PaidClaim]
    told: Sequence[Told]
    clocks: Sequence[Clock]
    next: str

    @property
    def last_said(self) -> Told | None:
        """What the payer or the clearinghouse said last; None when nobody said anything yet."""
        return next((each for each in self.told if each.by_payer), None)

    @property
    def has_money(self) -> bool:
        """Something was paid, given up or moved to the patient."""
        return any(each.stands("cash") or each.given_up or each.stands("patient") for each in self.lines)

    def adjusted(self, paid: PaidClaim) -> list[CodeWords]:
        """Why this payment is not the whole charge, in words."""
        rows = [*paid.claim.adjustments, *(each for line in paid.lines for each in line.adjustments)]
        remarks = [*paid.claim.remarks, *(each for line in paid.lines for each in line.remarks)]
        return adjustment_words(rows, remarks, self.today)

    @property
    def notes(self) -> list[Told]:
        return [each for each in self.told if each.is_note]


@dataclass(frozen=True, slots=True)
class TaskScreen(ClaimScreen):
    """The same around one task, with its outcomes and the people it can go to."""

    task: Task
    choices: Sequence[Choice]
    colleagues: Sequence[Receiver]
    is_live: bool
    may_decide: bool  # False: one's own request, or a decision for another role
    held_by: str | None  # another person has it open
    is_held: bool  # by the reader, who just took it: the page need not ask for it again
    routes: Sequence[CodeWords]
    reasons: Sequence[str]  # why it stands where it stands, as of today
    money: PaidClaim | None  # the payer's own words where a payment found no claim of ours
    candidates: Sequence[ClaimHit]  # the claims it could be about
    correction: Correction | None  # None: this kind of task mends no claim
    latest: date | None  # the last day of a snooze; None: no deadline forbids one
    suggested: Outcome
    emergency: Emergency | None  # what is to be looked at; None: the task is about something else

    @property
    def tomorrow(self) -> date:
        return self.today + timedelta(days=1)

    @property
    def categories(self) -> list[str]:
        """How a reason code that nobody has mapped can be worked."""
        return [each.value for each in Category if each is not Category.UNMAPPED]

    @property
    def snoozes(self) -> list[tuple[str, date]]:
        """Days that one press puts it aside until."""
        days = [
            ("Tomorrow", add_business_days(self.today, 1)),
            ("In 3 days", add_business_days(self.today, 3)),
            ("In a week", add_business_days(self.today + timedelta(days=6), 1)),
        ]
        return [(words, on) for words, on in days if self.latest is None or on <= self.latest]


async def read_claim(work: Work, claim_id: UUID) -> ClaimScreen:
    """The claim's screen. Raises Unknown when there is none this person may see."""
    subject = await claim_pages.of_claim(work.session, claim_id)
    if subject is None:
        raise Unknown("There is no such claim, or it belongs to a practice you do not work for.")
    task = await claim_pages.live_task_of(work.session, claim_id)
    work.record("saw", f"claim:{claim_id}", subject.practice.id)
    return ClaimScreen(**await _around(work, subject, task))


async def read_task(work: Work, task_id: UUID, reader: queues.Reader) -> TaskScreen:
    """The task's screen. Raises Unknown when there is none this person may see."""
    subject = await claim_pages.of_task(work.session, task_id, reader.id)
    if subject is None or subject.task is None:
        raise Unknown("There is no such task, or it belongs to a practice you do not work for.")
    task = subject.task
    work.record("saw", f"task:{task_id}", subject.practice.id)
    facts = await _around(work, subject, task if task.state in LIVE else None)
    unmatched = task.remittance_claim_id if subject.claim is None else None
    money = await claim_pages.payment(work.session, unmatched) if unmatched else None
    holder = task.leased_by if task.leased_until and task.leased_until > work.now else None
    latest = business_day_on_or_before(task.deadline_on) if task.deadline_on else None
    routes = code_words([*task.detail.get("codes", ()), *task.detail.get("remarks", ())], facts["today"])
    choices = CHOICES[task.kind]
    return TaskScreen(
        **facts,
        task=task,
        choices=choices,
        colleagues=await receivers(work, task.practice_id, [task]),
        is_live=task.state in LIVE,
        may_decide=task.kind not in SECOND_PERSON or (reader.approves and task.requested_by != reader.id),
        held_by=subject.holder if holder not in (None, reader.id) else None,
        is_held=holder == reader.id,
        reasons=priority(facts_of(task), facts["today"], priority_points(facts["today"])).reasons,
        money=money,
        candidates=await _candidates(work, task, money),
        correction=_correction(work, subject, task),
        routes=routes,
        latest=latest,
        suggested=suggested(choices, (each.strategy for each in routes if each.strategy)).outcome,
        emergency=await emergency_of(work, task),
    )


async def _candidates(work: Work, task: Task, money: PaidClaim | None) -> list[ClaimHit]:
    if money is None:
        return []
    paid = money.claim
    name = str(paid.facts.get("last_name") or "")
    return await candidates(work.session, task.practice_id, name, paid.charge, paid.number)


def _correction(work: Work, subject: Subject, task: Task) -> Correction | None:
    if subject.claim is None or task.kind not in MENDS or task.state not in LIVE:
        return None
    return correction_of(subject.claim, task.detail.get("findings", ()), hidden_from(work.actor))


async def _around(work: Work, subject: Subject, task: Task | None) -> dict[str, Any]:
    """What both screens show of a claim: five queries, or none where a task has no claim."""
    zone = subject.practice.time_zone
    today = work.today(zone)
    claim = subject.claim
    if claim is None:
        empty: dict[str, Any] = {"lines": (), "payments": (), "told": (), "clocks": (), "next": ""}
        return {"subject": subject, "today": today, **empty}
    return {
        "subject": subject,
        "today": today,
        "lines": await claim_pages.lines(work.session, claim.id),
        "payments": await claim_pages.payments(work.session, claim.id),
        "told": [tell(each, zone, today) for each in await timelines.events(work.session, claim.id)],
        "clocks": clocks_of(subject, today),
        "next": next_step(claim, task, today),
    }

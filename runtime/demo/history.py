"""What the demo's people did in the weeks before: calls on claims under way, some of them reviewed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID, uuid5

from sqlalchemy import select

from activities.actors import CLAIMDESK, Actor
from activities.performance import count_again
from activities.quality import ReviewTask, draw_sample, review_task
from activities.transactions import Office, Work
from models.base import new_id
from models.claims import Claim
from models.quality import QualityReview
from models.rulebook import scorecard
from models.tasks import Task
from models.users import Membership, User
from rules.calendars import is_business_day
from rules.quality import ReviewState, Verdict
from rules.tasks import Outcome, TaskKind, TaskState
from simulator.chance import pick

SEED = 3
WEEKS = 6
OPENS = time(14, tzinfo=UTC)  # about nine o'clock where the practices are
PACE = {"amara": (9, 4), "tomas": (7, 7), "liza": (8, 5)}  # tasks a day, minutes each
CALLS = (Outcome.IN_PROCESS, Outcome.IN_PROCESS, Outcome.RESUBMIT, Outcome.PAID_ELSEWHERE)


@dataclass(frozen=True, slots=True)
class Deed:
    """One call that somebody made."""

    claim: Claim
    who: Actor
    began: datetime
    ended: datetime
    was_aside: bool

    @property
    def task_id(self) -> UUID:
        """The same whenever the load is begun again."""
        return uuid5(self.claim.id, f"{self.who.id} {self.began}")


async def make_history(office: Office) -> str:
    """Finished calls day by day, added up, with a sample drawn and half of it reviewed by the supervisor."""
    chance = Random(SEED)  # noqa: S311 - the demo is the same every time, and nothing is kept secret
    async with office.begin(CLAIMDESK) as work:
        today = work.now.date()
        sent = select(Claim).where(Claim.sent_on.is_not(None)).order_by(Claim.number)
        claims = list(await work.session.scalars(sent))
        people = [await _actor(work, name) for name in PACE]
        known = set(await work.session.scalars(select(Task.id).where(Task.cause.startswith("history:"))))
    made = 0
    for day in _days(today):
        under_way = [each for each in claims if each.sent_on and each.sent_on < day]
        deeds = [each for each in _deeds(under_way, people, day, chance) if each.task_id not in known]
        made += await _work_a_day(office, deeds)
    await count_again(office)
    drawn = await draw_sample(office, days=14)
    await _review_half(office)
    return f"{made} tasks finished in the last {WEEKS} weeks, {drawn} drawn for review"


def _days(today: date) -> Iterator[date]:
    back = (today - timedelta(days=each) for each in range(7 * WEEKS, 0, -1))
    return (day for day in back if is_business_day(day))


async def _actor(work: Work, name: str) -> Actor:
    user = (await work.session.scalars(select(User).where(User.email == f"{name}@demo.example"))).one()
    mine = select(Membership.practice_id).where(Membership.user_id == user.id)
    return Actor(user.id, user.name, user.role, frozenset(await work.session.scalars(mine)), None)


def _deeds(claims: Sequence[Claim], people: Sequence[Actor], day: date, chance: Random) -> Iterator[Deed]:
    """Each person's calls of the day, one after the other."""
    for who, (count, minutes) in zip(people, PACE.values(), strict=True):
        begins = datetime.combine(day, OPENS)
        for claim in chance.sample(list(claims), min(count, len(claims))):
            ends = begins + timedelta(seconds=chance.randint(30 * minutes, 90 * minutes))
            yield Deed(claim, who, begins, ends, chance.random() < 0.2)
            begins = ends + timedelta(minutes=chance.randint(2, 20))


async def _work_a_day(office: Office, deeds: Sequence[Deed]) -> int:
    """One transaction a person, as the trail of that day."""
    for who in dict.fromkeys(each.who for each in deeds):
        async with office.begin(who) as work:
            for each in (deed for deed in deeds if deed.who == who):
                _finish(work, each)
    return len(deeds)


def _finish(work: Work, deed: Deed) -> None:
    claim, outcome = deed.claim, CALLS[pick(len(CALLS), SEED, deed.claim.number)]
    work.session.add(
        Task(
            id=deed.task_id,
            practice_id=claim.practice_id,
            claim_id=claim.id,
            payer_id=claim.payer_id,
            kind=TaskKind.CALL_PAYER,
            cause=f"history:{deed.task_id}",
            ask="Call the payer about its silence",
            state=TaskState.DONE,
            outcome=outcome,
            due_on=deed.ended.date(),
            money=claim.open_amount,
            finished_by=deed.who.id,
            finished_at=deed.ended,
            created_at=deed.began - timedelta(days=pick(30, SEED, "waited", deed.claim.number)),
        )
    )
    steps = [("saw", deed.began), ("finished", deed.ended)]
    if deed.was_aside:
        steps.insert(0, ("snoozed", deed.began - timedelta(days=1)))
    for action, at in steps:
        work.now = at
        more = {"outcome": outcome, "kind": TaskKind.CALL_PAYER} if action == "finished" else {}
        work.record(action, f"task:{deed.task_id}", claim.practice_id, **more)


async def _review_half(office: Office) -> None:
    """Priya has looked at every second task of the sample; one in four lacks its note."""
    async with office.begin(CLAIMDESK) as work:
        lead = await _actor(work, "priya")
        lines = scorecard(work.now.date()).of(TaskKind.CALL_PAYER)
        waiting = select(QualityReview).where(QualityReview.state == ReviewState.DRAWN)
        drawn = list(await work.session.scalars(waiting.order_by(QualityReview.id)))
    for number, each in enumerate(drawn[::2]):
        verdicts = {line.name: Verdict.MET for line in lines}
        if number % 4 == 3:
            verdicts["note"] = Verdict.NOT_MET
        said = ReviewTask(new_id(), each.id, each.version, verdicts, "")
        await review_task(office, lead, said)

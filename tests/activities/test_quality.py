"""Quality review: drawn once, never one's own work, told, disputed, decided by a third person."""

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from activities.actors import CLAIMDESK, Actor
from activities.quality import Answer, ReviewTask, decide_dispute, dispute, draw_sample, review_task
from activities.transactions import Office
from models.alerts import Alert
from models.base import new_id
from models.quality import QualityMark, QualityReview
from models.rulebook import scorecard
from rules.access import Role
from rules.alerts import AlertKind
from rules.errors import Conflict, NotAllowed, Refusal, Stale
from rules.quality import ReviewState, Verdict
from rules.tasks import TaskKind
from tests.activities.test_performance import finished
from tests.factories_money import Billed, one_claim
from tests.factories_tasks import a_person


@dataclass(slots=True)
class Reviewed:
    """A drawn task with its worker and two people who may review."""

    billed: Billed
    worker: Actor
    lead: Actor
    manager: Actor
    review_id: UUID


@pytest.fixture
async def drawn(office: Office) -> Reviewed:
    billed = await one_claim(office)
    worker = await a_person(office, billed.practice_id)
    lead = await a_person(office, billed.practice_id, Role.SUPERVISOR, "Lea")
    manager = await a_person(office, billed.practice_id, Role.MANAGER, "Mara")
    task_id = await finished(office, billed, worker)
    async with office.begin(CLAIMDESK) as work:
        review = QualityReview(
            id=new_id(), practice_id=billed.practice_id, task_id=task_id, worker_id=worker.id,
            state=ReviewState.DRAWN, rule="everybody", drawn_at=work.now,
        )  # fmt: skip
        work.session.add(review)
    return Reviewed(billed, worker, lead, manager, review.id)


async def now(office: Office, review_id: UUID) -> QualityReview:
    async with office.begin(CLAIMDESK) as work:
        return await work.session.get_one(QualityReview, review_id)


async def card(office: Office, **other: Verdict) -> dict[str, Verdict]:
    async with office.begin(CLAIMDESK) as work:
        lines = scorecard(work.now.date()).of(TaskKind.CALL_PAYER)
    return {each.name: Verdict.MET for each in lines} | other


async def score(office: Office, drawn: Reviewed, by: Actor, **other: Verdict) -> QualityReview:
    verdicts = await card(office, **other)
    await review_task(office, by, ReviewTask(uuid4(), drawn.review_id, 1, verdicts, "See the playbook"))
    return await now(office, drawn.review_id)


def answer(review: QualityReview, why: str = "It was right", stands: bool | None = None) -> Answer:
    return Answer(uuid4(), review.id, review.version, why, stands)


async def told(office: Office, person: Actor) -> list[str]:
    async with office.begin(CLAIMDESK) as work:
        mine = select(Alert.told).where(Alert.user_id == person.id, Alert.kind == AlertKind.REVIEW)
        return list(await work.session.scalars(mine.order_by(Alert.id)))


async def test_a_sample_is_drawn_once_and_reviewers_hear_of_it(office: Office) -> None:
    billed = await one_claim(office)
    ana = await a_person(office, billed.practice_id)
    lead = await a_person(office, billed.practice_id, Role.SUPERVISOR, "Lea")
    for _ in range(120):
        await finished(office, billed, ana, TaskKind.WORK_DENIAL)
    count = await draw_sample(office)
    assert 2 <= count <= 30
    assert await draw_sample(office, lead) == 0
    assert await told(office, lead) == [f"{count} finished tasks wait for a review."]
    assert await told(office, ana) == []


async def test_a_biller_draws_nothing(office: Office) -> None:
    billed = await one_claim(office)
    with pytest.raises(NotAllowed):
        await draw_sample(office, await a_person(office, billed.practice_id))


async def test_a_review_gives_a_score_and_tells_the_worker(office: Office, drawn: Reviewed) -> None:
    review = await score(office, drawn, drawn.lead, note=Verdict.NOT_MET)
    assert (review.state, review.score, review.passed) == (ReviewState.REVIEWED, 80, False)
    assert await told(office, drawn.worker) == ["A finished task of yours was reviewed: 80 %."]
    async with office.begin(CLAIMDESK) as work:
        count = select(func.count()).where(QualityMark.review_id == drawn.review_id)
        assert await work.session.scalar(count) == 5


async def test_the_same_form_sent_twice_is_one_review_and_an_old_page_none(
    office: Office, drawn: Reviewed
) -> None:
    said = ReviewTask(uuid4(), drawn.review_id, 1, await card(office), "")
    await review_task(office, drawn.lead, said)
    await review_task(office, drawn.lead, said)
    with pytest.raises(Stale):
        await score(office, drawn, drawn.manager)
    fresh = await now(office, drawn.review_id)
    again = ReviewTask(uuid4(), drawn.review_id, fresh.version, await card(office), "")
    with pytest.raises(Conflict, match="reviewed before"):
        await review_task(office, drawn.manager, again)


async def test_nobody_reviews_their_own_work_and_the_database_holds_it_too(office: Office) -> None:
    billed = await one_claim(office)
    lead = await a_person(office, billed.practice_id, Role.SUPERVISOR, "Lea")
    task_id = await finished(office, billed, lead)
    async with office.begin(CLAIMDESK) as work:
        review = QualityReview(
            id=new_id(), practice_id=billed.practice_id, task_id=task_id, worker_id=lead.id,
            state=ReviewState.DRAWN, rule="everybody", drawn_at=work.now,
        )  # fmt: skip
        work.session.add(review)
    with pytest.raises(NotAllowed, match="somebody else"):
        await review_task(office, lead, ReviewTask(uuid4(), review.id, 1, await card(office), ""))
    with pytest.raises(IntegrityError, match="nobody_reviews_their_own_work"):
        async with office.begin(CLAIMDESK) as work:
            (await work.session.get_one(QualityReview, review.id)).reviewer_id = lead.id


@pytest.mark.parametrize(("stands", "state"), [(True, ReviewState.UPHELD), (False, ReviewState.OVERTURNED)])
async def test_a_dispute_is_decided_by_a_third_person_and_both_are_told(
    office: Office, drawn: Reviewed, stands: bool, state: ReviewState
) -> None:
    review = await score(office, drawn, drawn.lead, note=Verdict.NOT_MET)
    with pytest.raises(Refusal, match="Say why"):
        await dispute(office, drawn.worker, answer(review, " "))
    await dispute(office, drawn.worker, answer(review))
    disputed = await now(office, drawn.review_id)
    assert disputed.state is ReviewState.DISPUTED
    for nobody in (drawn.lead, drawn.worker):
        with pytest.raises(NotAllowed):
            await decide_dispute(office, nobody, answer(disputed, stands=stands))
    await decide_dispute(office, drawn.manager, answer(disputed, stands=stands))
    assert (await now(office, drawn.review_id)).state is state
    assert "was decided" in (await told(office, drawn.worker))[-1]
    assert "was decided" in (await told(office, drawn.lead))[-1]


async def test_only_the_worker_disputes_and_only_what_was_reviewed(office: Office, drawn: Reviewed) -> None:
    fresh = await now(office, drawn.review_id)
    with pytest.raises(Conflict, match="nothing to dispute"):
        await dispute(office, drawn.worker, answer(fresh))
    review = await score(office, drawn, drawn.lead)
    with pytest.raises(NotAllowed, match="Only the person"):
        await dispute(office, drawn.manager, answer(review))
    with pytest.raises(Conflict, match="nothing to decide"):
        await decide_dispute(office, drawn.manager, answer(review, stands=True))

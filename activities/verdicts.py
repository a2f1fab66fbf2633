"""What an answer to a sent claim does to it: proof, rejection, another try, or only a note."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from activities import claims, tasks
from activities.journal import business_days
from activities.transactions import Work
from models.acknowledgements import Acknowledgement
from models.base import new_id
from models.claims import Claim
from models.payers import Payer
from models.rulebook import working_times
from models.submissions import Submission
from rules.claims import Frequency, Stage
from rules.follow_ups import follow_up_on
from rules.tasks import TaskKind

CLEARINGHOUSE, PAYER = "clearinghouse", "payer"
NOT_WITH_THE_PAYER = (Stage.SCRUBBING, Stage.HELD, Stage.BLOCKED, Stage.READY, Stage.REJECTED)
PROVED = (
    TaskKind.MISSING_ACKNOWLEDGEMENT,
    TaskKind.FIX_REJECTION,
    TaskKind.FIX_CLAIM,
    TaskKind.FILING_DEADLINE,
)
ANSWERED = (TaskKind.MISSING_ACKNOWLEDGEMENT, TaskKind.CALL_PAYER)


class Meaning(StrEnum):
    """What follows from an answer."""

    PROOF = "accepted"  # the payer has taken it into adjudication: it is filed
    REJECTED = "rejected"  # it was never filed: a person mends it
    SENT_BACK = "sent back"  # its batch was refused because of another claim: it goes out again
    NOT_FOUND = "not found"
    NOTED = "noted"  # received, forwarded, or accepted by somebody who is not the payer


@dataclass(frozen=True, slots=True)
class Verdict:
    """One answer about one claim."""

    kind: str  # 999, TA1, 277CA
    sender: str  # clearinghouse or payer
    meaning: Meaning
    accepted: bool | None  # None: received, no verdict yet
    words: str  # for the claim's history; may repeat what the payer wrote
    reasons: tuple[tuple[str, str], ...]  # code and our own words: for the task, without anybody's data
    segment: int
    batch_id: UUID | None  # None: not one of our batches
    on: date | None = None  # when they received or processed it
    payer_claim_number: str | None = None


@dataclass(frozen=True, slots=True)
class _Circumstances:
    """What is known beside claim and verdict."""

    work: Work
    claim: Claim
    today: date
    follow_up_days: int
    submission: Submission | None  # the claim's latest


async def deliver(
    work: Work, file_id: UUID, answers: Sequence[tuple[UUID, Verdict]]
) -> dict[UUID, list[Meaning]]:
    """Give each claim its verdicts, in order; gives what came of new ones. The same again does nothing."""
    fresh = await _keep(work, file_id, answers)
    rows = await _locked(work, {claim_id for claim_id, _ in fresh})
    days = await business_days(work, {claim.practice_id for claim in rows.values()})
    habits = await _follow_up_days(work, {claim.payer_id for claim in rows.values()})
    latest = await _latest(work, rows)
    told: dict[UUID, list[Meaning]] = {}
    for claim_id, verdict in fresh:
        claim = rows[claim_id]
        about = _Circumstances(
            work, claim, days[claim.practice_id], habits[claim.payer_id], latest.get(claim_id)
        )
        told.setdefault(claim_id, []).append(await _take(about, verdict))
    for claim_id in told:
        work.wake(claims.workflow_id(claim_id))
    return told


async def _keep(
    work: Work, file_id: UUID, answers: Sequence[tuple[UUID, Verdict]]
) -> list[tuple[UUID, Verdict]]:
    """The answers that were not kept before, kept now."""
    if not answers:
        return []
    owners = select(Claim.id, Claim.practice_id).where(Claim.id.in_({claim_id for claim_id, _ in answers}))
    practices = {row.id: row.practice_id for row in await work.session.execute(owners)}
    values = [
        acknowledgement(work, file_id, verdict, claim_id, practices[claim_id])
        for claim_id, verdict in answers
    ]
    once = insert(Acknowledgement).values(values).on_conflict_do_nothing()
    kept = await work.session.execute(once.returning(Acknowledgement.claim_id, Acknowledgement.segment))
    new = {(row.claim_id, row.segment) for row in kept}
    return [(claim_id, verdict) for claim_id, verdict in answers if (claim_id, verdict.segment) in new]


def acknowledgement(
    work: Work, file_id: UUID, verdict: Verdict, claim_id: UUID | None = None, practice_id: UUID | None = None
) -> dict[str, object]:
    """The row of this verdict; about a whole batch without claim and practice."""
    return {
        "id": new_id(),
        "practice_id": practice_id,
        "claim_id": claim_id,
        "batch_id": verdict.batch_id,
        "file_id": file_id,
        "segment": verdict.segment,
        "kind": verdict.kind,
        "sender": verdict.sender,
        "accepted": verdict.accepted,
        "codes": [code for code, _ in verdict.reasons],
        "words": verdict.words,
        "payer_claim_number": verdict.payer_claim_number,
        "received_at": work.now,
    }


async def _locked(work: Work, claim_ids: set[UUID]) -> dict[UUID, Claim]:
    wanted = select(Claim).where(Claim.id.in_(claim_ids)).order_by(Claim.id).with_for_update()
    return {claim.id: claim for claim in await work.session.scalars(wanted)}


async def _follow_up_days(work: Work, payer_ids: set[UUID]) -> dict[UUID, int]:
    rows = await work.session.execute(select(Payer.id, Payer.follow_up_days).where(Payer.id.in_(payer_ids)))
    return {row.id: row.follow_up_days for row in rows}


async def _latest(work: Work, claim_ids: dict[UUID, Claim]) -> dict[UUID, Submission]:
    sendings = select(Submission).where(Submission.claim_id.in_(list(claim_ids))).order_by(Submission.id)
    return {each.claim_id: each for each in await work.session.scalars(sendings)}


async def _take(about: _Circumstances, verdict: Verdict) -> Meaning:
    """Act on the verdict; gives what it changed, NOTED when the claim is past it."""
    claim, meaning = about.claim, verdict.meaning
    is_current = _is_about_the_last_sending(about, verdict)
    if is_current and about.submission is not None:
        about.submission.answer = f"{meaning} by the {verdict.sender}"
    is_out = is_current and claim.stage is Stage.SENT
    if meaning is Meaning.PROOF:
        await _prove(about, verdict, is_current)
    elif meaning is Meaning.REJECTED and is_current and _may_reject(claim, verdict):
        await _reject(about, verdict)
    elif meaning is Meaning.SENT_BACK and is_out:
        claim.acknowledge_by = None
        claims.move(about.work, claim, Stage.SCRUBBING, verdict.words)
    elif meaning is Meaning.NOT_FOUND and is_out:
        await _look_for_it(about, verdict)
    else:
        return Meaning.NOTED
    return meaning


def _is_about_the_last_sending(about: _Circumstances, verdict: Verdict) -> bool:
    """An answer to an earlier sending changes nothing about the one that is out now."""
    if verdict.batch_id is not None:
        return about.submission is not None and about.submission.batch_id == verdict.batch_id
    sent_on = about.claim.sent_on
    return sent_on is not None and (verdict.on is None or verdict.on >= sent_on)


def _may_reject(claim: Claim, verdict: Verdict) -> bool:
    """A claim that is out; an accepted one only when the payer itself says so on a later day."""
    if claim.stage is Stage.ACCEPTED and claim.accepted_on and verdict.on:
        return verdict.sender == PAYER and verdict.on > claim.accepted_on
    return claim.stage is Stage.SENT


async def _prove(about: _Circumstances, verdict: Verdict, is_current: bool) -> None:
    """The payer's acceptance proves filing, however late it is read; it moves only a waiting claim."""
    work, claim, today = about.work, about.claim, about.today
    day = verdict.on if verdict.on and claim.service_from <= verdict.on <= today else today
    if claim.filed_on is None:
        claim.filed_on = day
        claim.filing_proof = " ".join(filter(None, ["277CA A2", f"{day}", verdict.payer_claim_number]))
        work.record("proved", f"claim:{claim.id}", claim.practice_id, filed_on=str(day))
    if verdict.payer_claim_number and (is_current or claim.payer_claim_number is None):
        claim.payer_claim_number = verdict.payer_claim_number
    if not is_current or not _still_waits(claim):
        return
    claim.accepted_on, claim.acknowledge_by = day, None
    claim.follow_up_on = follow_up_on(day, about.follow_up_days, working_times(today))
    claims.move(work, claim, Stage.ACCEPTED, f"Accepted by the payer on {day}")
    in_time = (TaskKind.MISSED_DEADLINE,) if day <= claim.filing_limit_on else ()
    await tasks.withdraw(work, claim.id, "the payer has accepted the claim", kinds=(*PROVED, *in_time))


def _still_waits(claim: Claim) -> bool:
    """Out, or taken back to be sent again though the payer has it; never a replacement of a decided claim."""
    is_first = claim.frequency is Frequency.ORIGINAL and claim.accepted_on is None
    return claim.stage is Stage.SENT or (claim.stage in NOT_WITH_THE_PAYER and is_first)


async def _reject(about: _Circumstances, verdict: Verdict) -> None:
    """It was never filed: the clock runs on, and a person mends it."""
    work, claim = about.work, about.claim
    why = verdict.reasons[0][1] if verdict.reasons else "no reason given"
    if claim.stage is Stage.ACCEPTED:
        claim.filed_on = claim.filing_proof = None  # what was taken for proof was taken back
    claim.acknowledge_by = claim.accepted_on = claim.follow_up_on = None
    ask = f"Rejected by the {verdict.sender}: {why}"
    cause = f"rejection:{claim.id}:{claim.version}"
    claims.move(work, claim, Stage.REJECTED, ask)
    await tasks.withdraw(work, claim.id, "the claim was rejected", kinds=ANSWERED)
    if await tasks.limit_is_decided(work, claim.id):
        return
    detail = {
        "codes": [code for code, _ in verdict.reasons],
        "sender": verdict.sender,
        "answer": verdict.kind,
        "findings": [
            {"code": code, "text": text, "hint": "", "field": "", "line": None}
            for code, text in verdict.reasons
        ],
    }
    new = tasks.for_claim(claim, TaskKind.FIX_REJECTION, cause, ask, about.today, detail=detail)
    await tasks.give(work, new, about.today)


async def _look_for_it(about: _Circumstances, verdict: Verdict) -> None:
    claim, kind = about.claim, TaskKind.MISSING_ACKNOWLEDGEMENT
    ask = f"The {verdict.sender} says that it cannot find the claim: find out where it is"
    cause = f"{kind}:{claim.id}:{claim.acknowledge_by}"  # the same task as for silence
    if await tasks.limit_is_decided(about.work, claim.id):
        return
    await tasks.give(about.work, tasks.for_claim(claim, kind, cause, ask, about.today), about.today)

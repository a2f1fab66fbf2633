"""999 and TA1: whether a whole file of ours was taken, and which claim is to blame when it was not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import insert, select

from activities.transactions import Work
from activities.verdicts import CLEARINGHOUSE, Meaning, Verdict, acknowledgement, deliver
from edi.acknowledgements import GroupAcknowledgement, InterchangeAcknowledgement, SegmentError
from models.acknowledgements import Acknowledgement
from models.claims import Claim
from models.practices import Practice
from models.submissions import Batch, BatchState, Submission
from rules.rejections import INTERCHANGE_NOTES, SET_ERRORS, segment_in_words

ISA, ST = "TA1", "999"
SHARED = "Another claim of its batch was refused: goes out again"
Reasons = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Sending:
    """One claim in a batch: whose it is, and from where to where it stands in the file."""

    claim_id: UUID
    npi: str | None
    number: str
    first: int
    last: int


async def batch_of(work: Work, number: str, source: str) -> Batch | None:
    """Our batch of this control number: the source's own, else the only one; None when there is none."""
    if not (number.isascii() and number.isdigit() and len(number) <= 9):
        return None
    found = list(
        await work.session.scalars(select(Batch).where(Batch.number == int(number)).with_for_update())
    )
    own = [batch for batch in found if batch.clearinghouse == source] or found
    return own[0] if len(own) == 1 else None


async def take_interchange(
    work: Work, file_id: UUID, batch: Batch, answer: InterchangeAcknowledgement
) -> dict[UUID, list[Meaning]]:
    """TA1: taken, or every claim of the file comes back."""
    why = INTERCHANGE_NOTES.get(answer.note, "the file was not taken")
    reasons: Reasons = () if answer.is_accepted else ((f"{ISA}:{answer.note}", f"The whole file: {why}"),)
    return await _answer(work, file_id, batch, (ISA, answer.segment), reasons, ())


async def take_group(
    work: Work, file_id: UUID, batch: Batch, answer: GroupAcknowledgement
) -> dict[UUID, list[Meaning]]:
    """999: taken, perhaps with remarks; or refused: the claims in error are rejected, the others go again.

    When no claim of the batch can be blamed, all are rejected.
    """
    refused = [each for each in answer.sets if not each.is_accepted]
    if answer.is_accepted:
        return await _answer(work, file_id, batch, (ST, answer.segment), (), ())
    codes = [code for each in refused for code in each.reasons] or list(answer.group_errors)
    reasons = tuple((f"IK5:{code}", f"The whole file: {SET_ERRORS.get(code, code)}") for code in codes)
    fallback = (("AK9:" + answer.code, "The whole file was refused without a reason"),)
    errors = [error for each in refused for error in each.errors]
    return await _answer(work, file_id, batch, (ST, answer.segment), reasons or fallback, errors)


async def _answer(
    work: Work,
    file_id: UUID,
    batch: Batch,
    where: tuple[str, int],
    reasons: Reasons,
    errors: Sequence[SegmentError],
) -> dict[UUID, list[Meaning]]:
    """Keep the answer about the batch; no reasons: it was taken."""
    kind, segment = where
    words = "; ".join(text for _, text in reasons) or "The file was taken"
    taken = not reasons
    general = Verdict(kind, CLEARINGHOUSE, Meaning.NOTED, taken, words, reasons, segment, batch.id)
    if await is_noted(work, file_id, segment):
        return {}
    await work.session.execute(insert(Acknowledgement), [acknowledgement(work, file_id, general)])
    work.record("accepted" if taken else "rejected", f"batch:{batch.id}", number=batch.number, by=kind)
    if taken:
        if batch.state is not BatchState.REJECTED:
            batch.state = BatchState.ACCEPTED
        return {}
    batch.state = BatchState.REJECTED
    sendings = await sendings_of(work, batch.id)
    return await deliver(work, file_id, list(_shares(sendings, general, errors)))


async def is_noted(work: Work, file_id: UUID, segment: int) -> bool:
    """Whether this answer about a whole batch was kept before."""
    same = select(Acknowledgement.id).where(Acknowledgement.file_id == file_id)
    whole = Acknowledgement.segment == segment, Acknowledgement.claim_id.is_(None)
    return (await work.session.scalars(same.where(*whole))).first() is not None


async def sendings_of(work: Work, batch_id: UUID) -> list[Sending]:
    """The claims of this batch in the order of the file."""
    columns = Submission.claim_id, Practice.npi, Claim.number
    places = Submission.first_segment, Submission.last_segment
    joined = select(*columns, *places).join(Claim, Claim.id == Submission.claim_id)
    joined = joined.join(Practice, Practice.id == Submission.practice_id)
    rows = await work.session.execute(
        joined.where(Submission.batch_id == batch_id).order_by(Submission.place)
    )
    return [Sending(*row) for row in rows]


def _shares(
    sendings: Sequence[Sending], general: Verdict, errors: Sequence[SegmentError]
) -> Iterable[tuple[UUID, Verdict]]:
    """What each claim is told: its own errors, or to go again; all the same when nobody can be blamed."""
    blamed: dict[UUID, list[tuple[str, str]]] = {}
    for error in errors:
        for claim_id in _to_blame(sendings, error):
            blamed.setdefault(claim_id, []).extend(_in_words(error))
    for each in sendings:
        if not blamed:
            yield each.claim_id, _told(general, Meaning.REJECTED, general.words, general.reasons)
        elif each.claim_id in blamed:
            reasons = tuple(blamed[each.claim_id])
            words = "; ".join(text for _, text in reasons)
            yield each.claim_id, _told(general, Meaning.REJECTED, words, reasons)
        else:
            yield each.claim_id, _told(general, Meaning.SENT_BACK, SHARED, ())


def _told(general: Verdict, meaning: Meaning, words: str, reasons: Reasons) -> Verdict:
    place = general.segment, general.batch_id
    return Verdict(general.kind, general.sender, meaning, False, words, reasons, *place)


def _to_blame(sendings: Sequence[Sending], error: SegmentError) -> list[UUID]:
    """The claim that is named or stands there; all of a provider when its level is wrong; else nobody."""
    at = error.position
    there = [each.claim_id for each in sendings if each.first <= at <= each.last]
    named = [each.claim_id for each in sendings if each.number == error.patient_control_number]
    if there or named:
        return [each for each in there if each in named] or named or there
    following = [each for each in sendings if each.first > at]
    if not following or (following[0] is sendings[0] and not error.loop.startswith("20")):
        return []  # the head of the file is nobody's
    return _run(following)


def _run(sendings: Sequence[Sending]) -> list[UUID]:
    """The claims that stand under one provider: from the first to where the next level comes between."""
    run = [sendings[0]]
    for each in sendings[1:]:
        if each.first != run[-1].last + 1:
            break
        run.append(each)
    return [each.claim_id for each in run]


def _in_words(error: SegmentError) -> list[tuple[str, str]]:
    if not error.elements:
        text = segment_in_words(error.tag, error.position, error.code)
        return [(f"IK3:{error.tag}:{error.code}", text)]
    found = []
    for each in error.elements:
        text = segment_in_words(error.tag, error.position, error.code, each.element, each.code)
        found.append((f"IK4:{error.tag}{each.element:02d}:{each.code}", text))
    return found

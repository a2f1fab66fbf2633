"""Ready claims leave the house: gathered into batches under numbers of their own, then handed over."""

import io
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from activities import claims
from activities.actors import CLAIMDESK
from activities.batch_files import Submitter as Submitter
from activities.batch_files import head, outgoing, places, why_not, write
from activities.clearinghouses import Clearinghouse
from activities.files import one_file, store_outgoing
from activities.files_kinds import FileKind
from activities.files_raw import RawFiles
from activities.held_claims import hold
from activities.journal import business_days
from activities.transactions import Office, Work
from edi.claims import Batch as Head
from edi.claims import ProfessionalClaim
from edi.faults import X12Error
from models.base import new_id
from models.claims import Claim
from models.rulebook import working_times
from models.submissions import Batch, BatchState, ControlNumber, Submission
from rules.claims import Stage
from rules.edits import Finding
from rules.errors import Unknown
from rules.follow_ups import acknowledgement_due_on

CLEARINGHOUSE = "clearinghouse"  # the one that we use
UNSENDABLE = "X12"
Sent = list[tuple[Claim, ProfessionalClaim]]


@dataclass(frozen=True, slots=True)
class BatchMade:
    """A batch that waits to be uploaded, and how many claims could not be written into it."""

    id: UUID
    number: int
    claims: int
    held: int


def submission_workflow(clearinghouse: str) -> str:
    """The id of the workflow that sends to this clearinghouse."""
    return f"submission:{clearinghouse}"


async def waiting(office: Office, clearinghouse: str) -> tuple[int, int]:
    """Claims that are ready to go, and batches that are not uploaded yet."""
    async with office.begin(CLAIMDESK) as work:
        ready = await work.session.scalar(select(func.count()).where(Claim.stage == Stage.READY))
        return ready or 0, len(await _made(work, clearinghouse))


async def being_checked(office: Office) -> int:
    """Claims that are being checked, and may be ready to go in a moment."""
    async with office.begin(CLAIMDESK) as work:
        checked = select(func.count()).where(Claim.stage == Stage.SCRUBBING)
        return await work.session.scalar(checked) or 0


async def batches_to_upload(office: Office, clearinghouse: str) -> list[UUID]:
    """Batches that are written down but not handed over, oldest first."""
    async with office.begin(CLAIMDESK) as work:
        return await _made(work, clearinghouse)


async def make_batch(
    office: Office, clearinghouse: str, files: RawFiles, submitter: Submitter, limit: int = 500
) -> BatchMade | None:
    """Write the oldest ready claims into one file and call them sent; None when nothing could go.

    Claims that another call holds are passed over. A claim that cannot be written is held for a person.
    A crash leaves at most an unused copy in the store of raw files; what was never sent never counted.
    """
    async with office.begin(CLAIMDESK) as work:
        ready = await _ready(work, limit)
        if not ready:
            return None
        number = await _next_number(work, clearinghouse)
        batch_head = head(submitter, number, work.now)
        going = [(claim, outgoing(claim)) for claim in ready]
        data, going = await _written(work, batch_head, going)
        if not going:
            return None
        name = f"claims-{number:09d}.837"
        file = await store_outgoing(work, files, clearinghouse, name, FileKind.CLAIMS, io.BytesIO(data))
        (await one_file(work, file.id)).practices = sorted({claim.practice_id for claim, _ in going})
        batch = Batch(
            id=new_id(),
            clearinghouse=clearinghouse,
            number=number,
            file_id=file.id,
            claims=len(going),
            state=BatchState.MADE,
            made_at=work.now,
        )
        work.session.add(batch)
        await work.session.flush()
        await _send(work, batch, data, going)
        work.record("made", f"batch:{batch.id}", number=number, claims=len(going))
        work.wake(submission_workflow(clearinghouse))
        return BatchMade(batch.id, number, len(going), len(ready) - len(going))


async def upload_batch(office: Office, clearinghouse: Clearinghouse, files: RawFiles, batch_id: UUID) -> None:
    """Hand the batch over; again, it changes nothing. Raises Unknown, and what the clearinghouse raises."""
    async with office.begin(CLAIMDESK) as work:
        batch = await _one(work, batch_id)
        if batch.state is not BatchState.MADE:
            return
        file = await one_file(work, batch.file_id or batch_id)
    await clearinghouse.upload(file.name, files.path(file.sha256))
    async with office.begin(CLAIMDESK) as work:
        batch = await _one(work, batch_id)
        if batch.state is BatchState.MADE:
            batch.state, batch.uploaded_at = BatchState.UPLOADED, work.now
            work.record("uploaded", f"batch:{batch.id}", number=batch.number)


async def _one(work: Work, batch_id: UUID) -> Batch:
    batch = await work.session.scalar(select(Batch).where(Batch.id == batch_id).with_for_update())
    if batch is None:
        raise Unknown("There is no such batch.")
    return batch


async def _made(work: Work, clearinghouse: str) -> list[UUID]:
    made = select(Batch.id).where(Batch.clearinghouse == clearinghouse, Batch.state == BatchState.MADE)
    return list(await work.session.scalars(made.order_by(Batch.number)))


async def _ready(work: Work, limit: int) -> list[Claim]:
    """The oldest ready claims that nobody else holds; those of one practice stand together."""
    oldest = select(Claim).where(Claim.stage == Stage.READY).order_by(Claim.created_at, Claim.id)
    ready = await work.session.scalars(oldest.limit(limit).with_for_update(skip_locked=True))
    return sorted(ready, key=lambda claim: (claim.practice_id, claim.id))


async def _next_number(work: Work, clearinghouse: str) -> int:
    first = insert(ControlNumber).values(series=f"batch:{clearinghouse}", last=1)
    counted = first.on_conflict_do_update(
        index_elements=["series"], set_={"last": ControlNumber.last + 1}
    ).returning(ControlNumber.last)
    return (await work.session.execute(counted)).scalar_one()


async def _written(work: Work, batch_head: Head, going: Sent) -> tuple[bytes, Sent]:
    """The file of the claims that can be written; the others are held, each with the reason."""
    try:
        return write(batch_head, [form for _, form in going]), going
    except X12Error:
        able: Sent = []
        for claim, form in going:
            why = why_not(batch_head, form)
            if why is None:
                able.append((claim, form))
                continue
            hint = "Correct it, then it is checked and sent again."
            await hold(work, claim, [Finding(UNSENDABLE, why, hint, "claim")])
            work.wake(claims.workflow_id(claim.id))
        return (write(batch_head, [form for _, form in able]) if able else b""), able


async def _send(work: Work, batch: Batch, data: bytes, going: Sent) -> None:
    today = await business_days(work, {claim.practice_id for claim, _ in going})
    where = places(data)
    for at, ((claim, _), place) in enumerate(zip(going, where, strict=True), 1):
        day = today[claim.practice_id]
        claims.move(work, claim, Stage.SENT, f"Sent on {day} in batch {batch.number}")
        claim.sent_on, claim.acknowledge_by = day, acknowledgement_due_on(day, working_times(day))
        claim.accepted_on = claim.follow_up_on = None
        work.wake(claims.workflow_id(claim.id))
        work.session.add(
            Submission(
                id=new_id(),
                practice_id=claim.practice_id,
                claim_id=claim.id,
                batch_id=batch.id,
                place=at,
                first_segment=place.first,
                last_segment=place.last,
            )
        )

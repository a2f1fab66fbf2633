"""A TA1 or a 999 moves the claims of its batch: the one in error comes back, the others go again."""

from sqlalchemy import func, select

from activities.acknowledgements import take_acknowledgements
from activities.actors import CLAIMDESK
from edi.acknowledgements import (
    ElementError,
    SegmentError,
)
from models.acknowledgements import Acknowledgement
from models.outbox import Wake
from models.submissions import Batch, BatchState
from rules.claims import Stage
from tests.factories_acknowledgements import Sent, out, place_of, stages, two
from tests.factories_imports import OAK, claim, line, stored


async def test_an_accepted_file_is_noted_and_moves_no_claim(sent: Sent) -> None:
    await two(sent)
    await sent.answer_ta1("A")
    await sent.answer_999("A")
    async with sent.office.begin(CLAIMDESK) as work:
        batch = (await work.session.scalars(select(Batch))).one()
        assert batch.state is BatchState.ACCEPTED
        assert await work.session.scalar(select(func.count(Acknowledgement.id))) == 2
    assert set(stages(await sent.claims()).values()) == {Stage.SENT}


async def test_a_file_refused_as_a_whole_brings_every_claim_back(sent: Sent) -> None:
    await two(sent)
    report = await sent.answer_ta1("R", "008")
    assert (report.rejected, len(await sent.tasks())) == (2, 2)
    assert "the receiver's id is not known there" in (await sent.tasks())[0].ask
    assert (await sent.answer_999("R")).rejected == 0
    assert set(stages(await sent.claims()).values()) == {Stage.REJECTED}


async def test_of_a_refused_batch_the_claim_in_error_is_rejected_and_the_others_go_again(sent: Sent) -> None:
    await two(sent)
    first, _ = await place_of(sent, "A2")
    error = SegmentError("NM1", first + 2, "8", "2010BA", elements=(ElementError(9, "1"),))
    report = await sent.answer_999("R", error)
    assert (report.rejected, report.sent_back) == (1, 1)
    assert stages(await sent.claims()) == {"A1": Stage.SCRUBBING, "A2": Stage.REJECTED}
    (task,) = await sent.tasks()
    assert f"Segment {first + 2}, NM109, is required and missing" in task.ask
    async with sent.office.begin(CLAIMDESK) as work:
        woken = (await work.session.scalars(select(Wake.workflow_id))).all()
        assert {f"claim:{row.id}" for row in (await sent.claims()).values()} <= set(woken)


async def test_the_claim_that_a_999_names_is_the_one(sent: Sent) -> None:
    await two(sent)
    await sent.answer_999("R", SegmentError("CLM", 0, "8", "2300", "A1"))
    assert stages(await sent.claims()) == {"A1": Stage.REJECTED, "A2": Stage.SCRUBBING}


async def test_a_fault_in_a_providers_level_is_the_fault_of_all_its_claims(sent: Sent) -> None:
    await out(sent, claim("A1"), claim("B1", billing=OAK), claim("B2", line(code="99214"), billing=OAK))
    rows = await sent.claims()
    elm_is_first = rows["A1"].practice_id < rows["B1"].practice_id
    first = min((await place_of(sent, "B1"))[0], (await place_of(sent, "B2"))[0])
    loop = "2010AA" if not elm_is_first else ""
    await sent.answer_999("R", SegmentError("N4", first - 1, "8", loop))
    assert stages(await sent.claims()) == {
        "A1": Stage.SCRUBBING,
        "B1": Stage.REJECTED,
        "B2": Stage.REJECTED,
    }


async def test_a_fault_in_the_head_is_nobodys_and_rejects_all(sent: Sent) -> None:
    await two(sent)
    report = await sent.answer_999("R", SegmentError("NM1", 3, "8", "1000A"))
    assert (report.rejected, report.sent_back) == (2, 0)


async def test_a_refusal_read_twice_brings_the_claims_back_once(sent: Sent) -> None:
    await two(sent)
    await sent.answer_ta1("R", "008")
    path = sent.folder / "answer1.ta1"
    again = await take_acknowledgements(sent.office, await stored(sent.office, sent.folder, path), path)
    assert (again.rejected, len(await sent.tasks())) == (0, 2)


async def test_what_was_refused_is_not_taken_by_a_later_word(sent: Sent) -> None:
    await two(sent)
    await sent.answer_ta1("R", "008")
    await sent.answer_999("A")
    async with sent.office.begin(CLAIMDESK) as work:
        assert (await work.session.scalars(select(Batch.state))).one() is BatchState.REJECTED

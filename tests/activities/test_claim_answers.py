"""A 277CA reaches the claims it means; only the payer's acceptance proves filing."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from activities import tasks
from activities.acknowledgements import AcknowledgementReport
from activities.actors import CLAIMDESK
from edi.acknowledgements import (
    BatchVerdict,
    ClaimVerdict,
    ProviderVerdict,
    Status,
    StatusCode,
)
from models.acknowledgements import Acknowledgement
from models.claims import Claim
from models.submissions import Submission
from rules.claims import Stage
from rules.tasks import TaskKind, TaskState
from tests.factories_acknowledgements import (
    ELM_85,
    JANE_QC,
    OAK_85,
    ON,
    TAKEN,
    US_41,
    Sent,
    out,
    stages,
    two,
)
from tests.factories_imports import OAK, claim, imported, line


async def test_the_payers_acceptance_is_the_proof_of_filing(sent: Sent) -> None:
    await two(sent)
    today = (await sent.claims())["A1"].sent_on
    report = await sent.answer_277ca(("A1", "A2:20"), icn="ICN1", received=today, on=today)
    row = (await sent.claims())["A1"]
    assert (report.accepted, report.problems, report.words) == (1, [], "1 accepted")
    assert (row.stage, row.accepted_on, row.filed_on, row.payer_claim_number) == (
        Stage.ACCEPTED,
        today,
        today,
        "ICN1",
    )
    assert row.filing_proof == f"277CA A2 {today} ICN1"
    assert row.follow_up_on >= today + timedelta(days=21)
    assert (await sent.claims())["A2"].stage is Stage.SENT


async def test_the_clearinghouses_acceptance_proves_nothing(sent: Sent) -> None:
    await two(sent)
    before = (await sent.claims())["A1"]
    report = await sent.answer_277ca(("A1", "A2:20"), ("A2", "A0:16:PR"), by_payer=False)
    row = (await sent.claims())["A1"]
    assert (report.noted, row.stage, row.filed_on) == (2, Stage.SENT, None)
    assert row.acknowledge_by == before.acknowledge_by
    async with sent.office.begin(CLAIMDESK) as work:
        kept = await work.session.execute(
            select(Acknowledgement.sender, Acknowledgement.accepted, Acknowledgement.codes)
            .where(Acknowledgement.claim_id.is_not(None))
            .order_by(Acknowledgement.segment)
        )
        assert [tuple(each) for each in kept] == [
            ("clearinghouse", True, ["A2:20"]),
            ("clearinghouse", None, ["A0:16:PR"]),
        ]


async def test_a_payer_that_only_received_it_has_not_accepted_it(sent: Sent) -> None:
    await two(sent)
    await sent.answer_277ca(("A1", "A1:19"), ("A2", "A5:20"))
    assert stages(await sent.claims()) == {"A1": Stage.SENT, "A2": Stage.SENT}


@pytest.mark.parametrize("category", ["A3", "A6", "A7", "A8"])
@pytest.mark.parametrize("by_payer", [True, False])
async def test_a_rejected_claim_comes_back_with_a_task_and_its_filing_clock_runs(
    sent: Sent, category: str, by_payer: bool
) -> None:
    await two(sent)
    report = await sent.answer_277ca(("A1", f"{category}:562:85"), by_payer=by_payer)
    row, (task,) = (await sent.claims())["A1"], await sent.tasks()
    assert (report.rejected, row.stage, row.filed_on) == (1, Stage.REJECTED, None)
    assert (task.kind, task.claim_id, task.deadline_on) == (TaskKind.FIX_REJECTION, row.id, row.file_by)
    assert f"Rejected by the {'payer' if by_payer else 'clearinghouse'}" in task.ask
    assert "an NPI is missing or wrong (562), about the billing provider" in task.ask
    assert task.detail["codes"] == [f"{category}:562:85"]


async def test_an_older_answer_of_the_clearinghouse_takes_no_acceptance_back(sent: Sent) -> None:
    await two(sent)
    today = (await sent.claims())["A1"].sent_on
    await sent.answer_277ca(("A1", "A2:20"), received=today, on=today)
    await sent.answer_277ca(("A1", "A0:16:PR"), by_payer=False)
    await sent.answer_277ca(("A1", "A7:562:85"), by_payer=False, on=today + timedelta(days=1))
    await sent.answer_277ca(("A1", "A7:562:85"), on=today)
    row = (await sent.claims())["A1"]
    assert (row.stage, row.filed_on, await sent.tasks()) == (Stage.ACCEPTED, today, [])


async def test_a_payer_that_rejects_on_a_later_day_takes_the_proof_back(sent: Sent) -> None:
    await two(sent)
    today = (await sent.claims())["A1"].sent_on
    await sent.answer_277ca(("A1", "A2:20"), received=today, on=today)
    await sent.answer_277ca(("A1", "A3:21"), on=today + timedelta(days=2))
    row = (await sent.claims())["A1"]
    assert (row.stage, row.filed_on, row.filing_proof) == (Stage.REJECTED, None, None)


async def test_a_late_proof_helps_a_claim_that_was_taken_back(sent: Sent) -> None:
    await two(sent)
    await sent.answer_277ca(("A1", "A7:562:85"), by_payer=False)
    await sent.answer_277ca(("A1", "A2:20"), icn="ICN9")
    row, (task,) = (await sent.claims())["A1"], await sent.tasks()
    assert (row.stage, row.payer_claim_number, task.state) == (Stage.ACCEPTED, "ICN9", TaskState.CANCELLED)


async def test_an_answer_to_an_earlier_sending_does_not_touch_the_new_one(sent: Sent) -> None:
    await two(sent)
    await sent.answer_277ca(("A1", "A7:562:85"))
    async with sent.office.begin(CLAIMDESK) as work:
        (row,) = await work.session.scalars(select(Claim).where(Claim.number == "A1"))
        row.stage = Stage.SCRUBBING
    await sent.send()
    await sent.answer_277ca(("A1", "A7:164:IL"), by_payer=False)
    assert (await sent.claims())["A1"].stage is Stage.SENT
    await sent.answer_277ca(("A1", "A7:164:IL"), by_payer=False, batch="2")
    assert (await sent.claims())["A1"].stage is Stage.REJECTED


async def test_a_claim_that_is_not_found_there_is_looked_for(sent: Sent) -> None:
    await two(sent)
    report = await sent.answer_277ca(("A1", "A4:35"), by_payer=False)
    (task,) = await sent.tasks()
    assert (report.not_found, task.kind) == (1, TaskKind.MISSING_ACKNOWLEDGEMENT)
    await sent.answer_277ca(("A1", "A2:20"))
    assert (await sent.tasks())[0].state is TaskState.CANCELLED


@pytest.mark.parametrize("answer", ["A7:562:85", "A4:35"])
async def test_an_answer_is_no_second_task_while_people_decide_about_the_filing_limit(
    sent: Sent, answer: str
) -> None:
    await two(sent)
    late = (await sent.claims())["A1"]
    async with sent.office.begin(CLAIMDESK) as work:
        new = tasks.for_claim(late, TaskKind.MISSED_DEADLINE, "missed", "Decide", ON)
        await tasks.give(work, new, ON)
    await sent.answer_277ca(("A1", answer), by_payer=False)
    assert [(each.kind, each.state) for each in await sent.tasks()] == [
        (TaskKind.MISSED_DEADLINE, TaskState.OPEN)
    ]


@pytest.mark.parametrize(("days", "state"), [(0, TaskState.CANCELLED), (-1, TaskState.OPEN)])
async def test_a_proof_read_late_ends_the_missed_deadline_if_it_was_in_time(
    sent: Sent, days: int, state: TaskState
) -> None:
    await two(sent)
    async with sent.office.begin(CLAIMDESK) as work:
        late = (await work.session.scalars(select(Claim).where(Claim.number == "A1"))).one()
        late.filing_limit_on = ON + timedelta(days=days)
        new = tasks.for_claim(late, TaskKind.MISSED_DEADLINE, "missed", "Decide", ON)
        await tasks.give(work, new, ON)
    await sent.answer_277ca(("A1", "A2:20"))
    assert (await sent.claims())["A1"].accepted_on == ON
    assert [(each.kind, each.state) for each in await sent.tasks()] == [(TaskKind.MISSED_DEADLINE, state)]


async def test_a_rejected_batch_rejects_every_claim(sent: Sent) -> None:
    await two(sent)
    refused = BatchVerdict(US_41, "1", (Status((StatusCode("A3", "24", "41"),), ON, "U"),))
    report = await sent.answer_277ca(by_payer=False, above=(refused,))
    assert report.rejected == 2
    assert stages(await sent.claims()) == {"A1": Stage.REJECTED, "A2": Stage.REJECTED}
    assert len(await sent.tasks()) == 2


async def test_a_rejected_provider_rejects_only_its_own_claims(sent: Sent) -> None:
    await out(sent, claim("A1"), claim("B1", billing=OAK))
    refused = ProviderVerdict(OAK_85, statuses=(Status((StatusCode("A7", "562", "85"),), ON, "U"),))
    await sent.answer_277ca(above=(BatchVerdict(US_41, "1", TAKEN), refused))
    assert stages(await sent.claims()) == {"A1": Stage.SENT, "B1": Stage.REJECTED}


async def test_two_claims_under_one_number_take_their_answers_in_turn(sent: Sent) -> None:
    await out(sent, claim("A1"), claim("A1", line(code="99214")))
    await sent.answer_277ca(("A1", "A7:562:85"), ("A1", "A2:20"))
    async with sent.office.begin(CLAIMDESK) as work:
        found = await work.session.scalars(
            select(Claim.stage).join(Submission, Submission.claim_id == Claim.id).order_by(Submission.place)
        )
        assert list(found) == [Stage.REJECTED, Stage.ACCEPTED]


async def test_a_claim_sent_before_it_came_to_us_is_found_by_number_and_provider(sent: Sent) -> None:
    day = date(2026, 11, 5)
    await imported(sent.office, sent.folder, claim("A1"), claim("B1"), sent_on=day)
    report = await sent.answer_277ca(("A1", "A2:20"), batch="THEIRS-5", received=day)
    assert (report.accepted, (await sent.claims())["A1"].filed_on) == (1, day)
    strange = (BatchVerdict(US_41, "THEIRS-5", TAKEN), ProviderVerdict(OAK_85, statuses=TAKEN))
    assert (await sent.answer_277ca(("B1", "A2:20"), above=strange)).accepted == 0


async def test_of_a_rejection_only_the_codes_that_reject_are_told(sent: Sent) -> None:
    await two(sent)
    mixed = Status((StatusCode("A7", "562", "85"), StatusCode("A1", "19")), ON, "U", Decimal(100))
    refused = ClaimVerdict("A1", JANE_QC, (mixed,))
    await sent.answer_277ca(above=(BatchVerdict(US_41, "1", TAKEN), refused))
    (task,) = await sent.tasks()
    assert task.detail["codes"] == ["A7:562:85"]


async def test_a_rejection_of_claims_nobody_here_sent_is_a_problem_of_the_file(sent: Sent) -> None:
    refused = ProviderVerdict(OAK_85, statuses=(Status((StatusCode("A7", "562", "85"),), ON, "U"),))
    report = await sent.answer_277ca(above=(BatchVerdict(US_41, "77", TAKEN), refused))
    assert "Rejects claims that nobody here has sent." in [each.text for each in report.problems]


async def test_claims_of_one_number_sent_elsewhere_are_told_apart_by_day_and_charge_or_not_at_all(
    sent: Sent,
) -> None:
    early, late = date(2026, 11, 2), date(2026, 11, 3)
    same = [claim("C1"), claim("C1", line(charge="70")), claim("C1", line(charge="80", service_from=late))]
    await imported(sent.office, sent.folder, *same, sent_on=date(2026, 11, 5))

    async def answered(day: date, amount: int) -> AcknowledgementReport:
        accepted = (Status((StatusCode("A2", "20"),), ON, "WQ", Decimal(amount)),)
        verdict = ClaimVerdict("C1", JANE_QC, accepted, service_from=day)
        head = (BatchVerdict(US_41, "THEIRS", TAKEN), ProviderVerdict(ELM_85, statuses=TAKEN))
        return await sent.answer_277ca(above=(*head, verdict), batch="THEIRS")

    assert (await answered(early, 999)).accepted == 0
    assert (await answered(late, 999)).accepted == 1
    assert (await answered(early, 70)).accepted == 1
    async with sent.office.begin(CLAIMDESK) as work:
        accepted = select(Claim.charge).where(Claim.stage == Stage.ACCEPTED).order_by(Claim.charge)
        assert list(await work.session.scalars(accepted)) == [Decimal(70), Decimal(80)]


async def test_the_acceptance_of_an_earlier_sending_proves_filing_and_moves_nothing(sent: Sent) -> None:
    await two(sent)
    await sent.answer_277ca(("A1", "A7:562:85"))
    async with sent.office.begin(CLAIMDESK) as work:
        (row,) = await work.session.scalars(select(Claim).where(Claim.number == "A1"))
        row.stage = Stage.SCRUBBING
    await sent.send()
    await sent.answer_277ca(("A1", "A2:20"))
    row = (await sent.claims())["A1"]
    assert (row.stage, row.filed_on is None, row.accepted_on) == (Stage.SENT, False, None)

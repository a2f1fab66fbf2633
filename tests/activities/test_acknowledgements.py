"""Answers reach the claims they mean; only the payer's acceptance proves filing; nothing goes backwards."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select

from activities.acknowledgements import AcknowledgementReport, take_acknowledgements
from activities.actors import CLAIMDESK
from activities.scrubbing import scrub_claim
from activities.submissions import CLEARINGHOUSE, make_batch
from activities.transactions import Office
from edi.acknowledgements import (
    BatchVerdict,
    ClaimVerdict,
    ElementError,
    GroupAcknowledgement,
    InterchangeAcknowledgement,
    ProviderVerdict,
    Report,
    ReportEnd,
    SegmentError,
    SetVerdict,
    Status,
    StatusCode,
)
from edi.acknowledgements_writing import write_acknowledgements
from edi.claim_acknowledgements_writing import write_277ca
from edi.claims import ProfessionalClaim
from edi.envelope import Group, Interchange
from edi.parties import Party
from models.acknowledgements import Acknowledgement
from models.claims import Claim
from models.outbox import Wake
from models.submissions import Batch, BatchState, Submission
from models.tasks import Task
from rules.claims import Stage
from rules.errors import Unreadable
from rules.tasks import TaskKind, TaskState
from tests.activities.test_submissions import US
from tests.factories_imports import OAK, SAMPLES, claim, imported, line, raw_files, stored

ON, AT = date(2026, 11, 20), time(8)
ENVELOPE = Interchange("HOUSE1", "DESK", "000000007", ON, AT)
US_41 = Party("CLAIMDESK", is_person=False, id="DESK", id_kind="46")
ELM_85 = Party("ELM STREET FAMILY CARE", is_person=False, id="1234567893", id_kind="XX")
OAK_85 = Party("OAK CLINIC", is_person=False, id="1999996667", id_kind="XX")
JANE_QC = Party("DOE", "JANE", id="MEMBER1", id_kind="MI")
HOUSE_AY = Party("HOUSE", is_person=False, id="HOUSE1", id_kind="46")
PAYER_PR = Party("PRACTICE PAYER", is_person=False, id="PAYER1", id_kind="PI")
TAKEN = (Status((StatusCode("A1", "19"),), ON, "WQ", Decimal(100)),)


class Sent:
    """Claims of one batch, and the files that answer it."""

    def __init__(self, office: Office, folder: Path) -> None:
        self.office, self.folder, self.files = office, folder, 0

    async def claims(self) -> dict[str, Claim]:
        async with self.office.begin(CLAIMDESK) as work:
            return {each.number: each for each in await work.session.scalars(select(Claim))}

    async def tasks(self) -> list[Task]:
        async with self.office.begin(CLAIMDESK) as work:
            return list(await work.session.scalars(select(Task).order_by(Task.id)))

    async def send(self) -> None:
        """Check what is to be checked and put the ready ones into a batch."""
        async with self.office.begin(CLAIMDESK) as work:
            ids = list(await work.session.scalars(select(Claim.id)))
        for claim_id in ids:
            await scrub_claim(self.office, claim_id)
        await make_batch(self.office, CLEARINGHOUSE, raw_files(self.folder), US)

    async def take(self, data: bytes, kind: str) -> AcknowledgementReport:
        self.files += 1
        path = self.folder / f"answer{self.files}.{kind}"
        path.write_bytes(data)
        return await take_acknowledgements(self.office, await stored(self.office, self.folder, path), path)

    async def answer_999(self, code: str, *errors: SegmentError, batch: str = "1") -> AcknowledgementReport:
        verdict = SetVerdict("837", batch.zfill(4), code, "005010X222A1", ("5",) if errors else (), errors)
        group = Group("FA", "HOUSE1", "DESK", "7", "005010X231A1", ON, AT)
        answer = GroupAcknowledgement(ENVELOPE, group, "0001", "HC", batch, code, (verdict,), "005010X222A1")
        return await self.take(write_acknowledgements([answer]), "999")

    async def answer_ta1(self, code: str, note: str = "000", batch: str = "1") -> AcknowledgementReport:
        answer = InterchangeAcknowledgement(ENVELOPE, batch.zfill(9), ON, AT, code, note)
        return await self.take(write_acknowledgements([answer]), "ta1")

    async def answer_277ca(
        self,
        *said: tuple[str, str],
        by_payer: bool = True,
        batch: str = "1",
        icn: str | None = None,
        received: date | None = None,
        above: Sequence[BatchVerdict | ProviderVerdict] = (),
        on: date = ON,
    ) -> AcknowledgementReport:
        """One report; each of `said` is a claim number and its "category:status:entity"."""
        source = PAYER_PR if by_payer else HOUSE_AY
        group = Group("HN", "HOUSE1", "DESK", "7", "005010X214", ON, AT)
        head = Report(ENVELOPE, group, "0001", "R1", on, AT, source, by_payer, "1", received, on)
        over = above or (BatchVerdict(US_41, batch, TAKEN), ProviderVerdict(ELM_85, statuses=TAKEN))
        verdicts = [
            ClaimVerdict(
                number, JANE_QC, (Status((StatusCode(*code.split(":")),), on, "WQ", Decimal(100)),), icn
            )
            for number, code in said
        ]
        pieces = [head, *over, *verdicts, ReportEnd(len(verdicts))]
        return await self.take(write_277ca(pieces), "277")


@pytest.fixture
def sent(office: Office, tmp_path: Path) -> Sent:
    return Sent(office, tmp_path)


async def two(sent: Sent) -> None:
    """A1 and A2 of Elm Street are out."""
    await out(sent, claim("A1"), claim("A2", line(code="99214")))


async def out(sent: Sent, *claims: ProfessionalClaim) -> None:
    await imported(sent.office, sent.folder, *claims)
    await sent.send()


def stages(claims: dict[str, Claim]) -> dict[str, Stage]:
    return {number: row.stage for number, row in claims.items()}


async def place_of(sent: Sent, number: str) -> tuple[int, int]:
    async with sent.office.begin(CLAIMDESK) as work:
        joined = select(Submission.first_segment, Submission.last_segment).join(
            Claim, Claim.id == Submission.claim_id
        )
        return tuple((await work.session.execute(joined.where(Claim.number == number))).one())


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


async def test_the_same_answer_again_changes_nothing(sent: Sent) -> None:
    await two(sent)
    first = await sent.answer_277ca(("A1", "A7:562:85"), ("A2", "A2:20"))
    path = sent.folder / "answer1.277"
    file_id = await stored(sent.office, sent.folder, path)
    again = await take_acknowledgements(sent.office, file_id, path)
    assert (first.words, again.words) == ("1 accepted, 1 rejected", "nothing new")
    assert len(await sent.tasks()) == 1
    async with sent.office.begin(CLAIMDESK) as work:
        assert await work.session.scalar(select(func.count(Acknowledgement.id))) == 3


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


async def test_answers_to_strangers_are_problems_of_the_file(sent: Sent) -> None:
    await two(sent)
    report = await sent.answer_277ca(("X9", "A2:20"), batch="77")
    assert [each.text for each in report.problems] == [
        "Answers a batch that nobody here has sent.",
        "Answers a claim that nobody here has sent.",
    ]
    assert [each.text for each in (await sent.answer_999("A", batch="77")).problems] == [
        "Answers file 77, which nobody here has sent."
    ]


async def test_a_claim_sent_before_it_came_to_us_is_found_by_number_and_provider(sent: Sent) -> None:
    day = date(2026, 11, 5)
    await imported(sent.office, sent.folder, claim("A1"), claim("B1"), sent_on=day)
    report = await sent.answer_277ca(("A1", "A2:20"), batch="THEIRS-5", received=day)
    assert (report.accepted, (await sent.claims())["A1"].filed_on) == (1, day)
    strange = (BatchVerdict(US_41, "THEIRS-5", TAKEN), ProviderVerdict(OAK_85, statuses=TAKEN))
    assert (await sent.answer_277ca(("B1", "A2:20"), above=strange)).accepted == 0


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


async def test_a_file_that_is_no_x12_is_unreadable(sent: Sent) -> None:
    with pytest.raises(Unreadable):
        await sent.take(b"nothing of the kind", "999")


@pytest.mark.skipif(not SAMPLES.exists(), reason="the sample files are not here")
@pytest.mark.parametrize(
    ("name", "problems"),
    [
        ("277ca/imsweb_accepted.277", 2),
        ("277ca/imsweb_rejected.277", 2),
        ("999/imsweb_accepted.999", 1),
        ("999/imsweb_rejected.999", 1),
        ("999/stupidedi_X231A1_pass_response-to-functional-group-containing-3-837s.999", 1),
    ],
)
async def test_sample_answers_to_others_change_nothing_and_say_so(
    sent: Sent, name: str, problems: int
) -> None:
    await two(sent)
    report = await sent.take((SAMPLES / name).read_bytes(), "sample")
    assert (report.words, len(report.problems)) == ("nothing new", problems)
    assert set(stages(await sent.claims()).values()) == {Stage.SENT}

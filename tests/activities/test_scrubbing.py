"""Clean claims become ready, others wait with one task that says what to mend."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from activities.actors import CLAIMDESK
from activities.scrubbing import scrub_claim
from activities.tasks import for_claim, give
from activities.transactions import Office
from edi.claims import Insured, OtherPayer, Payer
from edi.parties import Party
from edi.services import Provider, Role
from models.claims import Claim
from models.outbox import Wake
from models.payers import Payer as PayerRow
from models.tasks import Task
from rules.claims import Stage
from rules.tasks import TaskKind, TaskState
from tests.factories_imports import JANE, claim, imported, line


async def claim_ids(office: Office) -> list[UUID]:
    async with office.begin(CLAIMDESK) as work:
        return list(await work.session.scalars(select(Claim.id).order_by(Claim.id)))


async def tasks_of(office: Office) -> list[Task]:
    async with office.begin(CLAIMDESK) as work:
        return list(await work.session.scalars(select(Task).order_by(Task.id)))


async def codes(office: Office) -> list[str]:
    return [each["code"] for each in (await tasks_of(office))[-1].detail["findings"]]


async def test_a_clean_claim_is_ready_and_wakes_the_sender(office: Office, tmp_path: Path) -> None:
    await imported(office, tmp_path, claim())
    (only,) = await claim_ids(office)
    look = await scrub_claim(office, only)
    assert (look.stage, await tasks_of(office)) == (Stage.READY, [])
    async with office.begin(CLAIMDESK) as work:
        assert "submission:clearinghouse" in (await work.session.scalars(select(Wake.workflow_id))).all()


async def test_a_claim_with_faults_waits_with_one_task_that_lists_them(
    office: Office, tmp_path: Path
) -> None:
    nobody = replace(JANE, name=replace(JANE.name, id=""))
    await imported(office, tmp_path, claim(charge=Decimal(500), subscriber=nobody))
    (only,) = await claim_ids(office)
    look = await scrub_claim(office, only)
    (task,) = await tasks_of(office)
    assert (look.stage, task.kind, task.money) == (Stage.HELD, TaskKind.FIX_CLAIM, Decimal(100))
    assert await codes(office) == ["CL-01", "CV-01"]
    assert set(task.detail["findings"][0]) == {"code", "text", "hint", "field", "line"}
    assert "DOE" not in str(task.detail) + task.ask
    assert look.climb_at is not None


async def test_faults_are_no_second_task_while_people_decide_about_the_filing_limit(
    office: Office, tmp_path: Path
) -> None:
    await imported(office, tmp_path, claim(diagnoses=()))
    (only,) = await claim_ids(office)
    async with office.begin(CLAIMDESK) as work:
        late, today = await work.session.get_one(Claim, only), work.now.date()
        await give(work, for_claim(late, TaskKind.MISSED_DEADLINE, "missed", "Decide", today), today)
    assert (await scrub_claim(office, only)).stage is Stage.HELD
    assert [each.kind for each in await tasks_of(office)] == [TaskKind.MISSED_DEADLINE]


async def test_scrubbing_again_only_looks(office: Office, tmp_path: Path) -> None:
    await imported(office, tmp_path, claim(diagnoses=()))
    (only,) = await claim_ids(office)
    first, again = await scrub_claim(office, only), await scrub_claim(office, only)
    assert (first.stage, again.stage, len(await tasks_of(office))) == (Stage.HELD, Stage.HELD, 1)


async def test_what_is_mended_withdraws_the_task(office: Office, tmp_path: Path) -> None:
    await imported(office, tmp_path, claim(diagnoses=()))
    (only,) = await claim_ids(office)
    await scrub_claim(office, only)
    async with office.begin(CLAIMDESK) as work:
        row = await work.session.get_one(Claim, only)
        row.form = {**row.form, "diagnoses": ["J209"]}
        row.stage = Stage.SCRUBBING
    look = await scrub_claim(office, only)
    (task,) = await tasks_of(office)
    assert (look.stage, task.state) == (Stage.READY, TaskState.CANCELLED)


async def test_of_two_claims_for_the_same_the_second_is_held(office: Office, tmp_path: Path) -> None:
    await imported(office, tmp_path, claim("A1"), claim("A2"), claim("A3", line(code="99214")))
    for each in await claim_ids(office):
        await scrub_claim(office, each)
    async with office.begin(CLAIMDESK) as work:
        stages = dict(list(await work.session.execute(select(Claim.number, Claim.stage))))
    assert sorted([stages["A1"], stages["A2"]]) == [Stage.HELD, Stage.READY]
    assert stages["A3"] is Stage.READY
    assert await codes(office) == ["CL-04"]


async def test_the_payers_card_is_asked(office: Office, tmp_path: Path) -> None:
    async with office.begin(CLAIMDESK) as work:
        card = PayerRow(
            payer_id="PAYER1", name="Practice", member_id_pattern=r"[A-Z]{3}\d{6}", needs_referring=True
        )
        work.session.add(card)
    doctor = Provider(Role.RENDERING, Party("WHITE", "ANN", id="1234567890", id_kind="XX"))
    await imported(office, tmp_path, claim(providers=(doctor,)))
    (only,) = await claim_ids(office)
    await scrub_claim(office, only)
    assert await codes(office) == ["CV-02", "PV-02", "PV-09"]


async def test_the_money_of_an_earlier_payer_must_add_up(office: Office, tmp_path: Path) -> None:
    insured = Insured(Party("DOE", "JANE", id="M", id_kind="MI"))
    before = OtherPayer(Payer("FIRST PAYER", "FIRST"), insured, "P", paid=Decimal(30))
    after = replace(before, payer=Payer("THIRD", "THIRD"), responsibility="T", paid=None)
    second = replace(JANE, responsibility="S")
    await imported(office, tmp_path, claim(subscriber=second, other_payers=(before, after)))
    (only,) = await claim_ids(office)
    await scrub_claim(office, only)
    assert await codes(office) == ["CB-03"]


async def test_an_assumed_limit_that_passed_holds_no_claim_but_a_known_one_does(
    office: Office, tmp_path: Path
) -> None:
    async with office.begin(CLAIMDESK) as work:
        work.session.add(PayerRow(payer_id="TEXAS", name="Texas", filing_rule="tx-medicaid-initial"))
    old = line(service_from=date.today() - timedelta(days=300))  # noqa: DTZ011 - any day long ago
    known = claim("A2", old, payer=Payer("TEXAS", "TEXAS"))
    await imported(office, tmp_path, claim("A1", old), known)
    stages = [(await scrub_claim(office, each)).stage for each in await claim_ids(office)]
    assert sorted(stages) == [Stage.HELD, Stage.READY]
    assert await codes(office) == ["CL-07"]

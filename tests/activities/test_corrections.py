"""A correction changes form, rows and money as one, once, and only while the claim is ours."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from activities.actors import CLAIMDESK
from activities.batch_files import head, outgoing, write
from activities.claim_forms import claim_of
from activities.corrections import CorrectClaim, LineCorrection, correct_claim
from activities.imports import import_claims
from activities.ledger import ledger_of_claim
from activities.scrubbing import scrub_claim
from activities.transactions import Office
from edi.claim_files import read_837
from edi.claims import Patient, ProfessionalClaim
from edi.parties import Party
from edi.services import Provider, Role
from models.audit import AuditEvent
from models.claims import Claim, ClaimLine
from models.ledger import Account
from models.patients import Coverage
from models.patients import Patient as PatientRow
from models.tasks import Task
from rules.claims import Stage
from rules.errors import Conflict, Refusal, Stale, Unknown
from tests.factories_imports import JANE, SAMPLES, US, claim, imported, line, stored


async def the_claim(office: Office) -> Claim:
    async with office.begin(CLAIMDESK) as work:
        return (await work.session.scalars(select(Claim))).one()


async def correct(office: Office, **changes: object) -> Claim:
    row = await the_claim(office)
    version = await correct_claim(office, CLAIMDESK, CorrectClaim(uuid4(), row.id, row.version, **changes))
    after = await the_claim(office)
    assert after.version == version > row.version
    return after


async def test_every_field_reaches_the_form(office: Office, tmp_path: Path) -> None:
    await imported(office, tmp_path, claim("A1", line(1), line(2, code="99214")))
    row = await correct(
        office,
        member_id=" NEW1 ",
        birth_date=date(1981, 2, 3),
        sex="M",
        diagnoses=("e11.9", "I10"),
        referring_npi="1234567893",
        referring_name="White, Ann",
        prior_authorization="AUTH1",
        payer_claim_number="ICN1",
        place="22",
        delay_reason="7",
        billing_zip="78701-0009",
        lines=(
            LineCorrection(
                2, "99215", ("25",), (2, 1), Decimal(2), Decimal(70), date(2026, 11, 1), date(2026, 11, 3)
            ),
        ),
    )
    form = claim_of(row.form)
    assert (form.subscriber.name.id, form.subscriber.born_on, form.subscriber.sex) == (
        "NEW1",
        date(1981, 2, 3),
        "M",
    )
    assert (form.diagnoses, form.place, form.delay_reason) == (("E119", "I10"), "22", "7")
    assert (form.prior_authorization, form.payer_claim_number) == ("AUTH1", "ICN1")
    doctor = form.provider(Role.REFERRING)
    assert doctor is not None
    assert (doctor.name.full_name, doctor.name.npi) == ("Ann White", "1234567893")
    assert form.billing.address is not None
    assert form.billing.address.zip == "787010009"
    assert (form.lines[1].procedure.code, form.lines[1].units, form.charge) == (
        "99215",
        Decimal(2),
        Decimal(170),
    )


async def test_columns_lines_and_coverage_follow_the_form(office: Office, tmp_path: Path) -> None:
    await imported(office, tmp_path, claim("A1"))
    row = await correct(office, member_id="NEW1", lines=(LineCorrection(1, charge=Decimal(80)),))
    async with office.begin(CLAIMDESK) as work:
        (charged,) = await work.session.scalars(select(ClaimLine.charge))
        members = list(await work.session.scalars(select(Coverage.member_id).order_by(Coverage.id)))
        mine = await work.session.get_one(Coverage, row.coverage_id)
    assert (row.charge, charged, members, mine.member_id) == (
        Decimal(80),
        Decimal(80),
        ["MEMBER1", "NEW1"],
        "NEW1",
    )


async def test_charges_are_posted_anew_and_the_claim_owes_the_new_amount(
    office: Office, tmp_path: Path
) -> None:
    await imported(office, tmp_path, claim("A1"))
    for charge in (Decimal(80), Decimal(120)):
        row = await correct(office, lines=(LineCorrection(1, charge=charge),))
        async with office.begin(CLAIMDESK) as work:
            money = await ledger_of_claim(work.session, row.id)
        assert (money[Account.INSURANCE], money[Account.CHARGES], row.open_amount) == (
            charge,
            -charge,
            charge,
        )


async def test_a_total_that_was_wrong_is_mended_without_touching_the_lines(
    office: Office, tmp_path: Path
) -> None:
    await imported(office, tmp_path, claim("A1", charge=Decimal(500)))
    row = await correct(office, charge=Decimal(100))
    assert (row.charge, row.open_amount) == (Decimal(100), Decimal(100))


async def test_other_dates_move_the_deadline_its_tasks_and_their_snoozes(
    office: Office, tmp_path: Path
) -> None:
    await imported(office, tmp_path, claim("A1", diagnoses=()))
    await scrub_claim(office, (await the_claim(office)).id)
    async with office.begin(CLAIMDESK) as work:
        task = (await work.session.scalars(select(Task))).one()
        task.snoozed_until = task.deadline_on
    early = date(2026, 10, 1)
    row = await correct(office, lines=(LineCorrection(1, service_from=early),))
    async with office.begin(CLAIMDESK) as work:
        task = (await work.session.scalars(select(Task))).one()
        moved = select(AuditEvent.detail).where(AuditEvent.action == "moved the filing deadline")
        (told,) = await work.session.scalars(moved)
    assert row.filing_limit_on == early + timedelta(days=90)
    assert task.deadline_on == task.snoozed_until == row.file_by
    assert told == {"before": "2027-01-31", "after": "2026-12-30"}


async def test_the_trail_names_the_fields_and_never_their_values(office: Office, tmp_path: Path) -> None:
    await imported(office, tmp_path, claim("A1"))
    await correct(office, member_id="SECRET9", lines=(LineCorrection(1, units=Decimal(2)),))
    async with office.begin(CLAIMDESK) as work:
        (detail,) = await work.session.scalars(
            select(AuditEvent.detail).where(AuditEvent.action == "corrected")
        )
    assert detail == {"fields": ["member id", "line 1 units"]}


async def test_the_same_key_corrects_once(office: Office, tmp_path: Path) -> None:
    await imported(office, tmp_path, claim("A1"))
    row = await the_claim(office)
    said = CorrectClaim(uuid4(), row.id, row.version, lines=(LineCorrection(1, charge=Decimal(80)),))
    first, again = await correct_claim(office, CLAIMDESK, said), await correct_claim(office, CLAIMDESK, said)
    assert first == again


async def test_of_two_people_the_second_is_told(office: Office, tmp_path: Path) -> None:
    await imported(office, tmp_path, claim("A1"))
    row = await the_claim(office)
    await correct(office, place="22")
    with pytest.raises(Stale, match="Someone else"):
        await correct_claim(office, CLAIMDESK, CorrectClaim(uuid4(), row.id, row.version, place="12"))


async def test_a_claim_that_the_payer_has_is_not_corrected(office: Office, tmp_path: Path) -> None:
    await imported(office, tmp_path, claim("A1"), sent_on=date(2026, 11, 5))
    with pytest.raises(Conflict, match="payer has this claim"):
        await correct(office, place="22")


async def test_a_correction_says_something_about_lines_that_exist(office: Office, tmp_path: Path) -> None:
    await imported(office, tmp_path, claim("A1"))
    with pytest.raises(Refusal, match="Nothing was changed"):
        await correct(office)
    with pytest.raises(Unknown, match="no line 7"):
        await correct(office, lines=(LineCorrection(7, units=Decimal(2)),))


async def test_a_ready_claim_that_is_corrected_is_checked_again(office: Office, tmp_path: Path) -> None:
    await imported(office, tmp_path, claim("A1"))
    await scrub_claim(office, (await the_claim(office)).id)
    assert (await correct(office, place="22")).stage is Stage.SCRUBBING


async def test_a_childs_birth_date_is_the_patients_and_not_the_subscribers(
    office: Office, tmp_path: Path
) -> None:
    child = Patient(Party("DOE", "TIM"), "19", JANE.address, None, "M")
    await imported(office, tmp_path, claim("A1", patient=child))
    form = claim_of((await correct(office, birth_date=date(2019, 5, 5))).form)
    assert form.patient is not None
    assert (form.patient.born_on, form.subscriber.born_on) == (date(2019, 5, 5), JANE.born_on)
    async with office.begin(CLAIMDESK) as work:
        assert (await work.session.scalars(select(PatientRow.birth_date))).one() == date(2019, 5, 5)


@pytest.mark.skipif(not SAMPLES.exists(), reason="the sample files are not here")
async def test_a_form_that_was_read_broken_goes_out_mended(office: Office, tmp_path: Path) -> None:
    path = SAMPLES / "837p/imsweb_valid.837"
    await import_claims(office, CLAIMDESK, await stored(office, tmp_path, path), path, None)
    async with office.begin(CLAIMDESK) as work:
        row = (await work.session.scalars(select(Claim).order_by(Claim.id))).first()
    assert row is not None
    mended = CorrectClaim(uuid4(), row.id, row.version, diagnoses=("J20.9",), charge=Decimal(12))
    await correct_claim(office, CLAIMDESK, mended)
    async with office.begin(CLAIMDESK) as work:
        after = await work.session.get_one(Claim, row.id)
        data = write(head(US, 1, work.now), [outgoing(after)])
    (read,) = (each for each in read_837(data) if isinstance(each, ProfessionalClaim))
    assert (read.diagnoses, read.charge, read.is_sound) == (("J209",), Decimal(12), True)


@pytest.mark.parametrize(
    ("changes", "name", "npi"),
    [
        ({"referring_npi": "1234567893"}, "AL STORK", "1234567893"),
        ({"referring_name": "White, Ann"}, "Ann White", "1003000126"),
    ],
)
async def test_a_referring_provider_is_mended_in_part_and_stays_one(
    office: Office, tmp_path: Path, changes: dict[str, str], name: str, npi: str
) -> None:
    stork = Provider(Role.REFERRING, Party("STORK", "AL", id="1003000126", id_kind="XX"))
    await imported(office, tmp_path, claim("A1", providers=(stork,)))
    form = claim_of((await correct(office, **changes)).form)
    assert [(each.name.full_name, each.name.npi) for each in form.providers] == [(name, npi)]


async def test_only_tasks_that_ran_against_the_old_deadline_follow_the_new_one(
    office: Office, tmp_path: Path
) -> None:
    await imported(office, tmp_path, claim("A1", diagnoses=()))
    await scrub_claim(office, (await the_claim(office)).id)
    own = date(2026, 12, 24)
    async with office.begin(CLAIMDESK) as work:
        task = (await work.session.scalars(select(Task))).one()
        task.deadline_on = own
    await correct(office, lines=(LineCorrection(1, service_from=date(2026, 10, 1)),))
    async with office.begin(CLAIMDESK) as work:
        assert (await work.session.scalars(select(Task.deadline_on))).one() == own


async def test_a_date_that_moves_no_limit_leaves_the_tasks_alone(office: Office, tmp_path: Path) -> None:
    await imported(office, tmp_path, claim("A1", line(1), line(2, code="99214")))
    before = await the_claim(office)
    row = await correct(office, lines=(LineCorrection(2, service_from=date(2026, 11, 3)),))
    assert (row.filing_limit_on, row.file_by) == (before.filing_limit_on, before.file_by)
    async with office.begin(CLAIMDESK) as work:
        moved = select(AuditEvent).where(AuditEvent.action == "moved the filing deadline")
        assert (await work.session.scalars(moved)).all() == []

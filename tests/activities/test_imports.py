"""Claims come in once each, and a bad one keeps no other out."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from activities.actors import CLAIMDESK, Actor
from activities.claim_forms import claim_of
from activities.imports import import_claims
from activities.ledger import journal_total, ledger_of_claim
from activities.transactions import Office
from edi.adjustments import Adjustment, Procedure
from edi.claims import Insured, OtherPayer, Patient, Payer, ProfessionalClaim
from edi.parties import Party
from edi.services import LinePayment
from models.audit import AuditEvent
from models.base import Base
from models.claims import Claim, ClaimLine
from models.ledger import Account
from models.outbox import Wake
from models.patients import Coverage
from models.patients import Patient as PatientRow
from models.payers import Payer as PayerRow
from models.practices import Practice
from models.users import Membership, User
from rules.claims import Stage, Turn
from rules.errors import Unknown, Unreadable
from tests.factories_imports import ELM, JANE, OAK, SAMPLES, claim, claims_file, imported, line, stored

Row = TypeVar("Row", bound=Base)
needs_samples = pytest.mark.skipif(not SAMPLES.exists(), reason="the sample files are not here")


async def all_of(office: Office, kind: type[Row]) -> list[Row]:
    async with office.begin(CLAIMDESK) as work:
        return list(await work.session.scalars(select(kind)))


async def the_claim(office: Office) -> Claim:
    (only,) = await all_of(office, Claim)
    return only


async def test_a_claim_comes_in_with_everybody_it_names(office: Office, tmp_path: Path) -> None:
    report = await imported(office, tmp_path, claim("A1", line(1, "100"), line(2, "50")))
    row = await the_claim(office)
    assert (report.taken, report.refused, report.words) == (1, 0, "1 taken, 1 new practice, 1 new payer")
    assert (row.stage, row.turn) == (Stage.SCRUBBING, Turn.OURS)
    assert (row.number, row.access_class) == ("A1", "unknown/TX")
    assert claim_of(row.form).patient_control_number == "A1"
    assert [each.charge for each in await all_of(office, ClaimLine)] == [Decimal(100), Decimal(50)]
    (patient,), (coverage,) = await all_of(office, PatientRow), await all_of(office, Coverage)
    assert (row.patient_id, row.coverage_id) == (patient.id, coverage.id)


async def test_its_charges_are_posted_and_its_workflow_is_woken(office: Office, tmp_path: Path) -> None:
    await imported(office, tmp_path, claim("A1", line(1, "100"), line(2, "50")))
    row = await the_claim(office)
    async with office.begin(CLAIMDESK) as work:
        money = await ledger_of_claim(work.session, row.id)
        assert money == {Account.INSURANCE: Decimal(150), Account.CHARGES: Decimal(-150)}
        woken = await work.session.scalars(select(Wake.workflow_id))
        assert f"claim:{row.id}" in woken.all()
    assert (row.open_amount, row.version) == (Decimal(150), 1)


async def test_a_payer_without_a_rule_gets_the_assumed_limit(office: Office, tmp_path: Path) -> None:
    await imported(office, tmp_path, claim())
    row = await the_claim(office)
    assert (row.filing_rule, row.filing_assumed) == ("assumed-initial", True)
    assert (row.filing_limit_on, row.file_by) == (date(2027, 1, 31), date(2027, 1, 29))
    assert row.filing_reasons


async def test_the_rule_on_the_payers_card_holds(office: Office, tmp_path: Path) -> None:
    async with office.begin(CLAIMDESK) as work:
        card = PayerRow(payer_id="PAYER1", name="Texas Medicaid", filing_rule="tx-medicaid-initial")
        work.session.add(card)
    report = await imported(office, tmp_path, claim())
    row = await the_claim(office)
    assert (row.filing_rule, row.filing_assumed) == ("tx-medicaid-initial-service", False)
    assert report.new_payers == []


async def test_a_new_practice_gets_the_time_zone_of_its_state_and_the_report_says_so(
    office: Office, tmp_path: Path
) -> None:
    report = await imported(office, tmp_path, claim())
    assert report.new_practices == [
        "ELM STREET FAMILY CARE (NPI 1234567893, America/Chicago, assumed from TX)"
    ]
    assert report.new_payers == ["PRACTICE PAYER (PAYER1)"]


async def test_the_same_file_again_changes_nothing(office: Office, tmp_path: Path) -> None:
    claims = [claim(f"A{number}") for number in range(3)]
    first = await imported(office, tmp_path, *claims)
    again = await imported(office, tmp_path, *claims)
    assert (first.taken, again.taken, again.known) == (3, 0, 3)
    assert again.practices == first.practices
    assert len(await all_of(office, Claim)) == 3


async def test_two_claims_for_one_person_share_patient_and_coverage(office: Office, tmp_path: Path) -> None:
    shouted = replace(JANE, name=replace(JANE.name, last="Doe", first="jane"))
    await imported(office, tmp_path, claim("A1"), claim("A2"))
    await imported(office, tmp_path, claim("A3", subscriber=shouted))
    assert len(await all_of(office, PatientRow)) == len(await all_of(office, Coverage)) == 1


async def test_a_child_is_the_patient_on_its_parents_policy(office: Office, tmp_path: Path) -> None:
    child = Patient(Party("DOE", "TIM"), "19", JANE.address, date(2019, 5, 5), "M")
    subscriber = replace(JANE, relation="")
    await imported(office, tmp_path, claim("A1", subscriber=subscriber, patient=child))
    (patient,) = await all_of(office, PatientRow)
    assert (patient.first_name, patient.birth_date) == ("TIM", date(2019, 5, 5))


async def test_the_same_person_at_two_practices_is_two_patients(office: Office, tmp_path: Path) -> None:
    await imported(office, tmp_path, claim("A1"), claim("A2", billing=OAK))
    assert len(await all_of(office, PatientRow)) == 2


async def test_a_claim_that_is_out_already_waits_for_its_answer(office: Office, tmp_path: Path) -> None:
    await imported(office, tmp_path, claim(), sent_on=date(2026, 11, 5))
    row = await the_claim(office)
    assert (row.stage, row.turn) == (Stage.SENT, Turn.PAYER)
    assert (row.sent_on, row.acknowledge_by) == (date(2026, 11, 5), date(2026, 11, 9))


async def test_what_the_first_payer_settled_is_not_owed_by_the_second(office: Office, tmp_path: Path) -> None:
    cut, owed = Adjustment("CO", "45", Decimal(85)), Adjustment("PR", "2", Decimal(75))
    decided = LinePayment("FIRST", Decimal(340), Procedure("99213"), adjustments=(cut, owed))
    before = OtherPayer(
        Payer("FIRST PAYER", "FIRST"),
        Insured(Party("DOE", "JANE", id="M", id_kind="MI")),
        "P",
        paid=Decimal(340),
    )
    second = replace(JANE, responsibility="S")
    services = line(1, "500", payments=(decided,))
    await imported(office, tmp_path, claim("A1", services, subscriber=second, other_payers=(before,)))
    assert (await the_claim(office)).open_amount == Decimal(75)


async def test_a_broken_claim_is_refused_with_its_segment_and_the_others_come_in(
    office: Office, tmp_path: Path
) -> None:
    path = claims_file(tmp_path, claim("A1"), claim("A2"), claim("A3"))
    path.write_bytes(path.read_bytes().replace(b"CLM*A2*100*", b"CLM*A2*1OO*"))
    report = await import_claims(office, CLAIMDESK, await stored(office, tmp_path, path), path, None)
    assert (report.taken, report.refused) == (2, 1)
    (problem,) = report.problems
    assert (problem.segment > 0, "CLM02" in problem.text) == (True, True)
    assert {each.number for each in await all_of(office, Claim)} == {"A1", "A3"}


async def test_a_claim_that_cannot_be_placed_in_time_is_refused(office: Office, tmp_path: Path) -> None:
    late = claim("A1", line(service_from=date(9999, 12, 31)))
    report = await imported(office, tmp_path, late, claim("A2", line(service_from=None)))
    assert (report.taken, report.refused) == (0, 2)


async def test_a_claim_of_a_provider_without_an_npi_is_refused(office: Office, tmp_path: Path) -> None:
    nameless = replace(ELM, name=replace(ELM.name, id="", id_kind=""))
    report = await imported(office, tmp_path, claim(billing=nameless))
    assert "no NPI" in report.problems[0].text


async def test_a_form_that_does_not_add_up_comes_in_to_be_mended_here(office: Office, tmp_path: Path) -> None:
    report = await imported(office, tmp_path, claim(charge=Decimal(500)))
    row = await the_claim(office)
    assert (report.taken, row.charge, row.open_amount) == (1, Decimal(500), Decimal(100))


async def test_encounters_are_left_aside_and_counted(office: Office, tmp_path: Path) -> None:
    path = claims_file(tmp_path, claim(), is_encounter=True)
    report = await import_claims(office, CLAIMDESK, await stored(office, tmp_path, path), path, None)
    assert (report.taken, report.words) == (0, "1 encounters, not billable")


async def test_a_file_of_something_else_is_unreadable(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear office,")
    file_id = await stored(office, tmp_path, path)
    with pytest.raises(Unreadable, match="not an X12 file"):
        await import_claims(office, CLAIMDESK, file_id, path, None)
    with pytest.raises(Unknown):
        await import_claims(office, CLAIMDESK, UUID(int=1), path, None)


async def test_a_person_takes_in_new_practices_but_none_of_other_peoples(
    office: Office, tmp_path: Path
) -> None:
    async with office.begin(CLAIMDESK) as work:
        person = User(email="ada@example.org", name="Ada", role="biller", password_hash="!")  # noqa: S106 - no password has this hash
        work.session.add(person)
    await imported(office, tmp_path, claim("A1"))
    ada = Actor(person.id, "Ada", "biller", frozenset(), None)
    path = claims_file(tmp_path, claim("A2"), claim("A3", billing=OAK))
    report = await import_claims(office, ada, await stored(office, tmp_path, path, ada), path, None)
    assert (report.taken, report.refused) == (1, 1)
    assert "do not work for" in report.problems[0].text
    oak = next(each for each in await all_of(office, Practice) if each.npi == "1999996667")
    assert [each.practice_id for each in await all_of(office, Membership)] == [oak.id]


async def test_everyone_who_comes_in_is_in_the_audit_trail(office: Office, tmp_path: Path) -> None:
    await imported(office, tmp_path, claim())
    actions = [each.action for each in await all_of(office, AuditEvent)]
    assert sorted(actions) == ["entered", "entered", "imported", "stored"]


async def test_twenty_claims_cost_as_many_statements_as_one(
    office: Office, engine: AsyncEngine, tmp_path: Path
) -> None:
    async def statements(*claims: ProfessionalClaim) -> int:
        seen: list[str] = []
        event.listen(engine.sync_engine, "before_cursor_execute", lambda _, __, said, *___: seen.append(said))
        await imported(office, tmp_path, *claims)
        return len(seen)

    await imported(office, tmp_path, claim("A0"))
    one = await statements(claim("B1"))
    twenty = await statements(*(claim(f"C{number}") for number in range(20)))
    assert twenty <= one + 2


@needs_samples
async def test_the_volume_sample_comes_in_whole_and_only_once(office: Office, tmp_path: Path) -> None:
    path = SAMPLES / "837p/imsweb_820claims_330KB.837"
    beats: list[int] = []
    file_id = await stored(office, tmp_path, path)
    first = await import_claims(office, CLAIMDESK, file_id, path, None, beats.append)
    again = await import_claims(office, CLAIMDESK, file_id, path, None)
    assert (first.taken, again.taken, again.known) == (820, 0, 820)
    assert beats == [200, 400, 600, 800, 820]
    async with office.begin(CLAIMDESK) as work:
        assert await work.session.scalar(select(func.sum(Claim.charge))) == Decimal(410_000)
        assert await journal_total(work.session) == 0


@needs_samples
async def test_all_sample_claims_come_in_and_nothing_twice(office: Office, tmp_path: Path) -> None:
    taken: dict[str, int] = {}
    for path in sorted(SAMPLES.glob("837p/*.837")):
        if "820" in path.name:
            continue
        report = await import_claims(office, CLAIMDESK, await stored(office, tmp_path, path), path, None)
        assert report.refused == 0, path.name
        taken[path.name] = report.taken
    assert (taken["imsweb_complex_6claims.837"], taken["imsweb_valid.837"]) == (6, 2)
    assert taken["stupidedi_X222A1_pass_encounter.837"] == 0
    assert sum(taken.values()) == 6 + 2 + 19


async def test_a_file_that_breaks_off_keeps_what_came_before_and_says_so(
    office: Office, tmp_path: Path
) -> None:
    path = claims_file(tmp_path, claim("A1"))
    other = b"~ST*837*0002*005010X223A2~BHT*0019*00*1*20261105*0930*CH~SE*3*0002~GE*2"
    path.write_bytes(path.read_bytes().replace(b"~GE*1", other))
    report = await import_claims(office, CLAIMDESK, await stored(office, tmp_path, path), path, None)
    assert (report.taken, report.refused) == (1, 1)
    assert "837I" in report.problems[-1].text


async def test_a_claim_with_a_character_that_cannot_be_kept_is_refused(
    office: Office, tmp_path: Path
) -> None:
    path = claims_file(tmp_path, claim("A1"))
    path.write_bytes(path.read_bytes().replace(b"DOE*JANE", b"DOE*JA\x00NE"))
    report = await import_claims(office, CLAIMDESK, await stored(office, tmp_path, path), path, None)
    assert (report.taken, report.refused) == (0, 1)
    assert "code 0" in report.problems[0].text

"""The demo's files: they repeat, and are sound but where they are flawed on purpose."""

import re
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path

import pytest

from activities.scrubbing_facts import claim_facts
from edi.claim_files import read_837
from edi.claims import ProfessionalClaim
from models.claims import Claim
from models.patients import Coverage
from models.payers import Payer
from rules.edits_providers import npi_is_valid
from rules.scrubbing import scrub
from runtime.demo.loading import SEED
from simulator.defects import DEFECTS
from simulator.filing import last_day
from simulator.habits import MARKER, UNPAID, Habit
from simulator.member_ids import member_id, strangers_id
from simulator.payers import practice_payers
from simulator.practices import DemoFile, DemoFiles, make_demo_files
from simulator.simulator import Simulator
from tests.edi.oracle import complaints
from tests.factories_simulator import by_kind

TODAY = date(2026, 11, 23)
GUIDE = {  # what docs/guide/demo.md names, with what the payers are asked to do
    **dict.fromkeys(("CS10007", "CS10010", "HE10067", "MS10117"), ""),
    "MS10132": Habit.REFUSES_BATCH,
    **dict.fromkeys(("HE10088", "HE10089", "HE10090", "CS10035", "CS10036", "CS10037"), ""),
    **dict.fromkeys(("HE10157", "HE10159"), ""),
    "HE10158": Habit.REFUSES_FILE,
    **dict.fromkeys(("CS10040", "HE10094"), Habit.REJECTS),
    **dict.fromkeys(("HE10091", "MS10142"), Habit.NEVER_ACKNOWLEDGES),
    **dict.fromkeys(("HE10101", "HE10106", "MS10152", "MS10155", "CS10048", "CS10052"), Habit.STAYS_SILENT),
    "CS10043": Habit.DENIES_AS_MISSING,
    "CS10046": Habit.DENIES_UNAUTHORIZED,
    "CS10053": Habit.DENIES_AS_LATE,
    "HE10098": Habit.DENIES_COVERAGE,
    "HE10103": Habit.DENIES_ODDLY,
    "CS10047": Habit.REVERSES_THEN_CORRECTS,
    **dict.fromkeys(("CS10050", "MS10154"), Habit.CORRECTS_THEN_REVERSES),
    "HE10097": Habit.DELIVERS_TWICE,
    "MS10145": Habit.MISSES_A_CENT_IN_ALL,
    "HE10099": Habit.MISSES_A_CENT,
    **dict.fromkeys(("CS10044", "MS10148"), Habit.UNDERPAYS),
}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoFiles:
    return make_demo_files(tmp_path_factory.mktemp("demo"), TODAY, "claimdesk")


def claims(file: DemoFile) -> list[ProfessionalClaim]:
    return [each for each in read_837(file.path.read_bytes()) if isinstance(each, ProfessionalClaim)]


def fresh(demo: DemoFiles) -> Iterator[ProfessionalClaim]:
    return (claim for file in demo.files if file.sent_on is None for claim in claims(file))


def limit(claim: ProfessionalClaim) -> date:
    card = practice_payers()[claim.payer.id].card
    found = last_day(tuple((line.service_from, line.last_day) for line in claim.lines), card, TODAY)
    assert found is not None
    return found


def codes(claim: ProfessionalClaim) -> set[str]:
    """What the desk's own scrubbing finds."""
    first = min(line.service_from for line in claim.lines if line.service_from)
    row = Claim(service_from=first, filing_limit_on=limit(claim))
    payer = Payer(**asdict(practice_payers()[claim.payer.id].card))
    facts = claim_facts(claim, row, payer, Coverage(), ())
    return {each.code for each in scrub(facts, TODAY)}


def test_the_same_folder_gives_the_same_files_on_any_day(demo: DemoFiles, tmp_path: Path) -> None:
    again = make_demo_files(tmp_path, TODAY, "claimdesk")
    before = [file.path.read_bytes() for file in again.files]
    later = make_demo_files(tmp_path, TODAY + timedelta(days=3), "claimdesk")
    assert [file.path.read_bytes() for file in later.files] == before
    assert [file.sent_on for file in later.files] == [file.sent_on for file in again.files]
    assert before == [file.path.read_bytes() for file in demo.files]


def test_there_are_about_150_claims_of_three_practices_at_twelve_payers(demo: DemoFiles) -> None:
    found = [claim for file in demo.files for claim in claims(file)]
    assert len(found) == sum(file.claims for file in demo.files) == 159
    assert len({claim.patient_control_number for claim in found}) == 159
    assert {claim.billing.name.npi for claim in found} == {each.npi for each in demo.practices}
    assert {claim.payer.id for claim in found} == {each.payer_id for each in demo.payers}
    assert all(npi_is_valid(each.npi) for each in (*demo.practices, *demo.providers))
    assert {practice.address.state for practice in demo.practices} == {"TX", "NY", "CA"}


def test_each_defect_is_found_by_its_edit_and_sound_claims_by_none(demo: DemoFiles) -> None:
    found = [codes(claim) for claim in fresh(demo)]
    assert set().union(*found) >= set(DEFECTS)
    assert sum(not each for each in found) == 26 * 3 + 3
    sent = (claim for file in demo.files if file.sent_on for claim in claims(file))
    assert all(codes(claim) == set() for claim in sent)


def test_some_claims_are_near_their_limit_and_one_is_past_it(demo: DemoFiles) -> None:
    left = sorted((limit(claim) - TODAY).days for claim in fresh(demo))
    assert left[0] < 0 < left[1] <= 2
    assert sum(0 <= days <= 15 for days in left) == 3


def test_claims_sent_earlier_and_sound_files_pass_the_oracle(demo: DemoFiles) -> None:
    sent = [file for file in demo.files if file.sent_on]
    assert complaints(b"".join(file.path.read_bytes() for file in sent)) == []
    for file in sent:
        days = [line.service_from for claim in claims(file) for line in claim.lines]
        assert all(day and file.sent_on and day < file.sent_on for day in days)


def wishes(demo: DemoFiles) -> dict[date | None, set[Habit]]:
    """What the demo's claims ask of the payers, by the day on which they were sent."""
    asked: dict[date | None, set[Habit]] = {}
    for file in demo.files:
        marks = (claim.record_number or "" for claim in claims(file))
        habits = {Habit(each.removeprefix(MARKER)) for each in marks if each.startswith(MARKER)}
        asked.setdefault(file.sent_on, set()).update(habits)
    return asked


@pytest.mark.parametrize(
    ("days_ago", "habits"),
    [
        (None, {Habit.REFUSES_BATCH, Habit.REFUSES_FILE}),
        (3, {Habit.REJECTS, Habit.NEVER_ACKNOWLEDGES}),
        (10, {Habit.PAYS, Habit.LEAVES_TO_DEDUCTIBLE, Habit.TAKES_COPAY, Habit.UNDERPAYS}),
        (10, {Habit.DENIES_AS_MISSING, Habit.DENIES_COVERAGE, Habit.DENIES_ONE_LINE}),
        (10, {Habit.REVERSES_THEN_CORRECTS, Habit.DELIVERS_TWICE}),
        (10, {Habit.MISSES_A_CENT, Habit.MISSES_A_CENT_IN_ALL}),
        (26, {Habit.STAYS_SILENT, Habit.DENIES_ODDLY, Habit.CORRECTS_THEN_REVERSES, Habit.PAYS_A_STRANGER}),
        (41, {Habit.STAYS_SILENT, Habit.DENIES_AS_LATE}),
    ],
)
def test_each_turn_of_a_claims_life_waits_in_the_demo(
    demo: DemoFiles, days_ago: int | None, habits: set[Habit]
) -> None:
    sent_on = TODAY - timedelta(days=days_ago) if days_ago else None
    assert wishes(demo)[sent_on] >= habits


def test_the_file_that_is_refused_as_a_whole_comes_alone_and_is_small(demo: DemoFiles) -> None:
    (later,) = [file for file in demo.files if file.comes_on]
    assert later.comes_on == TODAY + timedelta(days=1)
    assert later.claims == 3
    assert any(claim.record_number == f"{MARKER}{Habit.REFUSES_FILE}" for claim in claims(later))


def test_the_guide_tells_what_becomes_of_the_claims_that_it_names(tmp_path: Path) -> None:
    guide = (Path(__file__).parents[2] / "docs/guide/demo.md").read_text(encoding="utf-8")
    marks = {
        claim.patient_control_number: (claim.record_number or "").removeprefix(MARKER)
        for file in make_demo_files(tmp_path, TODAY, SEED).files
        for claim in claims(file)
    }
    named = set(re.findall(r"\b[A-Z]{2}\d{5}\b", guide))
    assert {number: marks[number] for number in named} == GUIDE


def test_the_payers_answer_every_claim_of_the_demo_in_good_form(demo: DemoFiles, tmp_path: Path) -> None:
    outside = Simulator(tmp_path / "mailbox", tmp_path / "state", "claimdesk")
    outbox = tmp_path / "mailbox" / "outbox"
    outbox.mkdir(parents=True)
    for file in demo.files:
        if file.comes_on:
            outside.expect(file.path, file.comes_on)
        elif file.sent_on:
            outside.take_in(file.path, file.sent_on, TODAY)
        else:
            (outbox / file.path.name).write_bytes(file.path.read_bytes())
    first = outside.run(TODAY)
    outside.run(TODAY + timedelta(days=60))
    habits = {each.habit for each in outside.sendings()}
    assert len(first.files) > 50
    assert {Habit.STAYS_SILENT, Habit.REJECTS, Habit.DENIES_AS_LATE, Habit.UNDERPAYS} <= habits
    assert len(habits - UNPAID) > 12
    for kind, answers in by_kind(tmp_path / "mailbox" / "inbox").items():
        assert complaints(answers) == [], kind


def test_every_payer_knows_the_ids_made_for_it_and_not_those_of_strangers() -> None:
    for payer in practice_payers().values():
        for number in range(50):
            assert payer.knows(member_id(payer, 1, number))
            stranger = strangers_id(payer, 1, number)
            assert payer.is_stranger(stranger)
            assert not payer.knows(stranger)


def test_telephones_of_payers_are_fictional() -> None:
    assert all("-555-01" in payer.card.phone for payer in practice_payers().values())

"""Files and claims are answered as a clearinghouse and payers do."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from edi.acknowledgements import Outcome
from simulator.habits import Habit
from tests.edi.oracle import complaints
from tests.factories_simulator import MONDAY, Desk, claim, replacement


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_file_is_answered_at_once_and_each_payer_answers_in_its_own_time(desk: Desk) -> None:
    desk.send(claim("A1", "SIM06"), claim("A2", "SIM07"))
    assert desk.run() == (
        "20261130-000001.ta1",
        "20261130-000001.999",
        "20261130-000001-clearinghouse.277ca",
        "20261130-000001-SIM06.277ca",
    )
    assert desk.run(MONDAY + timedelta(days=1)) == ("20261130-000001-SIM07.277ca",)


def test_answers_name_what_we_sent(desk: Desk) -> None:
    desk.send(claim("A1"), number=77)
    desk.run()
    (receipt,), (answer,) = desk.receipts(), desk.file_answers()
    assert (receipt.control, receipt.code) == ("000000077", "A")
    assert (answer.group_control, answer.code, answer.sets[0].control) == ("77", "A", "0001")
    forwarded, accepted = desk.verdicts()
    assert (forwarded.outcome, forwarded.is_payers) == (Outcome.FORWARDED, False)
    assert (accepted.outcome, accepted.is_payers) == (Outcome.ACCEPTED, True)
    assert (accepted.batch_id, accepted.patient_control_number) == ("000000077", "A1")
    assert accepted.payer_claim_number


def test_a_refused_file_gets_a_receipt_and_nothing_else(desk: Desk) -> None:
    desk.forced["A1"] = Habit.REFUSES_FILE
    desk.send(claim("A1"), claim("A2"))
    assert desk.run(MONDAY + timedelta(days=30)) == ("20261230-000001.ta1",)
    assert [(each.code, each.note) for each in desk.receipts()] == [("R", "024")]


def test_another_file_under_a_known_number_is_refused_as_repeated(desk: Desk) -> None:
    desk.send(claim("A1"), number=5)
    desk.run()
    desk.send(claim("A2"), number=5)
    desk.run()
    assert [(each.code, each.note) for each in desk.receipts()] == [("A", "000"), ("R", "025")]


def test_the_same_bytes_under_another_name_are_not_answered_again(desk: Desk) -> None:
    first = desk.send(claim("A1"))
    data = first.read_bytes()
    desk.run()
    for name in (first.name, "again.837"):
        first.with_name(name).write_bytes(data)
    assert desk.run() == ()
    assert list(first.parent.iterdir()) == []


def test_a_refused_batch_points_at_a_claim_and_none_of_its_claims_goes_on(desk: Desk) -> None:
    desk.forced["A1"] = Habit.REFUSES_BATCH
    desk.send(claim("A1"), claim("A2"))
    desk.run(MONDAY + timedelta(days=30))
    (answer,) = desk.file_answers()
    (error,) = answer.sets[0].errors
    assert (answer.code, answer.sets[0].code, error.patient_control_number) == ("R", "R", "A1")
    assert (desk.verdicts(), desk.remittances()) == ([], [])


def test_the_claim_that_asked_for_the_refusal_is_blamed_wherever_it_stands(desk: Desk) -> None:
    desk.forced["A2"] = Habit.REFUSES_BATCH
    desk.send(claim("A1"), claim("A2"), claim("A3"))
    desk.run()
    (answer,) = desk.file_answers()
    assert [each.patient_control_number for each in answer.sets[0].errors] == ["A2"]


@pytest.mark.parametrize("habit", [Habit.REFUSES_BATCH, Habit.REFUSES_FILE, Habit.LOSES_FILE])
def test_what_becomes_of_a_claim_does_not_depend_on_its_company(tmp_path: Path, habit: Habit) -> None:
    """Sent back for another's sake it fares as if it had gone alone: the first try is still before it."""
    numbers = [f"A{at}" for at in range(40)]
    alone, together = Desk(tmp_path / "alone"), Desk(tmp_path / "together", {"B1": habit})
    together.send(*(claim(each) for each in numbers), claim("B1"))
    for each in (alone, together):
        each.send(*(claim(number) for number in numbers))
        each.run(MONDAY)
    fates = [
        [
            (each.claim.number, each.habit, each.count, each.payer_claim_number)
            for each in desk.simulator.sendings()
        ]
        for desk in (alone, together)
    ]
    assert fates[1][-40:] == fates[0]
    assert len({habit for _, habit, *_ in fates[0]}) > 2


def test_a_file_that_breaks_the_guide_is_refused_where_it_breaks(desk: Desk) -> None:
    path = desk.send(claim("A1"))
    path.write_bytes(path.read_bytes().replace(b"SV1*HC:99214*200*", b"SV1*HC:99214*XX*"))
    desk.run()
    (answer,) = desk.file_answers()
    (error,) = answer.sets[0].errors
    assert (answer.sets[0].code, error.tag, error.elements[0].element) == ("R", "SV1", 2)


def test_a_lost_file_is_met_with_silence(desk: Desk) -> None:
    desk.forced["A1"] = Habit.LOSES_FILE
    desk.send(claim("A1"))
    assert desk.run(MONDAY + timedelta(days=90)) == ()


def test_what_is_no_claim_file_is_left_alone(desk: Desk) -> None:
    outbox = desk.send(claim("A1")).parent
    (outbox / "note.txt").write_text("Good day")
    (outbox / "half.837.part").write_text("ISA")
    (outbox / ".hidden.837").write_bytes(b"ISA")
    assert desk.simulator.run(MONDAY).claims_read == 1


def test_a_rejection_by_the_clearinghouse_never_reaches_the_payer(desk: Desk) -> None:
    desk.forced["A1"] = Habit.REJECTS_AT_CLEARINGHOUSE
    desk.send(claim("A1"))
    desk.run(MONDAY + timedelta(days=60))
    (verdict,) = desk.verdicts()
    assert (verdict.outcome, verdict.is_payers) == (Outcome.REJECTED, False)
    assert desk.remittances() == []


def test_a_rejection_by_the_payer_leaves_no_number_and_no_remittance(desk: Desk) -> None:
    desk.forced["A1"] = Habit.REJECTS
    desk.send(claim("A1"))
    desk.run(MONDAY + timedelta(days=60))
    _, verdict = desk.verdicts()
    assert (verdict.outcome, verdict.is_payers, verdict.payer_claim_number) == (Outcome.REJECTED, True, None)
    assert desk.remittances() == []


@pytest.mark.parametrize(
    ("change", "category", "code"),
    [
        ({"charge": Decimal("99")}, "A7", "178"),  # is not the sum of the lines
        ({"member": "BBH012345678"}, "A3", "33"),  # right form, unknown person
        ({"member": "123"}, "A7", "164"),  # wrong form
        ({"payer": "NOBODY"}, "A7", "153"),
    ],
)
def test_a_claim_with_a_fault_of_its_own_is_rejected_for_it(
    desk: Desk, change: dict[str, object], category: str, code: str
) -> None:
    sound = claim("A1")
    if "charge" in change:
        sound = replace(sound, charge=Decimal("99"))
    if "member" in change:
        name = replace(sound.subscriber.name, id=str(change["member"]))
        sound = replace(sound, subscriber=replace(sound.subscriber, name=name))
    if "payer" in change:
        sound = replace(sound, payer=replace(sound.payer, id="NOBODY"))
    desk.send(sound)
    desk.run()
    rejected = desk.verdicts()[-1]
    assert rejected.outcome is Outcome.REJECTED
    assert rejected.statuses[0].codes[0][:2] == (category, code)


def test_a_payer_may_accept_and_stay_silent_or_never_acknowledge(desk: Desk) -> None:
    desk.forced |= {"A1": Habit.STAYS_SILENT, "A2": Habit.NEVER_ACKNOWLEDGES}
    desk.send(claim("A1"), claim("A2"))
    desk.run(MONDAY + timedelta(days=90))
    payers = [each.patient_control_number for each in desk.verdicts() if each.is_payers]
    assert (payers, desk.remittances()) == (["A1"], [])


def test_a_corrected_claim_is_answered_afresh(desk: Desk) -> None:
    desk.forced["A1"] = Habit.REJECTS
    desk.send(claim("A1"))
    desk.run()
    desk.send(claim("A1"))
    desk.run(MONDAY + timedelta(days=1))
    outcomes = [each.outcome for each in desk.verdicts() if each.is_payers]
    assert outcomes == [Outcome.REJECTED, Outcome.ACCEPTED]


def test_tries_may_be_forced_one_after_another(desk: Desk) -> None:
    desk.forced["A1"] = (Habit.REJECTS, Habit.REJECTS, Habit.STAYS_SILENT)
    for day in range(3):
        desk.send(claim("A1"))
        desk.run(MONDAY + timedelta(days=day))
    outcomes = [each.outcome for each in desk.verdicts() if each.is_payers]
    assert outcomes == [Outcome.REJECTED, Outcome.REJECTED, Outcome.ACCEPTED]


def test_a_marker_in_the_claim_asks_for_a_habit_once(desk: Desk) -> None:
    marked = replace(claim("A1"), record_number="SIM rejects")
    desk.send(marked)
    desk.run()
    desk.send(marked)
    desk.run(MONDAY + timedelta(days=1))
    outcomes = [each.outcome for each in desk.verdicts() if each.is_payers]
    assert outcomes == [Outcome.REJECTED, Outcome.ACCEPTED]


def test_a_file_sent_before_there_was_a_mailbox_gets_no_receipt_and_its_claims_are_answered_from_today(
    desk: Desk,
) -> None:
    path = desk.send(claim("A1", "SIM06"), claim("A2", "SIM09"))
    old = path.rename(desk.folder / "old.837")
    desk.simulator.take_in(old, MONDAY - timedelta(days=20), MONDAY)
    first = desk.run()
    assert [name for name in first if not name.endswith(".835")] == [
        "20261130-000001-SIM06.277ca",
        "20261130-000001-SIM09.277ca",
    ]
    assert {each.payment.paid_on for each in desk.remittances()} == {MONDAY}
    assert len(desk.decisions("A1")) == len(desk.decisions("A2")) == 1


def test_every_answer_to_a_file_passes_the_oracle(desk: Desk) -> None:
    desk.forced |= {"A1": Habit.REJECTS, "A2": Habit.REJECTS_AT_CLEARINGHOUSE, "B1": Habit.REFUSES_BATCH}
    desk.send(claim("A1"), claim("A2"), claim("A3", "SIM04"), replacement(claim("A4"), "123"))
    desk.send(claim("B1"))
    for name in desk.run(MONDAY + timedelta(days=5)):
        if not name.endswith(".835"):
            assert complaints(desk.data(name)) == []

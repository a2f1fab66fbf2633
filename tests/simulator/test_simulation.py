"""The simulation as a whole: it repeats, it survives, and it forgets no claim."""

import hashlib
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from simulator.habits import UNPAID, Habit
from simulator.payers import practice_payers
from simulator.settlements import settlements
from simulator.simulator import Simulator
from tests.edi.oracle import complaints
from tests.factories_simulator import MONDAY, Desk, by_kind, claim

PAYERS = tuple(practice_payers())


def month(folder: Path, seed: int | str = 1, step: int = 1) -> dict[str, bytes]:
    """A month of a mailbox: two files, and every answer by name."""
    desk = Desk(folder, seed=seed)
    desk.send(*(claim(f"A{at}", PAYERS[at % 12]) for at in range(96)))
    desk.run(MONDAY)
    desk.send(*(claim(f"B{at}", PAYERS[at % 12]) for at in range(96)))
    for day in range(0, 45, step):
        desk.run(MONDAY + timedelta(days=day))
    return inbox(folder)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a month that was played through; only to be looked at."""
    folder = tmp_path_factory.mktemp("month")
    month(folder)
    return folder


def inbox(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "mailbox" / "inbox").iterdir()}


def test_the_same_seed_gives_the_same_bytes_and_another_seed_other_ones(played: Path, tmp_path: Path) -> None:
    assert month(tmp_path / "again") == inbox(played)
    assert month(tmp_path / "other", seed=2, step=44) != inbox(played)


def test_days_that_were_skipped_are_made_up_for(played: Path, tmp_path: Path) -> None:
    assert month(tmp_path, step=44) == inbox(played)


def test_the_same_day_again_adds_nothing_and_a_clock_set_back_neither(played: Path) -> None:
    desk = Desk(played)
    assert desk.run(MONDAY + timedelta(days=44)) == ()
    assert desk.run(MONDAY - timedelta(days=10)) == ()


def test_every_claim_is_answered_or_silent_on_purpose(played: Path) -> None:
    desk = Desk(played)
    tries = desk.simulator.sendings()
    assert len(tries) == 192
    numbers = {each.claim.patient_control_number for each in settlements(tries, desk.seed)}
    told = {each.patient_control_number for one in desk.remittances() for each in one.claims}
    rejected = {each.patient_control_number for each in desk.verdicts() if each.outcome == "rejected"}
    for each in tries:
        if each.habit in (Habit.REJECTS, Habit.REJECTS_AT_CLEARINGHOUSE):
            assert each.claim.number in rejected
        else:
            assert (each.claim.number in numbers) is (each.habit not in UNPAID)
            assert (each.claim.number in told) is (each.habit not in UNPAID)
    silent = [each for each in tries if each.habit is Habit.STAYS_SILENT]
    paid = [each for each in tries if each.habit is Habit.PAYS]
    assert 0 < len(silent) < 30 < len(paid)


def test_all_money_of_a_month_adds_up_but_where_a_habit_breaks_it(played: Path) -> None:
    for kind, answers in by_kind(played / "mailbox" / "inbox").items():
        assert complaints(answers) == [], kind
    desk = Desk(played)
    broken = {each.claim.number for each in desk.simulator.sendings() if each.habit is Habit.MISSES_A_CENT}
    for remittance in desk.remittances():
        assert remittance.end.is_balanced
        unsound = {each.patient_control_number for each in remittance.claims if not each.is_sound}
        assert unsound <= broken


@pytest.mark.parametrize("stop", range(10))
def test_a_run_that_is_cut_short_is_finished_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: int
) -> None:
    whole, desk = Desk(tmp_path / "whole"), Desk(tmp_path / "cut")
    for each in (whole, desk):
        each.send(*(claim(f"A{at}", PAYERS[at % 12]) for at in range(12)))
    whole.run(MONDAY)
    rename, renames = Path.replace, count()

    def power_cut(self: Path, target: Path) -> Path:
        if next(renames) == stop:
            raise OSError("the power is gone")
        return rename(self, target)

    with monkeypatch.context() as cut:
        cut.setattr(Path, "replace", power_cut)
        with pytest.raises(OSError, match="power"):
            desk.run(MONDAY)
    desk.run(MONDAY)
    assert {name: desk.data(name) for name in desk.answers("")} == {
        name: whole.data(name) for name in whole.answers("")
    }


def test_an_answer_whose_note_was_cut_is_written_again_the_same(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.send(claim("A1"))
    desk.run()
    log = tmp_path / "state" / "sent"
    before = digest(desk)
    log.write_text(log.read_text()[:-3])
    (tmp_path / "state" / "done").unlink()
    assert len(desk.run()) == 1
    assert digest(desk) == before


def test_collected_answers_do_not_come_back(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.send(claim("A1"))
    for name in desk.run():
        (tmp_path / "mailbox" / "inbox" / name).unlink()
    assert desk.run() == ()
    assert desk.answers("") == []


def test_a_practices_file_comes_on_its_day_and_only_once(tmp_path: Path) -> None:
    visits = tmp_path / "visits.837"
    visits.write_bytes(b"ISA")
    desk = Desk(tmp_path / "desk")
    desk.simulator.expect(visits, MONDAY + timedelta(days=1))
    assert desk.run(MONDAY) == ()
    assert desk.run(MONDAY + timedelta(days=2)) == ("visits.837",)
    assert desk.data("visits.837") == b"ISA"
    assert desk.run(MONDAY + timedelta(days=3)) == ()


def test_a_mailbox_that_is_empty_is_no_trouble(tmp_path: Path) -> None:
    assert Simulator(tmp_path / "mailbox", tmp_path / "state").run(MONDAY).files == ()


def digest(desk: Desk) -> str:
    return hashlib.sha256(b"".join(desk.data(name) for name in sorted(desk.answers("")))).hexdigest()

"""A clearinghouse and twelve payers behind a mailbox: claim files in, answers out, day by day."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from itertools import chain, groupby
from pathlib import Path

from rules.calendars import business_day_on_or_after
from simulator.acknowledgements import answer_file, receipt_file
from simulator.attempts import Attempt, attempts
from simulator.chance import Seed
from simulator.claim_acknowledgements import clearinghouse_report, payer_report
from simulator.claims import SeenClaim, SeenFile
from simulator.habits import Forced, Habit
from simulator.memory import Memory, write_whole
from simulator.payments import payments
from simulator.remittances import remittance_file, remittance_name
from simulator.settlements import settlements

UNFINISHED = (".part", ".partial", ".filepart", ".tmp", ".temp")
NOTES = {Habit.REFUSES_FILE: "024", Habit.REFUSES_REPEATED_FILE: "025"}  # TA105
Answer = tuple[str, Callable[[], bytes]]  # a file name, and the file when it is wanted


@dataclass(frozen=True, slots=True)
class Answered:
    """What one run did: the answers written, in order, and how many claims were new."""

    files: tuple[str, ...]
    claims_read: int


@dataclass(frozen=True, slots=True)
class Simulator:
    """`mailbox/outbox` holds what the desk sends, `mailbox/inbox` what it is to collect.

    Everything follows from the files received, the seed and `forced`: the same again gives the same
    answers byte for byte, and a run that was cut short is finished by the next.
    """

    mailbox: Path
    state: Path
    seed: Seed = 1
    forced: Forced = field(default_factory=dict)

    def run(self, today: date) -> Answered:
        """Read what was sent and write every answer due by today; again on the same day, nothing more."""
        memory = Memory(self.state)
        files = memory.files()
        today = max([today, *(each.learned_on for each in files)])
        claims = 0
        for path in sorted(_finished(self.mailbox / "outbox")):
            if seen := memory.take(path, files, today, today):
                files.append(seen)
                claims += sum(len(batch.claims) for batch in seen.batches)
            memory.put_away(path)
        coming = len(memory.coming(today))
        state = f"{today} {len(files)} {coming} {self.seed} {sorted(self.forced.items())}"
        if memory.is_done(state):
            return Answered((), claims)
        written = tuple(self._write(memory, files, today))
        memory.note_done(state)
        return Answered(written, claims)

    def take_in(self, path: Path, sent_on: date, today: date) -> None:
        """Learn a claim file that went out before there was a mailbox, as if it had come on that day.

        It gets no TA1 and no 999; its claims are answered from today on.
        """
        memory = Memory(self.state)
        memory.take(path, memory.files(), sent_on, today)

    def expect(self, path: Path, on: date) -> None:
        """Let this claim file of a practice come to the desk on that day."""
        Memory(self.state).expect(path, on)

    def sendings(self) -> list[Attempt]:
        """Every claim received so far with what becomes of it, oldest first."""
        return attempts(Memory(self.state).files(), self.seed, self.forced)

    def _write(self, memory: Memory, files: list[SeenFile], today: date) -> Iterator[str]:
        sent = memory.sent()
        (self.mailbox / "inbox").mkdir(parents=True, exist_ok=True)
        visits = ((path.name, path.read_bytes) for path in memory.coming(today))
        for name, make in chain(visits, self._due(files, today)):
            if name not in sent:
                write_whole(self.mailbox / "inbox" / name, make())
                memory.note_sent(name)
                yield name

    def _due(self, files: list[SeenFile], today: date) -> Iterator[Answer]:
        """Every answer due by today, written before or not."""
        tries = attempts(files, self.seed, self.forced)
        for _, own in groupby(tries, key=lambda each: each.file.number):
            yield from self._to_file(list(own), today)
        for paid in payments(settlements(tries, self.seed), today, self.seed):
            yield remittance_name(paid), partial(remittance_file, paid, self.seed)

    def _to_file(self, tries: Sequence[Attempt], today: date) -> Iterator[Answer]:
        """The answers to one claim file and to each claim in it."""
        file, fates = tries[0].file, {each.habit for each in tries}
        stem = f"{file.learned_on:%Y%m%d}-{file.number:06d}"
        note = next((NOTES[fate] for fate in fates if fate in NOTES), "")
        if Habit.LOSES_FILE in fates:
            return
        is_old = file.received_on < file.learned_on
        taken = [each for each in tries if not note and each.habit is not Habit.REFUSES_BATCH]
        if not is_old:
            yield f"{stem}.ta1", partial(receipt_file, file, f"{stem}.ta1", note, self.seed)
        if not is_old and not note:
            yield f"{stem}.999", partial(answer_file, file, _blamed(tries), f"{stem}.999", self.seed)
        if not is_old and taken:
            name = f"{stem}-clearinghouse.277ca"
            yield name, partial(clearinghouse_report, taken, file.learned_on, name, self.seed)
        yield from self._payer_reports(taken, stem, today)

    def _payer_reports(self, tries: Sequence[Attempt], stem: str, today: date) -> Iterator[Answer]:
        quiet = (Habit.REJECTS_AT_CLEARINGHOUSE, Habit.NEVER_ACKNOWLEDGES)
        heard = [each for each in tries if each.habit not in quiet]
        for payer_id in sorted({each.claim.payer_id for each in heard}):
            own = [each for each in heard if each.claim.payer_id == payer_id]
            on = _acknowledged_on(own[0])
            if on <= today:
                name = f"{stem}-{payer_id}.277ca"
                yield name, partial(payer_report, own, on, name, self.seed)


def _blamed(tries: Sequence[Attempt]) -> dict[str, SeenClaim]:
    """The claim for whose sake each refused batch is refused, by ST02, wherever it stands in its file."""
    back = [each for each in tries if each.habit is Habit.REFUSES_BATCH]
    back.sort(key=lambda each: (each.is_shared, each.claim.number), reverse=True)
    return {each.batch.control: each.claim for each in back}  # the last word is the first own one's


def _acknowledged_on(attempt: Attempt) -> date:
    file, days = attempt.file, attempt.payer.acknowledges_in if attempt.payer else 0
    if not days:
        return file.learned_on
    return max(business_day_on_or_after(file.received_on + timedelta(days=days)), file.learned_on)


def _finished(outbox: Path) -> Iterator[Path]:
    """Files that are whole: hidden and temporary names are still being written."""
    for path in outbox.glob("*"):
        is_temporary = path.name.startswith(".") or path.name.lower().endswith(UNFINISHED)
        if path.is_file() and not is_temporary:
            yield path

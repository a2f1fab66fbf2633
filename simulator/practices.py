"""The demo's first day: visits of three invented practices as claim files; good, flawed, late and sent."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, cycle
from pathlib import Path

from edi.claims import ProfessionalClaim
from simulator.chance import Seed, pick
from simulator.claim_files import write_visits
from simulator.defects import DEFECTS
from simulator.filing import last_day
from simulator.habits import MARKER, Habit
from simulator.memory import write_whole
from simulator.payers import PayerCard, PracticePayer, practice_payers
from simulator.people import person
from simulator.visits import PracticeCard, ProviderCard, Visit, VisitKind, practices, sound_claim, visit_kinds

PAYERS_OF = {
    "CS": ("SIM01", "SIM06", "SIM04", "SIM12", "SIM05", "SIM09", "SIM10", "SIM11"),
    "HE": ("SIM02", "SIM07", "SIM04", "SIM05", "SIM09"),
    "MS": ("SIM03", "SIM08", "SIM04", "SIM10", "SIM09"),
}
FRESH = 26  # sound claims of each practice, not sent yet
REFUSED = {"MS": Habit.REFUSES_BATCH}  # for one claim of it the first file of all is refused by a 999
LATER = {"HE": (1, (None, Habit.REFUSES_FILE, None))}  # in so many days: visits whose file a TA1 refuses
NEAR_LIMITS = (  # practice, payer, days left, and the defect that holds the claim
    ("HE", "SIM02", 2, "CV-01"),
    ("CS", "SIM06", 6, "DX-02"),
    ("CS", "SIM01", 13, "PV-10"),
    ("HE", "SIM07", 24, "DX-01"),
    ("CS", "SIM06", 33, "CV-03"),
    ("HE", "SIM02", -5, None),
)
SENT = {  # days ago, and what the payers do with the claims sent then
    3: (None, None, Habit.REJECTS, None, Habit.NEVER_ACKNOWLEDGES),
    10: (
        Habit.PAYS,
        Habit.DENIES_AS_MISSING,
        Habit.UNDERPAYS,
        Habit.LEAVES_TO_DEDUCTIBLE,
        Habit.DENIES_UNAUTHORIZED,
        Habit.REVERSES_THEN_CORRECTS,
        Habit.PAYS_WITH_INTEREST,
        Habit.DENIES_ONE_LINE,
        Habit.DELIVERS_TWICE,
        Habit.DENIES_COVERAGE,
        Habit.MISSES_A_CENT,
        Habit.TAKES_COPAY,
        Habit.MISSES_A_CENT_IN_ALL,
    ),
    26: (
        Habit.STAYS_SILENT,
        Habit.DENIES_AS_UNNECESSARY,
        Habit.CORRECTS_THEN_REVERSES,
        Habit.PAYS_A_STRANGER,
        Habit.STAYS_SILENT,
        Habit.TAKES_BACK,
        Habit.DENIES_ODDLY,
        Habit.FORWARDS_BALANCE,
        Habit.DENIES_AS_BUNDLED,
    ),
    41: (Habit.STAYS_SILENT, Habit.DENIES_AS_LATE, Habit.PAYS, Habit.STAYS_SILENT),
}
SENT_EACH = {3: 4, 10: 6, 26: 4, 41: 2}  # claims of each practice


@dataclass(frozen=True, slots=True)
class DemoFile:
    """A claim file to be imported, or to come through the mailbox on `comes_on`."""

    path: Path
    practice: str
    claims: int
    sent_on: date | None  # None: its claims were not sent yet
    comes_on: date | None = None


@dataclass(frozen=True, slots=True)
class DemoFiles:
    """Everything the demo begins with."""

    practices: tuple[PracticeCard, ...]
    payers: tuple[PayerCard, ...]
    providers: tuple[ProviderCard, ...]
    files: tuple[DemoFile, ...]


def make_demo_files(folder: Path, today: date, seed: Seed) -> DemoFiles:
    """Write the files into the folder; called again there, on any day, it gives the same files."""
    today = _made_on(folder, today)
    cards = practices()
    maker = _Maker(today, seed)
    made: list[DemoFile] = []
    for practice in cards:
        for name, sent_on, claims in maker.files_of(practice):
            path = folder / f"{practice.prefix}-{name}.837"
            data = write_visits(practice, claims, sent_on or today, seed, path.name)
            write_whole(path, data)
            made.append(DemoFile(path, practice.name, len(claims), sent_on))
    for practice in cards:
        for comes_on, claims in maker.later_of(practice):
            path = folder / f"{practice.prefix}-later-visits.837"
            write_whole(path, write_visits(practice, claims, comes_on, seed, path.name))
            made.append(DemoFile(path, practice.name, len(claims), None, comes_on))
    payers = tuple(each.card for each in practice_payers().values())
    return DemoFiles(cards, payers, tuple(each for card in cards for each in card.providers), tuple(made))


def _made_on(folder: Path, today: date) -> date:
    """The day on which the files of this folder were first made."""
    mark = folder / "made-on"
    if not mark.exists():
        write_whole(mark, today.isoformat().encode())
    return date.fromisoformat(mark.read_text())


class _Maker:
    """Invents visits one after another; each number gives one patient and one claim."""

    def __init__(self, today: date, seed: Seed) -> None:
        self.today, self.seed = today, seed
        self.numbers = count(10_001)
        self.defects = cycle(DEFECTS)
        self.habits = {days: cycle(habits) for days, habits in SENT.items()}

    def files_of(self, practice: PracticeCard) -> Iterator[tuple[str, date | None, list[ProfessionalClaim]]]:
        """Name, day of sending and claims of each file of a practice."""
        fresh = [self.recent(practice, None) for _ in range(FRESH - 1)]
        fresh.append(self.recent(practice, None, REFUSED.get(practice.prefix)))
        fresh += [self.flawed(practice, next(self.defects)) for _ in range(len(DEFECTS) // len(PAYERS_OF))]
        fresh += [self.near_limit(practice, *each[1:]) for each in NEAR_LIMITS if each[0] == practice.prefix]
        yield "visits", None, fresh
        for days, habits in self.habits.items():
            sent_on = self.today - timedelta(days=days)
            claims = [self.sent(practice, sent_on, next(habits)) for _ in range(SENT_EACH[days])]
            yield f"sent-{days}-days-ago", sent_on, claims

    def later_of(self, practice: PracticeCard) -> Iterator[tuple[date, list[ProfessionalClaim]]]:
        """When another file of the practice comes, and its claims."""
        if practice.prefix in LATER:
            days, habits = LATER[practice.prefix]
            yield self.today + timedelta(days=days), [self.recent(practice, None, habit) for habit in habits]

    def recent(
        self, practice: PracticeCard, payer: PracticePayer | None, habit: Habit | None = None
    ) -> ProfessionalClaim:
        """A sound claim of the last two weeks; the marker tells what is to become of it."""
        number = next(self.numbers)
        on = self.today - timedelta(days=1 + pick(14, self.seed, "visit", number))
        return sound_claim(self.visit(practice, number, payer, on), f"{MARKER}{habit}" if habit else None)

    def flawed(self, practice: PracticeCard, code: str) -> ProfessionalClaim:
        """A claim with the defect of this code, at a payer that minds it."""
        own = [practice_payers()[each] for each in PAYERS_OF[practice.prefix]]
        minds = next(each for each in own if each.card.needs_referring)
        return DEFECTS[code](self.recent(practice, minds if code == "PV-09" else None))

    def near_limit(
        self, practice: PracticeCard, payer_id: str, days_left: int, defect: str | None
    ) -> ProfessionalClaim:
        """A claim that must be in within so many days, held by a defect; below zero it is too late."""
        number, payer = next(self.numbers), practice_payers()[payer_id]
        wanted = self.today + timedelta(days=days_left)
        on = self.today
        while (last := last_day(((on, None),), payer.card, self.today)) is not None and last > wanted:
            on -= timedelta(days=1)
        claim = sound_claim(self.visit(practice, number, payer, on))
        return DEFECTS[defect](claim) if defect else claim

    def sent(self, practice: PracticeCard, sent_on: date, habit: Habit | None) -> ProfessionalClaim:
        """A claim that left the house on that day; the marker tells the practice payers what to do."""
        number = next(self.numbers)
        on = sent_on - timedelta(days=1 + pick(6, self.seed, "visit", number))
        marker = f"{MARKER}{habit}" if habit else None
        return sound_claim(self.visit(practice, number, None, on), marker)

    def visit(self, practice: PracticeCard, number: int, payer: PracticePayer | None, on: date) -> Visit:
        payers = PAYERS_OF[practice.prefix]
        payer = payer or practice_payers()[payers[pick(len(payers), self.seed, "payer", number)]]
        patient = person(number, payer, practice.address, self.today, self.seed)
        return Visit(
            number=f"{practice.prefix}{number}",
            practice=practice,
            provider=practice.providers[pick(len(practice.providers), self.seed, "provider", number)],
            kind=self.kind(number),
            person=patient,
            payer=payer,
            on=on,
        )

    def kind(self, number: int) -> VisitKind:
        kinds = visit_kinds()
        return kinds[pick(len(kinds), self.seed, "kind", number)]

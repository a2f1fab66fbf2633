"""Every sending of every claim, in order of arrival, with what will become of it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from edi.acknowledgements import StatusCode
from simulator.chance import Seed, digits
from simulator.claims import SeenBatch, SeenClaim, SeenFile
from simulator.filing import is_late
from simulator.habits import Forced, Habit, asked_for, by_chance
from simulator.payers import PracticePayer, practice_payers

NOBODYS_PAYER = StatusCode("A7", "153", "PR")
WRONG_SUM = StatusCode("A7", "178")
WRONG_MEMBER = StatusCode("A7", "164", "IL")
UNKNOWN_MEMBER = StatusCode("A3", "33", "IL")
NOT_ENROLLED = StatusCode("A7", "562", "85")
BAD_ADDRESS = StatusCode("A7", "500", "85")
OF_THE_FILE = (Habit.REFUSES_FILE, Habit.LOSES_FILE)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One sending of one claim; `reason` says why it is rejected, where it is."""

    claim: SeenClaim
    file: SeenFile
    batch: SeenBatch
    count: int  # 1 is the first sending; one undone for another claim's sake does not count
    payer: PracticePayer | None  # None: no payer of ours has this id
    habit: Habit
    reason: StatusCode | None
    payer_claim_number: str
    is_shared: bool = False  # it befell another claim of its file, and this one with it

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes several sendings one claim."""
        return self.claim.payee.id, self.claim.payer_id, self.claim.number


def attempts(files: Sequence[SeenFile], seed: Seed, forced: Forced) -> list[Attempt]:
    """All sendings, oldest first; the same for the same files, seed and wishes.

    What becomes of a claim does not depend on the company in which it travels: a sending that came to
    nothing because of another claim in its file is as if it had not been.
    """
    counts: Counter[tuple[str, str, str]] = Counter()
    controls: set[tuple[str, str]] = set()
    found: list[Attempt] = []
    for file in files:
        own = list(_of_file(file, counts, seed, forced))
        is_repeated = (file.sender, file.control) in controls
        controls.add((file.sender, file.control))
        befallen = _with_the_file(_with_their_batches(own), is_repeated)
        counts.subtract(each.key for each, alone in zip(befallen, own, strict=True) if each is not alone)
        found += befallen
    return found


def _of_file(
    file: SeenFile, counts: Counter[tuple[str, str, str]], seed: Seed, forced: Forced
) -> Iterator[Attempt]:
    """What would become of each claim of the file if it travelled alone."""
    payers = practice_payers()
    for batch in file.batches:
        for claim in batch.claims:
            payer = payers.get(claim.payer_id)
            key = claim.payee.id, claim.payer_id, claim.number
            counts[key] += 1
            habit, reason = _habit(claim, file, counts[key], payer, seed, forced)
            number = f"{claim.payer_id[-2:]}{file.received_on:%y%j}" + digits(7, seed, *key, counts[key])
            yield Attempt(claim, file, batch, counts[key], payer, habit, reason, number)


def _with_their_batches(own: list[Attempt]) -> list[Attempt]:
    """A batch is refused as a whole: for its first flaw, or for one claim in it."""
    refused = {each.batch.control for each in own if each.batch.flaw or each.habit is Habit.REFUSES_BATCH}
    return [_shared(each, Habit.REFUSES_BATCH) if each.batch.control in refused else each for each in own]


def _with_the_file(own: list[Attempt], is_repeated: bool) -> list[Attempt]:
    """What happens to the file happens to each claim in it."""
    fate = next((each.habit for each in own if each.habit in OF_THE_FILE), None)
    if is_repeated:
        fate = Habit.REFUSES_REPEATED_FILE
    return [_shared(each, fate) for each in own] if fate else own


def _shared(attempt: Attempt, habit: Habit) -> Attempt:
    """The attempt with this habit; the very same when that is its own."""
    if attempt.habit is habit:
        return attempt
    return replace(attempt, habit=habit, reason=None, payer_claim_number="", is_shared=True)


def _habit(
    claim: SeenClaim, file: SeenFile, count: int, payer: PracticePayer | None, seed: Seed, forced: Forced
) -> tuple[Habit, StatusCode | None]:
    wish = asked_for(claim, count, forced)
    if payer is None:
        return Habit.REJECTS_AT_CLEARINGHOUSE, NOBODYS_PAYER
    if wish is not None:
        return wish, {Habit.REJECTS: NOT_ENROLLED, Habit.REJECTS_AT_CLEARINGHOUSE: BAD_ADDRESS}.get(wish)
    if sum((line.charge for line in claim.lines), Decimal(0)) != claim.charge:
        return Habit.REJECTS_AT_CLEARINGHOUSE, WRONG_SUM
    if not payer.knows(claim.member_id):
        is_stranger = payer.is_stranger(claim.member_id)
        return Habit.REJECTS, UNKNOWN_MEMBER if is_stranger else WRONG_MEMBER
    if claim.frequency == "1" and is_late(claim, payer.card, file.received_on):
        return Habit.DENIES_AS_LATE, None
    habit = by_chance(claim, count, payer, seed)
    return habit, NOT_ENROLLED if habit is Habit.REJECTS else None

"""What a payer will do with a claim: chosen by its shares, by a marker in the claim, or by a test."""

from collections.abc import Mapping
from enum import StrEnum

from simulator.chance import Seed, draw
from simulator.claims import SeenClaim
from simulator.payers import Denial, PracticePayer

MARKER = "SIM "  # a record number (REF EA) "SIM denies as late" asks for that habit once
LATER_DENIED = 0.08  # of claims sent again: most second tries are good


class Habit(StrEnum):
    """One course of events; each name says what is seen from outside."""

    REFUSES_FILE = "refuses the file"  # TA1 R
    REFUSES_REPEATED_FILE = "refuses a repeated file"  # TA1 R: the number of an earlier file
    REFUSES_BATCH = "refuses the batch"  # 999 R
    LOSES_FILE = "loses the file"  # no answer at all
    REJECTS_AT_CLEARINGHOUSE = "rejects at the clearinghouse"  # 277CA A3, never reaches the payer
    REJECTS = "rejects"  # the payer's 277CA A7
    NEVER_ACKNOWLEDGES = "never acknowledges"  # the clearinghouse took it, the payer says nothing
    STAYS_SILENT = "stays silent"  # accepted by 277CA, then nothing
    PAYS = "pays"
    PAYS_WITH_INTEREST = "pays with interest"  # PLB L6
    LEAVES_TO_DEDUCTIBLE = "leaves to deductible"  # zero paid, PR-1
    TAKES_COPAY = "takes a copay"  # PR-3
    TAKES_COINSURANCE = "takes coinsurance"  # PR-2
    UNDERPAYS = "underpays"
    DENIES = "denies"  # by one of the payer's own reasons
    DENIES_AS_MISSING = "denies as missing"  # CO-16 with remarks
    DENIES_AS_LATE = "denies as late"  # CO-29
    DENIES_AS_UNNECESSARY = "denies as unnecessary"  # CO-50
    DENIES_UNAUTHORIZED = "denies as unauthorized"  # CO-197
    DENIES_AS_BUNDLED = "denies as bundled"  # CO-97
    DENIES_COVERAGE = "denies coverage"  # PR-27
    DENIES_ODDLY = "denies oddly"  # a reason no table maps
    DENIES_ONE_LINE = "denies one line"
    REVERSES_THEN_CORRECTS = "reverses then corrects"  # in two later files
    CORRECTS_THEN_REVERSES = "corrects then reverses"
    TAKES_BACK = "takes back"  # reversal, its money put off by PLB WO and taken later
    FORWARDS_BALANCE = "forwards a balance"  # reversal alone: PLB FB
    DELIVERS_TWICE = "delivers twice"  # one 835, again under another name and control number
    MISSES_A_CENT = "misses a cent"  # the claim does not balance
    MISSES_A_CENT_IN_ALL = "misses a cent in all"  # the payment does not balance
    PAYS_A_STRANGER = "pays a stranger"  # beside it, a claim nobody knows


Forced = Mapping[str, Habit | tuple[Habit, ...]]  # by claim number: the first try, or one try after another
DENIALS = {
    Habit.DENIES_AS_MISSING: Denial("CO", "16", "M51"),
    Habit.DENIES_AS_LATE: Denial("CO", "29", ""),
    Habit.DENIES_AS_UNNECESSARY: Denial("CO", "50", "N115"),
    Habit.DENIES_UNAUTHORIZED: Denial("CO", "197", ""),
    Habit.DENIES_AS_BUNDLED: Denial("CO", "97", "M15"),
    Habit.DENIES_COVERAGE: Denial("PR", "27", ""),
    Habit.DENIES_ODDLY: Denial("CO", "237", ""),
}
UNPAID = frozenset(
    {
        Habit.REFUSES_FILE,
        Habit.REFUSES_REPEATED_FILE,
        Habit.REFUSES_BATCH,
        Habit.LOSES_FILE,
        Habit.REJECTS_AT_CLEARINGHOUSE,
        Habit.REJECTS,
        Habit.NEVER_ACKNOWLEDGES,
        Habit.STAYS_SILENT,
    }
)
RARE = (  # in the order in which they are tried, with their parts of all claims
    (Habit.PAYS_WITH_INTEREST, 0.01),
    (Habit.TAKES_BACK, 0.01),
    (Habit.FORWARDS_BALANCE, 0.005),
    (Habit.DELIVERS_TWICE, 0.005),
    (Habit.MISSES_A_CENT, 0.005),
    (Habit.PAYS_A_STRANGER, 0.005),
    (Habit.DENIES_ONE_LINE, 0.01),
)


def asked_for(claim: SeenClaim, attempt: int, forced: Forced) -> Habit | None:
    """The habit that a test or the claim's own marker asks for; a marker counts for the first try only."""
    wish = forced.get(claim.number)
    if isinstance(wish, tuple):
        return wish[min(attempt, len(wish)) - 1]
    if attempt == 1 and wish is not None:
        return wish
    if attempt == 1 and claim.record_number.startswith(MARKER):
        return Habit(claim.record_number.removeprefix(MARKER))
    return Habit.PAYS if wish is not None else None


def by_chance(claim: SeenClaim, attempt: int, payer: PracticePayer, seed: Seed) -> Habit:
    """What this payer does with this claim when nobody asks for anything."""
    drawn = draw(seed, "habit", payer.id, claim.payee.id, claim.number, attempt)
    if attempt > 1:
        return Habit.DENIES if drawn < LATER_DENIED else Habit.PAYS
    for habit, share in _shares(payer):
        if drawn < share:
            return habit
        drawn -= share
    return Habit.PAYS


def _shares(payer: PracticePayer) -> tuple[tuple[Habit, float], ...]:
    half = payer.reversal_share / 2
    return (
        (Habit.REJECTS, payer.reject_share),
        (Habit.DENIES, payer.deny_share),
        (Habit.UNDERPAYS, payer.underpay_share),
        (Habit.STAYS_SILENT, payer.silent_share),
        (Habit.REVERSES_THEN_CORRECTS, half),
        (Habit.CORRECTS_THEN_REVERSES, half),
        *RARE,
    )

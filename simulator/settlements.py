"""What each payer settles and when: payments, denials, and what it later takes back or corrects."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from edi.parties import Party
from edi.remittances import RemitClaim
from rules.calendars import business_day_on_or_after
from simulator.attempts import Attempt
from simulator.chance import Seed, digits, draw, pick
from simulator.claims import Payee
from simulator.decisions import (
    ZERO,
    Case,
    Terms,
    cents,
    correct,
    deny,
    deny_first_line,
    miss_a_cent,
    pay,
    reverse,
)
from simulator.habits import DENIALS, UNPAID, Habit
from simulator.payers import Denial, PracticePayer

FIRST_CHANGE, SECOND_CHANGE = timedelta(days=7), timedelta(days=10)  # after the first payment
UNDERPAID, CORRECTED = Decimal("0.8"), Decimal("0.9")  # of the usual rate
INTEREST = Decimal("0.015")  # of what is paid
DUPLICATE = Denial("OA", "18", "")
CHANGING = (
    Habit.REVERSES_THEN_CORRECTS,
    Habit.CORRECTS_THEN_REVERSES,
    Habit.TAKES_BACK,
    Habit.PAYS_A_STRANGER,
    Habit.FORWARDS_BALANCE,
)
ALONE = (Habit.DELIVERS_TWICE, Habit.MISSES_A_CENT_IN_ALL)


@dataclass(frozen=True, slots=True)
class Settlement:
    """One claim in one remittance; `apart` names a payment of its own, empty joins the day's."""

    on: date
    payer: PracticePayer
    payee: Payee
    receiver: str
    claim: RemitClaim
    apart: str = ""
    interest: Decimal = ZERO
    is_put_off: bool = False  # its money is taken later
    is_twice: bool = False
    is_a_cent_off: bool = False


def settlements(tries: Sequence[Attempt], seed: Seed) -> list[Settlement]:
    """Everything the payers will ever settle for these sendings, in the order of the sendings."""
    settled: dict[tuple[str, str, str], list[Settlement]] = defaultdict(list)
    found: list[Settlement] = []
    for attempt in tries:
        if attempt.payer is not None and attempt.habit not in UNPAID:
            own = list(_course(attempt, attempt.payer, settled[attempt.key], seed))
            settled[attempt.key] += own
            found += own
    return found


def _course(
    attempt: Attempt, payer: PracticePayer, earlier: list[Settlement], seed: Seed
) -> Iterator[Settlement]:
    """What becomes of one sending, in time."""
    case = Case(attempt.claim, payer, attempt.payer_claim_number, attempt.file.received_on)
    first = _first(attempt, payer)
    paid = next((each for each in reversed(earlier) if each.claim.paid > 0 and each.on <= first.on), None)
    if attempt.claim.frequency in ("7", "8"):
        yield from _replaced(first, case, paid, attempt.claim.frequency == "8", seed)
    elif paid is not None and paid.on <= attempt.file.received_on:
        yield replace(first, claim=deny(case, DUPLICATE))
    else:
        first = replace(first, claim=_decide(case, attempt.habit, seed))
        yield _marked(first, attempt.habit)
        yield from _changes(first, case, attempt.habit, seed)


def _first(attempt: Attempt, payer: PracticePayer) -> Settlement:
    """Where and when the first remittance comes; what was due before we learned of it comes apart."""
    file = attempt.file
    due = business_day_on_or_after(file.received_on + timedelta(days=payer.pays_in))
    apart = f"late {file.number}" if due <= file.learned_on else ""
    if attempt.habit in ALONE:
        apart = f"alone {attempt.payer_claim_number}"
    nothing = RemitClaim(attempt.claim.number, "", ZERO, ZERO, ZERO, 0)
    return Settlement(max(due, file.learned_on), payer, attempt.claim.payee, file.sender, nothing, apart)


def _marked(first: Settlement, habit: Habit) -> Settlement:
    interest = cents(first.claim.paid * INTEREST) if habit is Habit.PAYS_WITH_INTEREST else ZERO
    return replace(
        first,
        interest=interest,
        is_twice=habit is Habit.DELIVERS_TWICE,
        is_a_cent_off=habit is Habit.MISSES_A_CENT_IN_ALL,
    )


def _replaced(
    first: Settlement, case: Case, paid: Settlement | None, is_void: bool, seed: Seed
) -> Iterator[Settlement]:
    """A replacement takes back what was paid and decides anew; a void only takes back."""
    if paid is not None:
        yield replace(first, claim=reverse(paid.claim))
    if not is_void and paid is not None:
        yield replace(first, claim=correct(case, _usual(case, seed), paid.claim))
    elif not is_void:
        yield replace(first, claim=_decide(case, Habit.PAYS, seed))


def _changes(first: Settlement, case: Case, habit: Habit, seed: Seed) -> Iterator[Settlement]:
    """What comes in later files after the first payment."""
    if habit not in CHANGING:
        return
    next_on = business_day_on_or_after(first.on + FIRST_CHANGE)
    last_on = business_day_on_or_after(first.on + SECOND_CHANGE)
    taken = replace(first, on=next_on, apart="", claim=reverse(first.claim))
    if habit in (Habit.REVERSES_THEN_CORRECTS, Habit.CORRECTS_THEN_REVERSES):
        usual = _usual(case, seed)
        number = case.payer_claim_number[:-1] + digits(2, seed, case.payer_claim_number)
        anew = replace(case, payer_claim_number=number)
        better = correct(anew, replace(usual, rate=usual.rate * CORRECTED), first.claim)
        corrected = replace(taken, on=last_on, claim=better)
        if habit is Habit.CORRECTS_THEN_REVERSES:
            taken, corrected = replace(taken, on=last_on), replace(corrected, on=next_on)
        yield from (taken, corrected)
    elif habit is Habit.TAKES_BACK:
        yield replace(taken, is_put_off=True, apart=f"taken {case.payer_claim_number}")
    elif habit is Habit.PAYS_A_STRANGER:
        yield replace(first, claim=_strangers(first.claim, seed))
    elif habit is Habit.FORWARDS_BALANCE:
        yield replace(taken, apart=f"forwarded {case.payer_claim_number}")


def _strangers(known: RemitClaim, seed: Seed) -> RemitClaim:
    """A claim like this one that nobody here ever sent."""
    number = digits(9, seed, "stranger", known.payer_claim_number)
    return replace(
        known,
        patient_control_number=f"NOBODYS{number}",
        payer_claim_number=number,
        patient=Party("Stranger", "Perfect", id=f"XX{number}", id_kind="MI"),
        insured=None,
        lines=tuple(replace(line, control=None) for line in known.lines),
    )


def _decide(case: Case, habit: Habit, seed: Seed) -> RemitClaim:
    """The first decision on a claim."""
    usual = _usual(case, seed)
    special = {
        Habit.LEAVES_TO_DEDUCTIBLE: replace(usual, share="deductible"),
        Habit.TAKES_COPAY: replace(usual, share="copay", amount=Decimal(30)),
        Habit.TAKES_COINSURANCE: replace(usual, share="coinsurance", amount=Decimal("0.2")),
        Habit.UNDERPAYS: replace(usual, rate=usual.rate * UNDERPAID),
    }
    if habit in DENIALS:
        return deny(case, DENIALS[habit])
    if habit is Habit.DENIES:
        choices = case.payer.denials
        return deny(case, choices[pick(len(choices), seed, "denial", case.payer_claim_number)])
    if habit is Habit.DENIES_ONE_LINE:
        return deny_first_line(case, usual, DENIALS[Habit.DENIES_AS_BUNDLED])
    if habit is Habit.MISSES_A_CENT:
        return miss_a_cent(pay(case, usual))
    return pay(case, special.get(habit, usual))


def _usual(case: Case, seed: Seed) -> Terms:
    """The payer's own terms; where deductibles are the rule, only some patients still owe theirs."""
    payer = case.payer
    if payer.patient_share != "deductible":
        return Terms(payer.allowed_rate, payer.patient_share, payer.patient_amount)
    is_open = draw(seed, "deductible", case.claim.member_id, case.claim.number) < payer.patient_amount
    return Terms(payer.allowed_rate, "deductible" if is_open else "none")

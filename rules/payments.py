"""One payment as a whole: its key, and whether it may be posted, waits, or came before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from rules.ledger import ZERO
from rules.remittances import Posting

NOTICE_ONLY = "P"  # BPR01: a test of the bank's way, no payment
DEBIT = "D"


def payment_key(payer: str, trace: str, paid_on: date | None, amount: Decimal) -> str:
    """Payer, trace, date and amount: the same payment in any file, whatever the file is called."""
    return "|".join((payer, trace, paid_on.isoformat() if paid_on else "", f"{amount:.2f}"))


SECOND_PART = " part 2"


def second_key(key: str) -> str:
    """The key of the second file of one payment."""
    return key + SECOND_PART


def whole_key(key: str) -> str:
    """The payment's own key, whichever part of it this is the key of."""
    return key.removesuffix(SECOND_PART)


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment as read to its end; `problem` says what its own totals lack, empty for nothing."""

    handling: str  # BPR01
    direction: str  # BPR03: C credit, D debit
    amount: Decimal
    reaches: Decimal  # claims paid less provider adjustments: should be the amount
    problem: str
    payee_known: bool
    is_whole: bool = True  # it has its end (SE) and nothing but the sum is wrong with it

    @property
    def may_post(self) -> bool:
        """Whether nothing in the payment itself stands against posting it."""
        is_right = not self.problem and self.amount >= 0 and self.direction != DEBIT
        return is_right and self.payee_known


@dataclass(frozen=True, slots=True)
class Earlier:
    """A payment with the same key that came before."""

    state: Posting
    reaches: Decimal
    is_whole: bool
    has_all_claims: bool  # every claim of the new one was in it already


class Judgement(StrEnum):
    """What to do with a payment."""

    POST = "post"
    SUSPEND = "suspend"  # Dr Cash, Cr Unapplied by its amount, and a task
    SUSPEND_BESIDE = "suspend beside"  # a task only: its money is in the ledger already
    HOLD = "hold"  # a task and no entry: below zero, or a debit
    NOTE = "note"
    DUPLICATE = "duplicate"
    REPLACE = "replace"  # the corrected file of a suspended payment: undo that one, post this one
    COMPLETE = "complete"  # the second half of one payment: undo the suspension, post both


@dataclass(frozen=True, slots=True)
class PaymentVerdict:
    """The judgement and why, in one sentence without patient data; empty for a plain posting."""

    judgement: Judgement
    reason: str = ""


def judge_payment(payment: Payment, earlier: Sequence[Earlier] = ()) -> PaymentVerdict:
    """Whether the payment posts; `earlier` are all judged ones with its key, oldest first.

    Source: 005010X221A1, balancing of BPR02; the amount may not be below zero.
    """
    if payment.handling == NOTICE_ONLY:
        return PaymentVerdict(Judgement.NOTE, "A test of the transfer, not a payment.")
    if earlier:
        return _again(payment, earlier)
    if payment.direction == DEBIT:
        return PaymentVerdict(Judgement.HOLD, "The payer says it debited us: a person must look.")
    if payment.amount < 0:
        return PaymentVerdict(Judgement.HOLD, f"The payment is below zero ({payment.amount:,.2f}).")
    if payment.problem:
        return PaymentVerdict(Judgement.SUSPEND, payment.problem)
    if not payment.payee_known:
        return PaymentVerdict(Judgement.SUSPEND, "Nobody here has the payee's number.")
    return PaymentVerdict(Judgement.POST)


def _again(payment: Payment, earlier: Sequence[Earlier]) -> PaymentVerdict:
    posted = [each for each in earlier if each.state is Posting.POSTED]
    repairs = payment.may_post and not posted
    if any(each.has_all_claims for each in earlier) and not repairs:
        return PaymentVerdict(Judgement.DUPLICATE, "The same payment came before.")
    if repairs:
        return PaymentVerdict(Judgement.REPLACE, "Takes the place of the suspended one.")
    halves = [each for each in earlier if each.state is Posting.SUSPENDED and each.is_whole]
    if payment.payee_known and payment.is_whole and not posted and len(halves) == 1:
        together = payment.reaches + halves[0].reaches
        if together == payment.amount > ZERO and not halves[0].has_all_claims:
            return PaymentVerdict(Judgement.COMPLETE, "The second half of a payment in two files.")
    told = "Another payment with the same trace, date and amount came before."
    return PaymentVerdict(Judgement.SUSPEND_BESIDE, told)

"""Posting one remittance claim: signed amounts, balanced legs, suspended rather than repaired."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from uuid import UUID

from rules.ledger import ZERO, Account, Leg
from rules.posting_asks import asks_of, reason_of
from rules.posting_book import Book
from rules.posting_shares import Share, divide
from rules.posting_verdicts import Ask, Denial, Next, Verdict
from rules.remittances import (
    DENIED,
    FORECAST,
    FORWARDED_ON,
    LATER,
    NOT_OURS,
    PRIMARY,
    REVERSAL,
    PaidClaim,
    Posting,
    Standing,
)
from rules.tasks import TaskKind

KNOWN = PRIMARY | LATER | {DENIED, REVERSAL, NOT_OURS, FORECAST}
DUPLICATE = "18"


def judge_claim(claim: PaidClaim, standing: Standing | None, book: Book) -> Verdict:
    """What this remittance claim posts and what our claim needs then; `standing` None: we know no such claim.

    The legs add up to zero and their Cash is what the payer paid (CLP04), whatever the verdict.
    """
    if claim.status in (FORECAST, NOT_OURS) and not claim.paid:
        told = "A forecast, not a decision." if claim.status == FORECAST else "Passed to another payer."
        return Verdict(Posting.NOTED, (), Next.NOTHING, told)
    if why := _untrusted(claim):
        return _suspended(claim, why)
    if standing is None:
        return _unmatched(claim)
    if any(line.line_id is None for line in claim.lines):
        return _suspended(claim, "A line of it belongs to no line that we billed.")
    shares = divide(claim, book)
    if why := _fit_to_what_is_owed(shares, claim, standing, book):
        return _suspended(claim, why)
    return _post(claim, standing, shares, book)


def _untrusted(claim: PaidClaim) -> str:
    if claim.problem:
        return claim.problem
    if claim.status in (FORECAST, NOT_OURS):
        return "A claim that is not decided carries money."
    if claim.status not in KNOWN:
        return f"The claim status {claim.status} is not known."
    return "A denied claim carries money." if claim.status == DENIED and claim.paid else ""


def set_aside(amount: Decimal, segment: int, payer_id: UUID | None = None) -> tuple[Leg, ...]:
    """Money that waits: Dr Cash, Cr Unapplied; the other way round below zero, nothing for zero."""
    if not amount:
        return ()
    return (
        Leg(Account.CASH, amount, payer_id=payer_id, segment=segment),
        Leg(Account.UNAPPLIED, -amount, payer_id=payer_id, segment=segment),
    )


def _suspended(claim: PaidClaim, why: str) -> Verdict:
    ask = f"{why} Ask the payer for a correction; ${claim.paid:,.2f} waits in Unapplied"
    task = Ask(TaskKind.SUSPENDED_PAYMENT, ask, claim.paid, {"segment": claim.segment, "why": why})
    legs = set_aside(claim.paid, claim.segment)
    return Verdict(Posting.SUSPENDED, legs, Next.NOTHING, why, asks=(task,))


def _unmatched(claim: PaidClaim) -> Verdict:
    why = "No claim of ours was found for it."
    hides = " It may hide a denial." if not claim.paid else ""
    ask = f"Find the claim that this payment of ${claim.paid:,.2f} belongs to.{hides}"
    money = claim.paid or claim.charge
    task = Ask(TaskKind.UNMATCHED_PAYMENT, ask, money, {"segment": claim.segment, "status": claim.status})
    return Verdict(Posting.UNMATCHED, set_aside(claim.paid, claim.segment), Next.NOTHING, why, asks=(task,))


def _fit_to_what_is_owed(shares: Sequence[Share], claim: PaidClaim, standing: Standing, book: Book) -> str:
    """A later payer may not take off more than the earlier one left open; says why when it does.

    Where the payer is known to repeat the earlier payer's cut, its own part is all that is taken.
    """
    if claim.status not in LATER:
        return ""
    settled = sum((share.settled - share.contractual for share in shares), ZERO)
    left = sum(standing.owed.values(), ZERO) - settled
    taken = sum((share.contractual for share in shares), ZERO)
    if taken <= max(left, ZERO):
        return ""
    if not book.includes_earlier_payer:
        return f"It takes ${taken:,.2f} off, but only ${max(left, ZERO):,.2f} was left open."
    for share in shares:
        share.contractual = min(share.contractual, max(left, ZERO))
        left -= share.contractual
    return ""


def _post(claim: PaidClaim, standing: Standing, shares: Sequence[Share], book: Book) -> Verdict:
    legs = tuple(leg for leg in _legs(claim, standing, shares) if leg.amount)
    owed = standing.owed_by_others + sum(standing.owed.values(), ZERO) + _moved(legs, Account.INSURANCE)
    patient = standing.patient + _moved(legs, Account.PATIENT)
    denials = () if claim.is_reversal else tuple(_denials(shares))
    unmapped = () if claim.is_reversal else tuple(each for share in shares for each in share.unmapped)
    posting = Posting.POSTED if legs else Posting.NOTED
    if denials and standing.was_paid and _only_duplicates(denials):
        return Verdict(
            posting, legs, Next.NOTHING, "A duplicate of what was paid.", owed=owed, patient=patient
        )
    verdict = Verdict(posting, legs, Next.NOTHING, "", denials, unmapped, (), owed, patient)
    following = _next(claim, standing, shares, verdict)
    asks = asks_of(verdict, following, book)
    if claim.is_reversal and legs and not _mirrors(legs, standing):
        ask = "The payer took back other amounts than it had paid: compare them"
        asks = (*asks, Ask(TaskKind.REVIEW_REVERSAL, ask, abs(claim.paid), {"segment": claim.segment}))
    reason = reason_of(claim, verdict, following)
    return Verdict(posting, legs, following, reason, denials, unmapped, asks, owed, patient)


def _legs(claim: PaidClaim, standing: Standing, shares: Sequence[Share]) -> Iterator[Leg]:
    """Cash once; then each line's reductions, the patient's share, and what the payer no longer owes."""
    payer = standing.payer_id
    yield Leg(Account.CASH, claim.paid, None, payer, claim.segment)
    for share in shares:
        line, segment = share.line_id, share.segment
        yield Leg(Account.CONTRACTUAL, share.contractual, line, payer, segment)
        yield Leg(Account.INTEREST, share.interest, line, payer, segment)
        if _goes_to_next_payer(claim, standing):
            yield Leg(Account.INSURANCE, share.patient, line, standing.next_payer_id, segment)
        else:
            yield Leg(Account.PATIENT, share.patient, line, None, segment)
        yield Leg(Account.INSURANCE, -share.settled, line, payer, segment)


def _goes_to_next_payer(claim: PaidClaim, standing: Standing) -> bool:
    if claim.is_reversal and standing.patient:
        return False  # the share had gone to the patient: it is taken back from there
    return standing.has_next_payer


def _moved(legs: Sequence[Leg], account: Account) -> Decimal:
    return sum((leg.amount for leg in legs if leg.account is account), ZERO)


def _denials(shares: Sequence[Share]) -> Iterator[Denial]:
    for share in shares:
        amount = sum((each.amount for each in share.denied), ZERO)
        if amount > 0:
            yield Denial(share.line_id, share.segment, amount, tuple(share.denied), share.remarks)


def _only_duplicates(denials: Sequence[Denial]) -> bool:
    return all(each.reason == DUPLICATE for denial in denials for each in denial.reductions)


def _next(claim: PaidClaim, standing: Standing, shares: Sequence[Share], verdict: Verdict) -> Next:
    own = sum(standing.owed.values(), ZERO) - sum((share.settled for share in shares), ZERO)
    if verdict.denials:
        return Next.DENIED
    if verdict.unmapped:
        return Next.UNMAPPED
    if own < 0:
        return Next.OVERPAID
    if own > 0:
        if claim.is_reversal:
            return Next.REVERSED
        return Next.PENDING if _is_part(claim, standing) else Next.UNDERPAID
    if verdict.owed > 0:
        return Next.FORWARDED if claim.status in FORWARDED_ON else Next.NEXT_PAYER
    return Next.PATIENT if verdict.patient > 0 else Next.PAID


def _is_part(claim: PaidClaim, standing: Standing) -> bool:
    """Whether a line that is still owed was not spoken of: the payer split the claim."""
    spoken = {line.line_id for line in claim.lines}
    return bool(spoken) and any(amount > 0 and line not in spoken for line, amount in standing.owed.items())


def _mirrors(legs: Sequence[Leg], standing: Standing) -> bool:
    taken: dict[tuple[Account, UUID | None], Decimal] = defaultdict(Decimal)
    for leg in legs:
        taken[leg.account, leg.line_id] -= leg.amount
    wanted = {place: amount for place, amount in taken.items() if amount}
    return any(wanted == posted for posted in standing.postings)

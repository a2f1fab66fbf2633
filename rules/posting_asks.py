"""What people are asked after a posting, and the one line that says why the claim is where it is."""

from collections.abc import Sequence
from decimal import Decimal

from rules.denials import Adjusted
from rules.ledger import ZERO, Account
from rules.posting_book import Book
from rules.posting_verdicts import Ask, Denial, Next, Verdict
from rules.remittances import PaidClaim
from rules.tasks import TaskKind


def asks_of(verdict: Verdict, following: Next, book: Book) -> tuple[Ask, ...]:
    """The tasks of a posted claim: codes to work, codes to map, what stays open, the next payer's bill."""
    found = [_map(code, verdict) for code in _codes_to_map(verdict)]
    if following is Next.DENIED:
        found.append(_work(verdict.denials, book))
    elif following is Next.UNDERPAID:
        ask = f"${verdict.owed:,.2f} stays open and the payer gave no reason: find out why"
        found.append(Ask(TaskKind.WORK_UNDERPAYMENT, ask, verdict.owed))
    elif following is Next.NEXT_PAYER:
        ask = f"Bill the next payer for ${verdict.owed:,.2f}, with what this one decided"
        found.append(Ask(TaskKind.SEND_INFORMATION, ask, verdict.owed, {"step": "bill next payer"}))
    return tuple(found)


def _codes_to_map(verdict: Verdict) -> list[str]:
    return sorted({f"{each.group}-{each.reason}" for each in verdict.unmapped})


def _map(code: str, verdict: Verdict) -> Ask:
    money = sum((each.amount for each in verdict.unmapped if f"{each.group}-{each.reason}" == code), ZERO)
    ask = f"Say what {code} means: ${money:,.2f} stays open until then"
    return Ask(TaskKind.MAP_CODE, ask, abs(money), {"codes": [code]}, code)


def _work(denials: Sequence[Denial], book: Book) -> Ask:
    reductions = [each for denial in denials for each in denial.reductions]
    remarks = tuple(dict.fromkeys(remark for denial in denials for remark in denial.remarks))
    route = book.route([Adjusted(*each) for each in reductions], remarks)
    codes = list(dict.fromkeys(f"{each.group}-{each.reason}" for each in reductions))
    amount = sum((denial.amount for denial in denials), ZERO)
    lines = [str(denial.line_id) for denial in denials if denial.line_id]
    detail: dict[str, object] = {
        "codes": codes,
        "remarks": list(remarks),
        "category": route.category.value,
        "strategy": route.strategy.value,
        "wording": route.wording,
        "first_action": route.first_action,
        "lines": lines,
        "amount": str(amount),
    }
    ask = f"{', '.join(codes)}: {route.wording}. {route.first_action}"
    return Ask(TaskKind.WORK_DENIAL, ask, amount, detail)


def reason_of(claim: PaidClaim, verdict: Verdict, following: Next) -> str:
    """One line for the claim, without patient data."""
    paid = f"Paid ${claim.paid:,.2f}" if claim.paid >= 0 else f"Took back ${-claim.paid:,.2f}"
    share = _sum_of(verdict, Account.PATIENT)
    return {
        Next.NOTHING: "",
        Next.PAID: f"{paid}: nothing is left open.",
        Next.PATIENT: f"{paid}; the patient owes ${share if share > 0 else verdict.patient:,.2f}.",
        Next.PENDING: f"{paid}; the payer has not decided every line yet.",
        Next.FORWARDED: f"{paid}; the payer passed ${verdict.owed:,.2f} on to the next one.",
        Next.NEXT_PAYER: f"{paid}; ${verdict.owed:,.2f} is for the next payer.",
        Next.REVERSED: "Reversed: the correction must follow.",
        Next.OVERPAID: f"{paid}, ${-verdict.owed:,.2f} more than was owed: a reversal must follow.",
        Next.UNDERPAID: f"{paid}; ${verdict.owed:,.2f} stays open without a reason.",
        Next.UNMAPPED: f"{paid}; {', '.join(_codes_to_map(verdict))} is a reason nobody has classed.",
        Next.DENIED: f"Denied: {_codes(verdict.denials)}.",
    }[following]


def _sum_of(verdict: Verdict, account: Account) -> Decimal:
    return sum((leg.amount for leg in verdict.legs if leg.account is account), ZERO)


def _codes(denials: Sequence[Denial]) -> str:
    codes = dict.fromkeys(f"{each.group}-{each.reason}" for denial in denials for each in denial.reductions)
    remarks = dict.fromkeys(remark for denial in denials for remark in denial.remarks)
    return ", ".join(codes) + (f" ({', '.join(remarks)})" if remarks else "")

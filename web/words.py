"""Dates, money and names as billers write them."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from models.claims import Claim
from models.files import FileState
from models.remittances import Posting
from models.tasks import Task
from rules.claims import Stage, Turn
from rules.denials import Category
from rules.filing_limits import Anchor, PlanKind
from rules.tasks import Asks, Awaited, Choice, Outcome, TaskKind

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

ASKED = {
    Asks.UNTIL: "Until",
    Asks.REFERENCE: "Reference (call number, control number, trace)",
    Asks.REASON: "What they said, or why",
    Asks.CLAIM_NUMBER: "Our claim number",
    Asks.CATEGORY: "Work it as",
}

TURNS = {
    Turn.OURS: "Our turn",
    Turn.PAYER: "Payer's turn",
    Turn.PROVIDER: "Practice's turn",
    Turn.PATIENT: "Patient's turn",
    Turn.NOBODY: "Closed",
}

FATES = {
    FileState.STORED: "soon",
    FileState.READ: "good",
    FileState.READ_WITH_PROBLEMS: "soon",
    FileState.REFUSED: "late",
    FileState.SENT: "act",
}  # the tone of a file's chip
POSTINGS = {
    Posting.STAGED: "soon",
    Posting.POSTED: "good",
    Posting.SUSPENDED: "late",
    Posting.UNMATCHED: "late",
    Posting.NOTED: "calm",
    Posting.DUPLICATE: "calm",
}
CLAIM_STATUS = {
    "1": "settled, first payer",
    "2": "settled, second payer",
    "3": "settled, third payer",
    "4": "denied",
    "19": "settled and forwarded",
    "20": "settled and forwarded",
    "21": "settled and forwarded",
    "22": "reversal",
    "23": "not their claim, forwarded",
    "25": "forecast, no payment",
}  # CLP02 in our own words

AWAITED = {
    Awaited.REMITTANCE: "a payment or denial comes",
    Awaited.ANSWER: "a status answer comes",
}

KINDS = {
    TaskKind.FIX_REJECTION: "Rejected",
    TaskKind.MISSING_ACKNOWLEDGEMENT: "No receipt",
    TaskKind.WORK_DENIAL: "Denial",
    TaskKind.WORK_UNDERPAYMENT: "Underpaid",
    TaskKind.CHECK_APPEAL: "Appeal",
    TaskKind.APPROVE_WRITE_OFF: "Write-off",
    TaskKind.APPROVE_EXCEPTION: "Exception",
    TaskKind.UNMATCHED_PAYMENT: "Unmatched",
    TaskKind.SUSPENDED_PAYMENT: "Suspended",
    TaskKind.REVIEW_EMERGENCY: "Emergency access",
}  # shorter than the kind's own name, for lists


SPOKEN: dict[str, str] = {
    PlanKind.MEDICARE: "Medicare",
    PlanKind.MEDICARE_ADVANTAGE: "Medicare Advantage",
    PlanKind.MEDICAID: "Medicaid",
    PlanKind.MEDICAID_MANAGED: "Medicaid, managed care",
    PlanKind.TRICARE: "TRICARE",
    PlanKind.VA: "VA",
    PlanKind.COMMERCIAL_OUT_OF_NETWORK: "commercial, out of network",
    PlanKind.SELF_FUNDED: "self-funded",
    Category.COORDINATION_OF_BENEFITS: "coordination of benefits (COB)",
    Anchor.PRIOR_PAYER_EOB_DATE: "prior payer EOB date",
    Anchor.PROVIDER_ID_ISSUE_DATE: "provider ID issue date",
}  # plans, programs and codes that are not written as they are stored


def kind(of: TaskKind) -> str:
    return KINDS.get(of, sentence(of))


def money(amount: Decimal | None) -> str:
    """ "$1,240.00", "-$84.20"; a dash where there is none."""
    if amount is None:
        return "-"
    return f"-${-amount:,.2f}" if amount < 0 else f"${amount:,.2f}"


def amount(number: Decimal) -> str:
    """Money in a column that says dollars: "1,240.00", nothing for zero."""
    return f"{number:,.2f}" if number else ""


def dollars(amount: Decimal) -> str:
    """Without cents: "$18,204"."""
    return money(amount.quantize(Decimal(1))).removesuffix(".00")


def day(on: date, today: date) -> str:
    """ "Mar 2", with the year when it is another one."""
    short = f"{MONTHS[on.month - 1]} {on.day}"
    return short if on.year == today.year else f"{short}, {on.year}"


def away(on: date, today: date) -> str:
    """How far off: "today", "in 6 days", "3 days ago"."""
    left = (on - today).days
    if left in (-1, 0, 1):
        return ("yesterday", "today", "tomorrow")[left + 1]
    return f"in {left} days" if left > 0 else f"{-left} days ago"


def days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def at(moment: datetime, time_zone: str) -> str:
    """ "Nov 23, 10:42" at that place."""
    local = moment.astimezone(ZoneInfo(time_zone))
    return f"{MONTHS[local.month - 1]} {local.day}, {local:%H:%M}"


def place(time_zone: str) -> str:
    """The city whose time it is."""
    return time_zone.rpartition("/")[2].replace("_", " ")


def local_date(moment: datetime, time_zone: str) -> date:
    return moment.astimezone(ZoneInfo(time_zone)).date()


def person(last: str | None, first: str | None) -> str:
    """ "Reyes, Marisol"."""
    return ", ".join(part for part in (last, first) if part)


def count(number: int, most: int = 1000) -> str:
    """A count that stopped at `most` says so: "1000+"."""
    return f"{most}+" if number > most else str(number)


def spoken(stored: str) -> str:
    """What an enum stores as people write it: "va" is VA, "timely_filing" is timely filing."""
    return SPOKEN.get(stored, stored.replace("_", " "))


def sentence(text: str) -> str:
    """With a capital first letter, and the rest as it is."""
    return text[:1].upper() + text[1:]


def ending(secret: str, shown: int = 4) -> str:
    """The last characters of a member id: "···4417"."""
    return f"···{secret[-shown:]}" if len(secret) > shown else secret


def dotted(diagnosis: str) -> str:
    """An ICD-10 code as people write it: E1165 is E11.65."""
    return f"{diagnosis[:3]}.{diagnosis[3:]}" if len(diagnosis) > 3 and "." not in diagnosis else diagnosis


def plain_reasons(reasons: Iterable[str], kind: str) -> str:
    """Why a task comes early, without points and kind: "deadline in 3 days, $612.00 at stake"."""
    told = [re.sub(r" \(\+\d+\)$", "", reason) for reason in reasons]
    plain = [reason for reason in told if reason.lower() != kind]
    return ", ".join(each[:1].lower() + each[1:] for each in plain)


def review(choice: Choice, task: Task, claim: Claim | None) -> str:
    """What an outcome that moves money will do, in one sentence with the amount and the claim."""
    number = f"claim {claim.number}" if claim else "it"
    if choice.outcome is Outcome.BILL_PATIENT and claim:
        return f"{money(claim.open_amount)} of {number} becomes the patient's to pay."
    if choice.outcome is Outcome.MATCHED:
        return f"{money(task.money)} is posted to the claim you name."
    if choice.outcome is Outcome.MAPPED:
        return "This code is treated so for every claim of this payer from now on."
    if choice.stage is Stage.CLOSED and claim:
        return f"{money(claim.open_amount)} of {number} is written off and the claim is closed."
    return f"{sentence(number)} goes to the payer after its filing limit, with the delay reason you name."

"""The twelve practice payers: the card a desk keeps of each, and the habits the desk cannot see."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files

from rules.tables import Row, read_rows

TABLE = "payers.csv"


@dataclass(frozen=True, slots=True)
class PayerCard:
    """What a billing office knows of a payer; the fields are those of its table of payers."""

    payer_id: str
    name: str
    plan_kind: str
    program: str | None
    state: str | None
    filing_rule: str | None
    follow_up_days: int
    member_id_pattern: str
    needs_referring: bool
    phone: str
    portal: str | None
    hours: str
    playbook: str


@dataclass(frozen=True, slots=True)
class Denial:
    """A reason for paying nothing: group, CARC and, mostly, a remark that says more."""

    group: str
    reason: str
    remark: str


@dataclass(frozen=True, slots=True)
class PracticePayer:
    """One payer and how it behaves; shares are parts of all its claims, between 0 and 1."""

    card: PayerCard
    tax_id: str
    filing_code: str  # CLP06
    acknowledges_in: int  # days until its 277CA
    pays_in: int  # days until its 835
    method: str  # ACH or CHK
    allowed_rate: Decimal  # what it allows of each charge
    patient_share: str  # none, copay, coinsurance or deductible
    patient_amount: Decimal  # dollars a visit, or the rate of a coinsurance or of deductibles still open
    denials: tuple[Denial, ...]
    deny_share: float
    reject_share: float
    rejects_member_ids: str  # a regular expression for ids it never knows
    underpay_share: float
    silent_share: float
    reversal_share: float

    @property
    def id(self) -> str:
        return self.card.payer_id

    def knows(self, member_id: str) -> bool:
        """Whether such a member id is one of its own."""
        is_ours = re.fullmatch(self.card.member_id_pattern, member_id) is not None
        return is_ours and not self.is_stranger(member_id)

    def is_stranger(self, member_id: str) -> bool:
        """Whether the id looks right and belongs to nobody."""
        return re.fullmatch(self.rejects_member_ids, member_id) is not None


@cache
def practice_payers() -> dict[str, PracticePayer]:
    """All of them by payer id, in table order. Raises Unreadable naming the line of a wrong cell."""
    text = files("simulator").joinpath("data", TABLE).read_text(encoding="utf-8")
    return {each.id: each for each in map(_payer, read_rows(text, TABLE))}


def _payer(row: Row) -> PracticePayer:
    return PracticePayer(
        card=_card(row),
        tax_id=row.text("tax_id"),
        filing_code=row.text("filing_code"),
        acknowledges_in=row.read("acknowledges_in", int),
        pays_in=row.read("pays_in", int),
        method=row.text("method"),
        allowed_rate=row.read("allowed_rate", Decimal),
        patient_share=row.text("patient_share"),
        patient_amount=row.read("patient_amount", Decimal),
        denials=tuple(_denial(code) for code in row.text("deny_codes").split()),
        deny_share=row.read("deny_share", float),
        reject_share=row.read("reject_share", float),
        rejects_member_ids=row.text("rejects_member_ids"),
        underpay_share=row.read("underpay_share", float),
        silent_share=row.read("silent_share", float),
        reversal_share=row.read("reversal_share", float),
    )


def _card(row: Row) -> PayerCard:
    return PayerCard(
        payer_id=row.text("payer_id"),
        name=row.text("name"),
        plan_kind=row.text("plan_kind"),
        program=row.text("program") or None,
        state=row.text("state") or None,
        filing_rule=row.text("filing_rule") or None,
        follow_up_days=row.read("follow_up_days", int),
        member_id_pattern=row.text("member_id_pattern"),
        needs_referring=row.flag("needs_referring"),
        phone=row.text("phone"),
        portal=row.text("portal") or None,
        hours=row.text("hours"),
        playbook=row.text("playbook"),
    )


def _denial(code: str) -> Denial:
    """CO-16/N290 is group CO, CARC 16, remark N290."""
    reason, _, remark = code.partition("/")
    group, _, number = reason.partition("-")
    return Denial(group, number, remark)

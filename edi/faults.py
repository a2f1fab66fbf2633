"""What can be wrong with a file: each fault has a code, a scope and a place, and never a patient's data."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class X12Error(Exception):
    """What cannot be read or written: one sentence that says where and what to do."""


class Scope(StrEnum):
    """How much a fault spoils."""

    NOTE = "note"  # shown, blocks nothing
    CLAIM = "claim"  # this claim is not to be trusted; the others are
    SET = "set"  # the whole transaction set
    FILE = "file"  # the whole interchange or file


class Code(StrEnum):
    """The kinds of fault; `WORDS` says each in a biller's words."""

    AMOUNT = "amount"
    QUANTITY = "quantity"
    DATE = "date"
    IMPLAUSIBLE = "implausible"
    MISSING = "missing"
    COMPONENTS = "components"
    UNEXPECTED = "unexpected"
    TOO_MANY_LINES = "too many lines"
    CLAIM_WITHOUT_PARENT = "claim without parent"
    HIERARCHY = "hierarchy"
    LINE_BALANCE = "line balance"
    CLAIM_BALANCE = "claim balance"
    PAYMENT_BALANCE = "payment balance"
    NEGATIVE_PAYMENT = "negative payment"
    NO_PAYMENT = "no payment"
    PATIENT_SHARE = "patient share"
    SEGMENT_COUNT = "segment count"
    CONTROL_NUMBER = "control number"
    SET_COUNT = "set count"
    GROUP_COUNT = "group count"
    NO_TRAILER = "no trailer"
    NO_HEADER = "no header"
    ASSUMED = "assumed"
    OLD_VERSION = "old version"
    AFTER_THE_END = "after the end"
    DISAGREES = "disagrees"
    LINE_SUM = "line sum"
    POINTER = "pointer"
    OTHER_PAYER_LINE = "other payer line"
    OTHER_PAYER_CLAIM = "other payer claim"


WORDS: dict[Code, str] = {
    Code.AMOUNT: "the amount is missing or is not a number",
    Code.QUANTITY: "the quantity is not a number",
    Code.DATE: "the date is not a calendar date",
    Code.IMPLAUSIBLE: "the date lies before 1900",
    Code.MISSING: "a required value is missing",
    Code.COMPONENTS: "the parts of this element are not divided by the file's own separator",
    Code.UNEXPECTED: "this segment does not belong here and was kept as it is",
    Code.TOO_MANY_LINES: "the claim has more than 2,000 lines",
    Code.CLAIM_WITHOUT_PARENT: "the claim stands under no billing provider or subscriber",
    Code.HIERARCHY: "the levels are numbered wrongly, so the nearest one before was taken",
    Code.LINE_BALANCE: "charge less adjustments is not what was paid on this line",
    Code.CLAIM_BALANCE: "charge less adjustments is not what was paid, or the lines do not add up",
    Code.PAYMENT_BALANCE: "claims less provider adjustments are not the amount of the payment",
    Code.NEGATIVE_PAYMENT: "the payment is below zero, which no payer may send",
    Code.NO_PAYMENT: "claims stand here without the head of a payment",
    Code.PATIENT_SHARE: "the patient's share is not the sum of the PR adjustments",
    Code.SEGMENT_COUNT: "the number of segments differs from the count in the trailer",
    Code.CONTROL_NUMBER: "the control number of the trailer differs from its header",
    Code.SET_COUNT: "the number of transaction sets differs from the count in the trailer",
    Code.GROUP_COUNT: "the number of groups differs from the count in the trailer",
    Code.NO_TRAILER: "the end is missing: the file may have been cut",
    Code.NO_HEADER: "the beginning is missing",
    Code.ASSUMED: "the file has no ISA, so its separators were guessed",
    Code.OLD_VERSION: "the file says version 4010",
    Code.AFTER_THE_END: "text follows the end of the interchange and was left aside",
    Code.DISAGREES: "two statements of this segment contradict each other",
    Code.LINE_SUM: "the lines do not add up to the charge of the claim",
    Code.POINTER: "the line points to a diagnosis that the claim does not have",
    Code.OTHER_PAYER_LINE: "what another payer paid and adjusted on this line is not its charge",
    Code.OTHER_PAYER_CLAIM: "the charge less another payer's adjustments is not what that payer paid",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One finding; `segment` counts from 1 at the file's first ISA, `set_segment` from 1 at ST."""

    code: Code
    scope: Scope
    segment: int
    set_segment: int = 0  # 0: outside a transaction set
    tag: str = ""
    element: int = 0  # 0: the whole segment
    component: int = 0
    difference: Decimal | None = None  # for balances: what should be less what is

    @property
    def place(self) -> str:
        """Where: "segment 19, CLP04"."""
        name = f"{self.tag}{self.element:02d}" if self.element else self.tag
        part = f"-{self.component}" if self.component else ""
        return f"segment {self.segment}" + (f", {name}{part}" if name else "")

    @property
    def text(self) -> str:
        """One sentence with place and finding, fit for a screen or a log."""
        off = f" (off by {abs(self.difference):f})" if self.difference is not None else ""
        return f"{self.place[0].upper()}{self.place[1:]}: {WORDS[self.code]}{off}."


def blocks(faults: tuple[Fault, ...]) -> bool:
    """Whether any of them is more than a note."""
    return any(fault.scope is not Scope.NOTE for fault in faults)

"""Settlements gathered into payments: one per payer, payee and day, with what moves outside of claims."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby

from edi.remittances import ProviderAdjustment
from rules.calendars import business_day_on_or_after
from simulator.chance import Seed, digits
from simulator.decisions import CENT, ZERO
from simulator.settlements import Settlement

TAKEN_AFTER = timedelta(days=7)  # money put off by a WO


@dataclass(frozen=True, slots=True)
class Paid:
    """One payment as it will be announced; `amount` is never below zero."""

    on: date  # the day of the file
    paid_on: date  # the day of the payment: earlier where a file is delivered again
    trace: str
    amount: Decimal
    settlements: tuple[Settlement, ...]
    adjustments: tuple[ProviderAdjustment, ...]
    is_again: bool = False


@dataclass(slots=True)
class Owed:
    """What a payee owes a payer from earlier payments."""

    reason: str  # WO or FB
    reference: str
    amount: Decimal
    since: date  # not taken before


def payments(settled: Iterable[Settlement], until: date, seed: Seed) -> list[Paid]:
    """Every payment up to and with that day, oldest first.

    What a payee owes is taken from the first common payment that can bear it; a payment that would be
    negative becomes zero and forwards its balance.
    """
    owed: dict[tuple[str, str], list[Owed]] = defaultdict(list)
    found: list[Paid] = []
    due = sorted((each for each in settled if each.on <= until), key=_place)
    for (on, payer_id, payee_id, apart), group in groupby(due, key=_day_and_parties):
        trace = f"{payer_id}{on:%y%m%d}{digits(8, seed, on, payer_id, payee_id, apart)}"
        paid = _gather(tuple(group), trace, owed[payer_id, payee_id])
        found.append(paid)
        if any(each.is_twice for each in paid.settlements):
            again_on = business_day_on_or_after(on + timedelta(days=1))
            found.append(replace(paid, on=again_on, is_again=True))
    return sorted((each for each in found if each.on <= until), key=lambda each: (each.on, each.trace))


def _day_and_parties(each: Settlement) -> tuple[date, str, str, str]:
    return each.on, each.payer.id, each.payee.id, each.apart


def _place(each: Settlement) -> tuple[date, str, str, str, str, str]:
    claim = each.claim
    return *_day_and_parties(each), claim.patient_control_number, claim.payer_claim_number or ""


def _gather(group: Sequence[Settlement], trace: str, owed: list[Owed]) -> Paid:
    """One payment; what it leaves owed, or takes, is written into `owed`."""
    first = group[0]
    plb = _Adjustments(first)
    for each in group:
        if each.interest:
            plb.add("L6", each.claim.payer_claim_number or "", -each.interest)
        if each.is_put_off:
            plb.add("WO", each.claim.payer_claim_number or "", each.claim.paid)
            taken_on = first.on + TAKEN_AFTER
            owed.append(Owed("WO", each.claim.payer_claim_number or "", -each.claim.paid, taken_on))
    total = sum((each.claim.paid for each in group), ZERO) - plb.total
    for debt in [each for each in owed if not first.apart and each.since <= first.on]:
        if debt.amount <= total:
            plb.add(debt.reason, debt.reference, debt.amount)
            total -= debt.amount
            owed.remove(debt)
    if total < 0:
        plb.add("FB", trace, total)
        owed.append(Owed("FB", trace, -total, first.on + timedelta(days=1)))
        total = ZERO
    total += CENT if any(each.is_a_cent_off for each in group) else ZERO
    return Paid(first.on, first.on, trace, total, tuple(group), tuple(plb.rows))


class _Adjustments:
    """The PLB rows of one payment and their sum."""

    def __init__(self, first: Settlement) -> None:
        self.provider, self.fiscal_on = first.payee.id, date(first.on.year, 12, 31)
        self.rows: list[ProviderAdjustment] = []
        self.total = ZERO

    def add(self, reason: str, reference: str, amount: Decimal) -> None:
        self.rows.append(ProviderAdjustment(reason, reference, amount, self.provider, self.fiscal_on))
        self.total += amount

"""Edits on what earlier payers did: their money must add up before the next payer sees it."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from rules.claim_facts import ClaimFacts, OtherPayerFacts
from rules.edits import Place, edit, once

REPEAT = "Repeat the earlier remittance exactly, line by line."
BALANCE = "005010X222A1, 1.4.4 balancing"


def _decided(claim: ClaimFacts) -> list[OtherPayerFacts]:
    return [each for each in claim.other_payers if each.has_decided]


@edit("CB-01", "other_payers", "An earlier payer's payment is missing.", REPEAT, "005010X222A1, 2320 AMT*D")
def no_payment(claim: ClaimFacts, today: date) -> Iterable[Place]:
    return once(any(each.paid is None for each in _decided(claim)))


@edit("CB-02", "other_payers", "Paid and adjusted are not the line's charge.", REPEAT, BALANCE)
def line_out_of_balance(claim: ClaimFacts, today: date) -> Iterable[Place]:
    charges = {line.number: line.charge for line in claim.lines}
    paid = [line for payer in _decided(claim) for line in payer.lines]
    return dict.fromkeys(
        line.number for line in paid if line.paid + line.adjusted != charges.get(line.number)
    )


@edit("CB-03", "other_payers", "Charge less adjustments is not what was paid.", REPEAT, BALANCE)
def claim_out_of_balance(claim: ClaimFacts, today: date) -> Iterable[Place]:
    return once(any(_left(claim, each) != each.paid for each in _decided(claim) if each.paid is not None))


def _left(claim: ClaimFacts, payer: OtherPayerFacts) -> Decimal:
    return claim.charge - payer.adjusted - sum((line.adjusted for line in payer.lines), Decimal(0))


@edit("CB-04", "other_payers", "The lines paid are not the claim's payment.", REPEAT, BALANCE)
def payments_out_of_balance(claim: ClaimFacts, today: date) -> Iterable[Place]:
    payers = [each for each in _decided(claim) if each.lines and each.paid is not None]
    return once(any(sum(line.paid for line in each.lines) - each.adjusted != each.paid for each in payers))


@edit(
    "CB-05",
    "other_payers",
    "The payer billed is also an earlier payer.",
    "Order the coverages anew.",
    "005010X222A1, 2330B",
)
def payer_twice(claim: ClaimFacts, today: date) -> Iterable[Place]:
    return once(any(each.payer_id == claim.payer.payer_id for each in _decided(claim)))

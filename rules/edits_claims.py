"""Edits on the claim as a whole: totals, frequency, duplicates, numbers and permissions."""

from collections.abc import Iterable
from datetime import date

from rules.claim_facts import ClaimFacts
from rules.claims import Frequency
from rules.edits import Place, edit, lines_where, once, within

DELAY_REASONS = frozenset(str(code) for code in (*range(1, 12), 15))
CLM, CLM05, CLM11, CLM20 = (f"005010X222A1, CLM{n}" for n in ("02", "05", "11", "20"))
REPLACES = (Frequency.REPLACEMENT, Frequency.VOID)


@edit("CL-01", "charge", "The lines do not add up to the total.", "Mend the line or the total.", CLM)
def wrong_total(claim: ClaimFacts, today: date) -> Iterable[Place]:
    return once(claim.lines and sum(line.charge for line in claim.lines) != claim.charge)


@edit("CL-02", "frequency", "The payer's claim number is missing.", "Take it from the 277CA or 835.", CLM05)
def no_payer_claim_number(claim: ClaimFacts, today: date) -> Iterable[Place]:
    return once(claim.frequency in REPLACES and not claim.payer_claim_number)


@edit("CL-03", "frequency", "The frequency is none of 1, 7 and 8.", "1 new, 7 replaces, 8 voids.", CLM05)
def wrong_frequency(claim: ClaimFacts, today: date) -> Iterable[Place]:
    return once(claim.frequency not in tuple(Frequency))


@edit("CL-04", "claim", "An open claim already asks for this.", "Work that one, or replace it.", "house rule")
def duplicate(claim: ClaimFacts, today: date) -> Iterable[Place]:
    return once(claim.duplicates_of and claim.frequency not in REPLACES)


@edit(
    "CL-05",
    "control_number",
    "Our claim number is missing or too long.",
    "At most 20 characters.",
    "005010X222A1, CLM01",
)
def wrong_control_number(claim: ClaimFacts, today: date) -> Iterable[Place]:
    return once(not 1 <= len(claim.control_number) <= 20)


@edit(
    "CL-06",
    "authorization",
    "This payer wants an authorization.",
    "Get the number before sending.",
    "the payer's card",
)
def no_authorization(claim: ClaimFacts, today: date) -> Iterable[Place]:
    if claim.authorization:
        return ()
    return lines_where(claim, lambda line: within(line.procedure, claim.payer.authorization_ranges))


@edit(
    "CL-07",
    "delay_reason",
    "It is late and gives no delay reason.",
    "Choose why; no reason, no sending.",
    CLM20,
)
def no_delay_reason(claim: ClaimFacts, today: date) -> Iterable[Place]:
    limit = claim.payer.filing_limit_on
    return once(limit and today > limit and not claim.delay_reason)


@edit("CL-08", "delay_reason", "The delay reason is not a code in use.", "1 to 11, or 15.", CLM20)
def wrong_delay_reason(claim: ClaimFacts, today: date) -> Iterable[Place]:
    return once(claim.delay_reason and claim.delay_reason not in DELAY_REASONS)


@edit(
    "CL-09",
    "attachments",
    "An attachment has no control number.",
    "Number the papers and the claim alike.",
    "005010X222A1, PWK06",
)
def unnumbered_attachment(claim: ClaimFacts, today: date) -> Iterable[Place]:
    return once(any(each.sent_by != "AA" and not each.control for each in claim.attachments))


@edit("CL-10", "accident", "An accident has no date.", "Ask the patient when it happened.", CLM11)
def no_accident_date(claim: ClaimFacts, today: date) -> Iterable[Place]:
    return once(claim.accident_causes and not claim.accident_on)


@edit("CL-11", "accident", "A car accident has no state.", "Ask the patient where it happened.", CLM11)
def no_accident_state(claim: ClaimFacts, today: date) -> Iterable[Place]:
    return once("AA" in claim.accident_causes and not claim.accident_state)

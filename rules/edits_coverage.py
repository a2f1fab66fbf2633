"""Edits on subscriber, patient, policy and payer."""

import re
from collections.abc import Iterable
from datetime import date

from rules.claim_facts import ClaimFacts
from rules.edits import Place, edit, lines_where, once
from rules.errors import Unreadable

NM109, DMG, BY_ELIGIBILITY = "005010X222A1, 2010BA NM109", "005010X222A1, DMG", "Run eligibility and compare."


@edit("CV-01", "member_id", "The member id is missing.", "Take it from the card or the 271.", NM109)
def no_member_id(claim: ClaimFacts, today: date) -> Iterable[Place]:
    return once(not claim.subscriber.member_id)


@edit("CV-02", "member_id", "The member id does not fit this payer.", BY_ELIGIBILITY, "the payer's card")
def wrong_member_id(claim: ClaimFacts, today: date) -> Iterable[Place]:
    pattern, given = claim.payer.member_id_pattern, claim.subscriber.member_id
    return once(pattern and given and not member_id_fits(pattern, given))


def member_id_fits(pattern: str, member_id: str) -> bool:
    """Does the whole id match? Raises Unreadable when the payer's card holds no usable pattern."""
    try:
        return re.fullmatch(pattern, member_id) is not None
    except re.error as fault:
        raise Unreadable(f"The payer's member id pattern cannot be used: {fault}.") from fault


@edit("CV-03", "birth_date", "The subscriber's birth date is missing.", "Take it from the 271.", DMG)
def no_subscriber_birth_date(claim: ClaimFacts, today: date) -> Iterable[Place]:
    return once(claim.patient is None and claim.subscriber.birth_date is None)


@edit(
    "CV-04",
    "address",
    "The subscriber's address is missing.",
    "Ask the front desk.",
    "005010X222A1, 2010BA N3",
)
def no_subscriber_address(claim: ClaimFacts, today: date) -> Iterable[Place]:
    address = claim.subscriber.address
    complete = address and address.line and address.city and address.zip
    return once(claim.patient is None and not complete)


@edit("CV-05", "birth_date", "The patient's birth date is missing.", "Ask the front desk.", DMG)
def no_patient_birth_date(claim: ClaimFacts, today: date) -> Iterable[Place]:
    return once(claim.patient is not None and claim.patient.birth_date is None)


@edit(
    "CV-06",
    "birth_date",
    "The patient was born after the service.",
    "Mend the birth date or the service.",
    DMG,
)
def born_after_service(claim: ClaimFacts, today: date) -> Iterable[Place]:
    born = claim.patient.birth_date if claim.patient else claim.subscriber.birth_date
    return once(born and claim.first_day and born > claim.first_day)


@edit("CV-07", "sex", "Sex is none of M, F and U.", "Enter it as the payer's record has it.", DMG)
def wrong_sex(claim: ClaimFacts, today: date) -> Iterable[Place]:
    sex = claim.patient.sex if claim.patient else claim.subscriber.sex
    return once(sex not in ("", "M", "F", "U"))


@edit(
    "CV-08", "coverage", "The policy does not cover the day.", "Find the plan in force that day.", "the 271"
)
def not_covered(claim: ClaimFacts, today: date) -> Iterable[Place]:
    since, until = claim.coverage.covered_from or date.min, claim.coverage.covered_until or date.max
    return lines_where(
        claim,
        lambda line: (
            line.service_from and not since <= line.service_from <= (line.last_day or until) <= until
        ),
    )


@edit(
    "CV-09",
    "payer",
    "The payer id is missing.",
    "Choose the payer from the list.",
    "005010X222A1, 2010BB NM109",
)
def no_payer_id(claim: ClaimFacts, today: date) -> Iterable[Place]:
    return once(not claim.payer.payer_id)

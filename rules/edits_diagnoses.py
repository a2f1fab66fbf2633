"""Edits on diagnoses and the pointers that link them to services."""

import re
from collections.abc import Iterable
from datetime import date

from rules.claim_facts import ClaimFacts
from rules.edits import Place, edit, lines_where, once

ICD_10_CM = re.compile(r"[A-Z]\d[0-9AB](\.?[0-9A-Z]{1,4})?")
ICD_10_SINCE = date(2015, 10, 1)
EXTERNAL_CAUSES = ("V", "W", "X", "Y")
HI, SV107 = "005010X222A1, HI", "005010X222A1, SV107"


@edit("DX-01", "diagnoses", "The claim has no diagnosis.", "Ask the coder for the diagnosis.", HI)
def no_diagnosis(claim: ClaimFacts, today: date) -> Iterable[Place]:
    return once(not claim.diagnoses)


@edit("DX-02", "pointers", "The line points to no diagnosis.", "Link the line to its diagnosis.", SV107)
def no_pointer(claim: ClaimFacts, today: date) -> Iterable[Place]:
    return lines_where(claim, lambda line: not line.pointers)


@edit("DX-03", "pointers", "A pointer leads to no diagnosis.", "Point to one that is on the claim.", SV107)
def dangling_pointer(claim: ClaimFacts, today: date) -> Iterable[Place]:
    places = range(1, len(claim.diagnoses) + 1)
    return lines_where(claim, lambda line: any(each not in places for each in line.pointers))


@edit("DX-04", "diagnoses", "More than 12 diagnoses.", "Keep the 12 that support the services.", HI)
def too_many_diagnoses(claim: ClaimFacts, today: date) -> Iterable[Place]:
    return once(len(claim.diagnoses) > 12)


@edit("DX-05", "pointers", "More than 4 pointers on the line.", "Keep the 4 that matter most.", SV107)
def too_many_pointers(claim: ClaimFacts, today: date) -> Iterable[Place]:
    return lines_where(claim, lambda line: len(line.pointers) > 4)


@edit("DX-06", "diagnoses", "A diagnosis is listed twice.", "Remove the second and mend the pointers.", HI)
def repeated_diagnosis(claim: ClaimFacts, today: date) -> Iterable[Place]:
    return once(len({each.replace(".", "") for each in claim.diagnoses}) < len(claim.diagnoses))


@edit(
    "DX-07",
    "diagnoses",
    "A diagnosis does not look like ICD-10-CM.",
    "Compare with the note: letter, digit, digit or A or B, then up to four more.",
    "ICD-10-CM official guidelines, I.A.2",
)
def misshapen_diagnosis(claim: ClaimFacts, today: date) -> Iterable[Place]:
    return once(not claim.is_icd9 and any(not ICD_10_CM.fullmatch(each) for each in claim.diagnoses))


@edit(
    "DX-08",
    "diagnoses",
    "The first diagnosis is an external cause.",
    "Put the injury or illness first, the cause after it.",
    "ICD-10-CM official guidelines, I.C.20",
)
def external_cause_first(claim: ClaimFacts, today: date) -> Iterable[Place]:
    first = next(iter(claim.diagnoses), "")
    return once(not claim.is_icd9 and first.startswith(EXTERNAL_CAUSES))


@edit("DX-09", "pointers", "The line points twice to one diagnosis.", "Remove the second pointer.", SV107)
def repeated_pointer(claim: ClaimFacts, today: date) -> Iterable[Place]:
    return lines_where(claim, lambda line: len(set(line.pointers)) < len(line.pointers))


@edit(
    "DX-10",
    "diagnoses",
    "Diagnoses are ICD-9 for a service that needs ICD-10.",
    "Ask the coder for ICD-10-CM codes.",
    "45 CFR 162.1002",
    since=ICD_10_SINCE,
)
def outdated_diagnoses(claim: ClaimFacts, today: date) -> Iterable[Place]:
    return once(claim.is_icd9)

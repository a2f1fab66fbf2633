"""Edits on service lines: codes, modifiers, dates, units, charges, places."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date

from rules.claim_facts import ClaimFacts, LineFacts
from rules.edits import Place, edit, lines_where, once

PROCEDURE = re.compile(r"\d{4}[0-9A-Z]|[A-Z]\d{4}")
TRACKING = re.compile(r"\d{4}F|[GM]\d{4}")  # quality reporting may be free of charge
MODIFIER = re.compile(r"[0-9A-Z]{2}")
PLACES = frozenset(
    f"{code:02}"
    for codes in ((1, 27), (31, 34), (41, 42), (49, 58), (60, 62), (65, 66), (71, 72), (81, 81), (99, 99))
    for code in range(codes[0], codes[1] + 1)
)
EXCLUSIVE = tuple(
    frozenset(pair.split())
    for pair in ("26 TC", "50 LT", "50 RT", "52 53", "GA GZ", "59 XE", "59 XP", "59 XS", "59 XU")
)
REPEATABLE = frozenset(("59", "76", "77", "91", "XE", "XP", "XS", "XU"))
SV101, SV1, DTP472 = "005010X222A1, SV101", "005010X222A1, SV1", "005010X222A1, DTP*472"


@edit(
    "LN-01", "lines", "The claim has no service line.", "Enter the charges of the visit.", "005010X222A1, LX"
)
def no_line(claim: ClaimFacts, today: date) -> Iterable[Place]:
    return once(not claim.lines)


@edit("LN-02", "lines", "More than 50 lines.", "Split the claim.", "005010X222A1, LX")
def too_many_lines(claim: ClaimFacts, today: date) -> Iterable[Place]:
    return once(len(claim.lines) > 50)


@edit(
    "LN-03", "procedure", "The procedure code has the wrong form.", "Five characters: check the code.", SV101
)
def misshapen_procedure(claim: ClaimFacts, today: date) -> Iterable[Place]:
    return lines_where(claim, lambda line: not PROCEDURE.fullmatch(line.procedure))


@edit("LN-04", "modifiers", "A modifier has the wrong form.", "Two letters or digits: check it.", SV101)
def misshapen_modifier(claim: ClaimFacts, today: date) -> Iterable[Place]:
    return lines_where(claim, lambda line: any(not MODIFIER.fullmatch(each) for each in line.modifiers))


@edit("LN-05", "modifiers", "A modifier is there twice.", "Remove the second.", SV101)
def repeated_modifier(claim: ClaimFacts, today: date) -> Iterable[Place]:
    return lines_where(claim, lambda line: len(set(line.modifiers)) < len(line.modifiers))


@edit(
    "LN-06",
    "modifiers",
    "Two modifiers exclude each other.",
    "Keep the one that the note supports.",
    "practice knowledge; CMS Pub 100-04 ch.12 and 23, to verify",
)
def excluding_modifiers(claim: ClaimFacts, today: date) -> Iterable[Place]:
    return lines_where(claim, lambda line: any(pair <= set(line.modifiers) for pair in EXCLUSIVE))


@edit("LN-07", "modifiers", "More than 4 modifiers.", "Keep the 4 that change payment.", SV101)
def too_many_modifiers(claim: ClaimFacts, today: date) -> Iterable[Place]:
    return lines_where(claim, lambda line: len(line.modifiers) > 4)


@edit("LN-08", "units", "Units are not above zero.", "Enter how often or how long.", SV1)
def no_units(claim: ClaimFacts, today: date) -> Iterable[Place]:
    return lines_where(claim, lambda line: line.units <= 0)


@edit("LN-09", "charge", "The line has no charge.", "Enter the fee; quality codes alone may be free.", SV1)
def no_charge(claim: ClaimFacts, today: date) -> Iterable[Place]:
    return lines_where(claim, lambda line: line.charge < 0 or (not line.charge and not _may_be_free(line)))


def _may_be_free(line: LineFacts) -> bool:
    return TRACKING.fullmatch(line.procedure) is not None


@edit("LN-10", "service_from", "The service date is missing.", "Enter the date of the visit.", DTP472)
def no_service_date(claim: ClaimFacts, today: date) -> Iterable[Place]:
    return lines_where(claim, lambda line: line.service_from is None)


@edit("LN-11", "service_to", "The service ends before it begins.", "Exchange or mend the dates.", DTP472)
def reversed_dates(claim: ClaimFacts, today: date) -> Iterable[Place]:
    return lines_where(
        claim, lambda line: line.service_from and line.service_to and line.service_to < line.service_from
    )


@edit(
    "LN-12", "service_to", "The service lies in the future.", "Mend the date, or wait for the visit.", DTP472
)
def future_service(claim: ClaimFacts, today: date) -> Iterable[Place]:
    return lines_where(claim, lambda line: (line.last_day or today) > today)


@edit(
    "LN-13",
    "place",
    "The place of service is not a code in use.",
    "Two digits: 11 office, 22 hospital outpatient, 10 telehealth at home.",
    "CMS place of service code set",
)
def wrong_place(claim: ClaimFacts, today: date) -> Iterable[Place]:
    lines = lines_where(claim, lambda line: line.place and line.place not in PLACES)
    return (*once(claim.place not in PLACES), *lines)


@edit(
    "LN-14",
    "lines",
    "The same service stands twice on one day.",
    "Remove one, add up the units, or mark the repeat with a modifier.",
    "practice knowledge, to verify",
)
def repeated_line(claim: ClaimFacts, today: date) -> Iterable[Place]:
    seen: Counter[tuple[object, ...]] = Counter()
    for line in claim.lines:
        key = (line.procedure, line.modifiers, line.ndc, line.service_from, line.last_day, line.rendering)
        seen[key] += 1
        if seen[key] > 1 and not REPEATABLE & set(line.modifiers):
            yield line.number


@edit(
    "LN-15",
    "ndc",
    "The drug code has not 11 digits.",
    "Fill each part with zeros to 5-4-2.",
    "005010X222A1, LIN",
)
def misshapen_drug(claim: ClaimFacts, today: date) -> Iterable[Place]:
    digits = re.compile(r"\d{11}")
    return lines_where(claim, lambda line: line.ndc and not digits.fullmatch(line.ndc.replace("-", "")))

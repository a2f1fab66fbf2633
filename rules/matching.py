"""Which claim of ours a remittance claim speaks of, and which line: certain, or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Told:
    """Whom and what the payer speaks of; empty or None where it does not say."""

    member_ids: frozenset[str]
    last_name: str
    first_name: str
    service_from: date | None
    service_to: date | None
    charge: Decimal  # negative in a reversal


@dataclass(frozen=True, slots=True)
class Candidate:
    """A claim of ours with the number, the payer's number, or the facts that the payer names."""

    claim_id: UUID
    member_id: str
    last_name: str
    first_name: str
    service_from: date
    service_to: date
    charge: Decimal


def match_number(told: Told, candidates: Sequence[Candidate]) -> UUID | None:
    """The one claim with that number which something else confirms; None: it is only a candidate.

    Confirmed by the member id, the patient's name and date, or the charge; contradicted when neither member
    id nor name agrees though both are told.
    """
    sound = [each for each in candidates if not _contradicted(told, each)]
    for confirmed in (_in_every_way, _in_one_way):
        found = {each.claim_id for each in sound if confirmed(told, each)}
        if len(found) == 1:
            return found.pop()
    return None


def match_facts(told: Told, candidates: Sequence[Candidate]) -> UUID | None:
    """The one claim of that member with these dates and this charge; None for none or several."""
    found = {each.claim_id for each in candidates if _in_every_way(told, each) and _same_days(told, each)}
    return found.pop() if len(found) == 1 else None


def _contradicted(told: Told, each: Candidate) -> bool:
    if not told.member_ids or not told.last_name:
        return False
    return not _same_member(told, each) and _plain(told.last_name) != _plain(each.last_name)


def _in_every_way(told: Told, each: Candidate) -> bool:
    return _same_member(told, each) and abs(told.charge) == each.charge


def _in_one_way(told: Told, each: Candidate) -> bool:
    named = _same_name(told, each) and _same_days(told, each)
    return _same_member(told, each) or named or abs(told.charge) == each.charge


def _same_member(told: Told, each: Candidate) -> bool:
    return _plain(each.member_id) in {_plain(member) for member in told.member_ids}


def _same_name(told: Told, each: Candidate) -> bool:
    return bool(told.last_name) and (_plain(told.last_name), _plain(told.first_name)) == (
        _plain(each.last_name),
        _plain(each.first_name),
    )


def _same_days(told: Told, each: Candidate) -> bool:
    if told.service_from is None:
        return False
    return (
        each.service_from <= (told.service_to or told.service_from) and told.service_from <= each.service_to
    )


def _plain(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


@dataclass(frozen=True, slots=True)
class ToldLine:
    """A service as the payer names it: our number for it, the procedure we sent, its day and charge."""

    control: str
    procedure: str
    modifiers: tuple[str, ...]
    service_from: date | None
    charge: Decimal


@dataclass(frozen=True, slots=True)
class OurLine:
    """A line of our claim."""

    line_id: UUID
    control: str
    procedure: str
    modifiers: tuple[str, ...]
    service_from: date | None
    charge: Decimal


def match_lines(told: Sequence[ToldLine], ours: Sequence[OurLine]) -> list[UUID | None]:
    """For each service the line of ours that it pays, None where that is not certain.

    Our own line number first; else procedure, modifiers, day and charge, equal lines in order; else the same
    without modifiers if only one fits. Several services may bear one line number.
    """
    by_control = {line.control: line.line_id for line in ours if line.control}
    found = [by_control.get(each.control) if each.control else None for each in told]
    free = [line for line in ours if line.line_id not in found]
    for with_modifiers in (True, False):
        for place, each in enumerate(told):
            if found[place] is None:
                fits = [line for line in free if _fits(each, line, with_modifiers)]
                if len(fits) == 1 or (fits and with_modifiers):
                    found[place] = fits[0].line_id
                    free.remove(fits[0])
    return found


def _fits(told: ToldLine, ours: OurLine, with_modifiers: bool) -> bool:
    same_day = told.service_from is None or ours.service_from in (None, told.service_from)
    same = told.procedure == ours.procedure and abs(told.charge) == ours.charge and same_day
    return same and (not with_modifiers or told.modifiers == ours.modifiers)

"""Texts with places that are filled from a claim; none of them is about the patient."""

import re
from collections.abc import Mapping
from enum import StrEnum

from rules.errors import Refusal

PLACE = re.compile(r"\{([^{}]*)\}")
LONGEST, LONGEST_NAME = 2000, 40


class Place(StrEnum):
    """What a template may ask for."""

    CLAIM = "claim"
    PAYER = "payer"
    PHONE = "phone"
    PAYER_CLAIM = "payer claim"
    SERVICE_DATE = "service date"
    CHARGE = "charge"
    OPEN = "open"
    TODAY = "today"
    ME = "me"


def check_template(name: str, body: str) -> None:
    """Raises Refusal for a template without name or text, too long, or with a place nobody can fill."""
    if not 0 < len(name) <= LONGEST_NAME or not 0 < len(body) <= LONGEST:
        raise Refusal(
            f"A template needs a name of at most {LONGEST_NAME} letters and a text of at most {LONGEST}."
        )
    unknown = [each for each in PLACE.findall(body) if each not in set(Place)]
    if unknown:
        known = ", ".join(f"{{{each}}}" for each in Place)
        raise Refusal(f"“{{{unknown[0]}}}” cannot be filled; these can: {known}.")


def fill(body: str, facts: Mapping[Place, str]) -> str:
    """The text with its places filled; one that is not known here becomes a line to fill by hand."""

    def filled(found: re.Match[str]) -> str:
        if found[1] not in set(Place):
            return found[0]
        return facts.get(Place(found[1])) or "____"

    return PLACE.sub(filled, body)

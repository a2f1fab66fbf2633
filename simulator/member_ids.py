"""Invented member ids that fit a payer's pattern."""

import re
from string import ascii_uppercase, digits

from simulator.chance import Seed, pick
from simulator.payers import PracticePayer

PIECE = re.compile(r"(?:\[(?P<set>[^\]]+)\]|(?P<mark>.))(?:\{(?P<times>[0-9]+)\})?")
SETS = {"A-Z": ascii_uppercase, "0-9": digits, "1-9": digits[1:], "A-Z0-9": ascii_uppercase + digits}


def member_id(payer: PracticePayer, seed: Seed, *names: object) -> str:
    """An id that this payer knows, the same for the same names."""
    attempt = 0
    while not payer.knows(made := fitting(payer.card.member_id_pattern, seed, *names, attempt)):
        attempt += 1
    return made


def strangers_id(payer: PracticePayer, seed: Seed, *names: object) -> str:
    """An id of the right form that this payer does not know."""
    return fitting(payer.rejects_member_ids, seed, *names)


def fitting(pattern: str, seed: Seed, *names: object) -> str:
    """A text that fits a pattern made of sets, plain marks and counts, as the table of payers uses them."""
    text = ""
    for piece in PIECE.finditer(pattern):
        choices = SETS[piece["set"]] if piece["set"] else piece["mark"]
        for _ in range(int(piece["times"] or 1)):
            text += choices[pick(len(choices), seed, pattern, len(text), *names)]
    return text

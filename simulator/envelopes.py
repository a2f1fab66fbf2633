"""Envelopes of our answers: who sends them, and control numbers that repeat with the seed."""

from datetime import date, time

from edi.envelope import Group, Interchange
from simulator.chance import Seed, digits

CLEARINGHOUSE_ID = "SIMHOUSE"
CLEARINGHOUSE_NAME = "Practice Clearinghouse"
AT = time(8, 0)


def interchange(sender: str, receiver: str, on: date, seed: Seed, name: str) -> Interchange:
    """The ISA of an answer; its number is drawn from the answer's file name."""
    control = digits(9, seed, "ISA13", name)
    return Interchange(sender, receiver or "DESK", control, on, AT)


def group(functional_id: str, envelope: Interchange, version: str) -> Group:
    """The one GS of an answer, numbered as its ISA."""
    control = envelope.control
    return Group(functional_id, envelope.sender, envelope.receiver, control, version, envelope.sent_on, AT)

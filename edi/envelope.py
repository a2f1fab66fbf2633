"""The envelope: ISA and GS read and written, the counts and control numbers of their trailers, and TA1."""

from dataclasses import dataclass, replace
from datetime import date, time

from edi.delimiters import HOUSE, Delimiters
from edi.faults import Code, Fault, Scope, X12Error
from edi.tokens import Segment
from edi.values import clock, day_text, short_day


@dataclass(frozen=True, slots=True)
class Interchange:
    """ISA: who sends to whom; dates and times are the sender's own, X12 names no zone."""

    sender: str
    receiver: str
    control: str  # nine digits when written
    sent_on: date | None = None  # None: unreadable
    sent_at: time | None = None
    sender_qualifier: str = "ZZ"
    receiver_qualifier: str = "ZZ"
    usage: str = "P"  # T is a test
    wants_acknowledgement: bool = False  # asks for a TA1
    delimiters: Delimiters = HOUSE
    raw: str = ""  # as it was read; empty for one of ours


@dataclass(frozen=True, slots=True)
class Group:
    """GS: the functional group and the guide that its sets follow."""

    functional_id: str  # HC claims, HP remittances, FA 999, HN 277
    sender: str
    receiver: str
    control: str
    version: str  # 005010X222A1
    sent_on: date | None = None
    sent_at: time | None = None
    raw: str = ""


NO_INTERCHANGE = Interchange("", "", "")
NO_GROUP = Group("", "", "", "", "")


def read_interchange(segment: Segment) -> Interchange:
    """The facts of an ISA; ids without their padding."""
    sent_on, sent_at = short_day(segment[9].strip()), clock(segment[10].strip())
    return Interchange(
        sender=segment[6].rstrip(),
        receiver=segment[8].rstrip(),
        control=segment[13].strip(),
        sent_on=sent_on,
        sent_at=sent_at,
        sender_qualifier=segment[5],
        receiver_qualifier=segment[7],
        usage=segment[15],
        wants_acknowledgement=segment[14] == "1",
        delimiters=segment.delimiters,
        raw=segment.text,
    )


def read_group(segment: Segment) -> Group:
    """The facts of a GS."""
    return Group(
        functional_id=segment[1],
        sender=segment[2],
        receiver=segment[3],
        control=segment[6],
        version=segment[8],
        sent_on=short_day(segment[4]),
        sent_at=clock(segment[5]),
        raw=segment.text,
    )


def interchange_text(interchange: Interchange) -> str:
    """The ISA, padded to its fixed length; as it was read when it was read.

    Raises X12Error when an id is longer than 15 characters, the control number is no number of nine
    digits, or the date and time are missing.
    """
    if interchange.raw:
        return interchange.raw
    mark = interchange.delimiters
    if max(len(interchange.sender), len(interchange.receiver)) > 15:
        raise X12Error("ISA06 or ISA08 is longer than 15 characters: shorten the sender's or receiver's id.")
    if not (interchange.control.isdigit() and len(interchange.control) <= 9):
        raise X12Error("ISA13 is not a number of at most nine digits: take the next control number.")
    if interchange.sent_on is None or interchange.sent_at is None:
        raise X12Error("ISA09 and ISA10 are missing: say when the interchange is sent.")
    elements = ["ISA", "00", " " * 10, "00", " " * 10]
    elements += [interchange.sender_qualifier, interchange.sender.ljust(15)]
    elements += [interchange.receiver_qualifier, interchange.receiver.ljust(15)]
    elements += [day_text(interchange.sent_on)[2:], interchange.sent_at.strftime("%H%M")]
    head = mark.text(*elements)
    tail = ["00501", interchange.control.zfill(9), "1" if interchange.wants_acknowledgement else "0"]
    return mark.element.join([head, mark.repetition or "U", *tail, interchange.usage, mark.component])


def group_text(group: Group, delimiters: Delimiters) -> str:
    """The GS; as it was read when it was read. Raises X12Error when date and time are missing."""
    if group.raw:
        return group.raw
    if group.sent_on is None or group.sent_at is None:
        raise X12Error("GS04 and GS05 are missing: say when the group is sent.")
    when = [day_text(group.sent_on), group.sent_at.strftime("%H%M")]
    head = ["GS", group.functional_id, group.sender, group.receiver, *when]
    return delimiters.text(*head, group.control, "X", group.version)


class Envelope:
    """Follows ISA, GS and ST through a file, and compares each trailer with its header."""

    def __init__(self) -> None:
        self.interchange = NO_INTERCHANGE
        self.group = NO_GROUP
        self.set_id = ""  # empty: between two sets
        self.control = ""
        self.guide = ""  # ST03, else GS08
        self.set_began = 0
        self.groups = 0
        self.sets = 0

    def opens(self, segment: Segment) -> tuple[Fault, ...]:
        """Take an ISA, GS or ST; gives what was still open."""
        tag = segment.tag
        faults = self.unclosed(segment)
        if tag == "ISA":
            self.interchange, self.group = read_interchange(segment), NO_GROUP
            self.groups = self.sets = 0
        elif tag == "GS":
            self.group = read_group(segment)
            self.groups, self.sets = self.groups + 1, 0
        else:
            self._open_set(segment)
        return faults

    def _open_set(self, segment: Segment) -> None:
        if self.interchange is NO_INTERCHANGE:
            self.interchange = replace(NO_INTERCHANGE, delimiters=segment.delimiters)
        self.set_id, self.control = segment[1], segment[2]
        self.guide = segment[3] or self.group.version
        self.set_began = segment.number
        self.sets += 1

    def closes(self, segment: Segment) -> tuple[Fault, ...]:
        """Take an SE, GE or IEA; gives where its count or control number is wrong, as notes."""
        if segment.tag == "SE":
            faults = self._compare(
                segment, segment.number - self.set_began + 1, self.control, Code.SEGMENT_COUNT
            )
            self.set_id = ""
            return faults
        if segment.tag == "GE":
            return self._compare(segment, self.sets, self.group.control, Code.SET_COUNT)
        faults = self._compare(segment, self.groups, self.interchange.control, Code.GROUP_COUNT)
        self.interchange, self.group = NO_INTERCHANGE, NO_GROUP
        return faults

    def unclosed_at_the_end(self, last: int) -> tuple[Fault, ...]:
        """What a cut file left open; `last` is the number of its last segment."""
        if self.set_id:
            return (Fault(Code.NO_TRAILER, Scope.SET, last, last - self.set_began + 1, "SE"),)
        if self.interchange is not NO_INTERCHANGE and not self.interchange.delimiters.assumed:
            return (Fault(Code.NO_TRAILER, Scope.NOTE, last, tag="IEA"),)
        return ()

    def notes(self) -> tuple[Fault, ...]:
        """What is unusual about the open set: separators that were guessed, an old version."""
        found = []
        if self.interchange.delimiters.assumed:
            found.append(Code.ASSUMED)
        if self.guide.startswith("004010"):
            found.append(Code.OLD_VERSION)
        return tuple(Fault(code, Scope.NOTE, self.set_began, 1, "ST") for code in found)

    def place(self, number: int) -> int:
        """The number of a segment within its transaction set, ST being 1; 0 outside."""
        return number - self.set_began + 1 if self.set_id else 0

    def unclosed(self, segment: Segment) -> tuple[Fault, ...]:
        """Close the set that is open although this segment cannot stand in it; empty when none is."""
        if not self.set_id:
            return ()
        fault = Fault(Code.NO_TRAILER, Scope.SET, segment.number, self.place(segment.number), "SE")
        self.set_id = ""
        return (fault,)

    def _compare(self, segment: Segment, count: int, control: str, code: Code) -> tuple[Fault, ...]:
        place, faults = self.place(segment.number), []
        if segment[1].strip() != str(count):
            faults.append(Fault(code, Scope.NOTE, segment.number, place, segment.tag, 1))
        if segment[2].strip() != control.strip():
            faults.append(Fault(Code.CONTROL_NUMBER, Scope.NOTE, segment.number, place, segment.tag, 2))
        return tuple(faults)

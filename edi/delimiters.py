"""The separators of an interchange: found in its ISA, or guessed where a file has none."""

import re
from dataclasses import dataclass

from edi.faults import X12Error

HEADER = 400  # an ISA has 106 characters; badly padded ones differ
_BLANK = " \t\r\n"
_FIRST_SEGMENT = re.compile(r"(?:GS|ST)[^A-Za-z0-9\s]")
_SECOND_SEGMENT = re.compile(r"(?:ST|BPR|BHT|AK1)(?=[^A-Za-z0-9\s])")
_COMPOSITE = re.compile(r"(?:SVC.|STC.|CLM.(?:[^\r\n]{1,200}?)..)(?:HC|[A-Z][0-9]|[0-9]{2})([^A-Za-z0-9\s*])")


@dataclass(frozen=True, slots=True)
class Delimiters:
    """What divides segments, elements and components; `assumed` when the file had no ISA to say so."""

    element: str = "*"
    component: str = ":"
    repetition: str = "^"  # empty: the file has none (version 4010, or ISA11 = U)
    terminator: str = "~"
    assumed: bool = False

    @property
    def reserved(self) -> str:
        """Characters that no value may contain."""
        return self.element + self.component + self.repetition + self.terminator

    def value(self, text: str, name: str) -> str:
        """The same text when it can be sent; raises X12Error naming the element when it cannot."""
        if not text.isascii() or not text.isprintable():
            raise X12Error(f"{name} contains a letter that X12 cannot carry: write it without accents.")
        if any(mark in text for mark in self.reserved):
            raise X12Error(f"{name} contains a character that divides X12 values: leave it out.")
        return text

    def composite(self, parts: list[str], name: str) -> str:
        """One element of several parts without the empty ones at its end; raises X12Error naming it."""
        if any(mark in part for part in parts for mark in self.reserved):
            raise X12Error(f"{name} contains a character that divides X12 values: leave it out.")
        return self.component.join(parts).rstrip(self.component)

    def join(self, elements: list[str]) -> str:
        """One segment from finished elements, without the empty ones at its end."""
        return self.element.join(elements).rstrip(self.element)

    def text(self, *elements: str) -> str:
        """One segment from plain values, tag first; raises X12Error naming an element unfit to send."""
        return self.join([self.value(text, f"{elements[0]}{at:02d}") for at, text in enumerate(elements)])

    def tidy(self, text: str, at_start: bool) -> str:
        """Without line ends that are no terminators, and without blanks that indent segments."""
        if self.terminator == "\n":
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        elif "\n" in text or "\r" in text:
            text = text.replace("\r", "").replace("\n", "")
        if at_start:
            text = text.lstrip(_BLANK)
        if self.terminator + " " in text or ("\t" in text and self.terminator + "\t" in text):
            text = re.sub(re.escape(self.terminator) + r"[ \t]+", lambda _: self.terminator, text)
        return text

    def ends(self, text: str, is_all: bool) -> tuple[int, int]:
        """Where the interchange beginning `text` ends (0: not in it), the last terminator of a whole segment.

        It ends after its IEA or before the next ISA that can be read; `is_all`: no more text will come.
        """
        limit = len(text)
        following = text.find(f"{self.terminator}ISA")
        while following >= 0:
            if _read_header(text[following + 1 : following + 1 + HEADER]) is not None:
                start = self._trailer(text, following)
                return (text.find(self.terminator, start + 1) if start >= 0 else following) + 1, 0
            if len(text) - following < HEADER and not is_all:
                limit = following + 1
                break
            following = text.find(f"{self.terminator}ISA", following + 1)
        start = self._trailer(text, limit)
        if start < 0:
            return 0, max(text.rfind(self.terminator, 0, limit), 0)
        return text.find(self.terminator, start + 1) + 1, max(text.rfind(self.terminator, 0, start + 1), 0)

    def _trailer(self, text: str, limit: int) -> int:
        """Where the terminator before an IEA stands, -1 where none does; a search for letters is quickest."""
        start = text.find(f"{self.terminator}IEA", 0, limit)
        while start >= 0 and not text.startswith(self.element, start + 4, limit):
            start = text.find(f"{self.terminator}IEA", start + 1, limit)
        return start


HOUSE = Delimiters()


@dataclass(frozen=True, slots=True)
class Opening:
    """Where an interchange begins and how it divides its values."""

    start: int
    delimiters: Delimiters


def find_opening(text: str) -> Opening | None:
    """The first ISA that GS, TA1 or IEA follows; prose before it may contain the letters."""
    start = text.find("ISA")
    while start >= 0:
        delimiters = _read_header(text[start : start + HEADER])
        if delimiters is not None:
            return Opening(start, delimiters)
        start = text.find("ISA", start + 3)
    return None


def _read_header(text: str) -> Delimiters | None:
    mark = text[3:4]
    if not mark or mark.isalnum() or mark in _BLANK or text.find(mark, 4, 8) < 0:
        return None  # ISA01 has two characters
    fields = text.split(mark, 16)
    if len(fields) < 17:
        return None
    tail = fields[16].lstrip("\r\n")  # a wrapped file may break just here
    component, terminator, following = tail[:1], tail[1:2], tail[2:].lstrip(_BLANK)
    if terminator in ("\r", "\n"):
        terminator = "\n"
    if not following.startswith(("GS" + mark, "TA1" + mark, "IEA" + mark)):
        return None
    version = fields[12].strip()
    repetition = "" if fields[11].isalnum() or version == "00401" else fields[11].strip()[:1]
    return Delimiters(mark, component, repetition, terminator)


def guess_opening(text: str, is_all: bool = False) -> Opening | None:
    """A file that begins with GS or ST: its separators follow from what stands around the second segment."""
    start = len(text) - len(text.lstrip(_BLANK + "\xef\xbb\xbf"))
    if not _FIRST_SEGMENT.match(text, start) or (len(text) < HEADER and not is_all):
        return None
    mark = text[start + 2]
    second = _SECOND_SEGMENT.search(text, start + 3)
    if second is None:
        return None
    before = text[: second.start()].rstrip(_BLANK)[-1]
    terminator = "\n" if before.isalnum() or before == mark else before
    composite = _COMPOSITE.search(text)
    component = composite.group(1) if composite else ":"
    return Opening(start, Delimiters(mark, component, "^", terminator, assumed=True))

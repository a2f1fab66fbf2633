"""The tokenizer all sets share: bytes in, numbered segments out, one piece of the file at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from edi.delimiters import HOUSE, Delimiters, Opening, find_opening, guess_opening
from edi.faults import X12Error

CHUNK = 32 * 1024  # its segments stay in the cache of the processor while they are read
LONGEST_SEGMENT = 64 * 1024
LONGEST_PROSE = 128 * 1024
MOST_COMPONENTS = 100
Source = bytes | BinaryIO


@dataclass(slots=True)
class Stretch:
    """Consecutive segments of one interchange, without terminators; `first` is the first one's number."""

    delimiters: Delimiters
    texts: list[str]
    first: int


@dataclass(slots=True)
class Segment:
    """One segment; `segment[2]` is its second element, empty where the segment is shorter."""

    delimiters: Delimiters
    text: str
    number: int  # from 1 at the file's first ISA
    elements: list[str]

    @property
    def tag(self) -> str:
        return self.elements[0]

    def __getitem__(self, place: int) -> str:
        return self.elements[place] if place < len(self.elements) else ""

    def parts(self, place: int) -> list[str]:
        """The components of an element; at least one, and no more than a hundred are divided."""
        return self[place].split(self.delimiters.component, MOST_COMPONENTS)


def segments(source: Source) -> Iterator[Segment]:
    """Every segment of a file in order; raises X12Error when it is no X12 file."""
    for stretch in stretches(source):
        mark = stretch.delimiters.element
        for number, text in enumerate(stretch.texts, stretch.first):
            yield Segment(stretch.delimiters, text, number, text.split(mark))


def tokens(source: Source) -> Iterator[list[str]]:
    """The elements of each segment without the empty ones at its end: what two equal files have in common."""
    for segment in segments(source):
        elements = segment.elements
        while len(elements) > 1 and not elements[-1]:
            elements.pop()
        yield elements


def stretches(source: Source, size: int = CHUNK) -> Iterator[Stretch]:
    """The segments of a file in pieces of about `size` bytes; a new ISA begins a new piece.

    Text between two interchanges comes as segments of the one before: nothing is lost but what precedes
    the first. Raises X12Error when no ISA, GS or ST is found, or a segment is longer than 64 KiB.
    """
    pieces = _Pieces(source, size)
    opening: Opening | None = pieces.first_opening()
    number = 1
    while opening is not None:
        delimiters = opening.delimiters
        for texts in pieces.until_the_end(delimiters):
            yield Stretch(delimiters, texts, number)
            number += len(texts)
        opening = pieces.next_opening()
        if texts := _texts(delimiters.tidy(pieces.prose, at_start=True), delimiters):
            yield Stretch(delimiters, texts, number)
            number += len(texts)


def written(texts: Sequence[str], delimiters: Delimiters = HOUSE) -> bytes:
    """Finished segments as the bytes of a file."""
    return "".join(text + delimiters.terminator for text in texts).encode("latin-1")


class _Pieces:
    """Reads chunks; `rest` was read and not yet given away, `prose` stood before the next ISA."""

    def __init__(self, source: Source, size: int) -> None:
        self.chunks = _chunks(source, size)
        self.rest = ""
        self.prose = ""

    def first_opening(self) -> Opening:
        """Go to the first ISA, or to a GS or ST that begins the file; raises X12Error where there is none."""
        while (found := find_opening(self.rest) or guess_opening(self.rest)) is None:
            more = next(self.chunks, "")
            self.rest += more
            if more and len(self.rest) <= LONGEST_PROSE:
                continue
            found = find_opening(self.rest) or guess_opening(self.rest, is_all=True)
            if found is None:
                raise X12Error(_NOT_X12)
            break
        self.rest = self.rest[found.start :]
        return found

    def next_opening(self) -> Opening | None:
        """Go to the next ISA, None at the end of the file; the text before it becomes `prose`."""
        while (found := find_opening(self.rest)) is None and len(self.rest) <= LONGEST_SEGMENT:
            more = next(self.chunks, "")
            if not more:
                break
            self.rest += more
        start = found.start if found else len(self.rest)
        self.prose, self.rest = self.rest[:start].strip(_EMPTY), self.rest[start:]
        return found

    def until_the_end(self, delimiters: Delimiters) -> Iterator[list[str]]:
        """The segments up to IEA, to the next ISA or to the end of the file, one list a chunk."""
        text = delimiters.tidy(self.rest, at_start=True)
        while True:
            more = next(self.chunks, "")
            end, cut = delimiters.ends(text, is_all=not more)
            if end or not more:
                self.rest = text[end:] + more if end else ""
                yield _texts(text[:end] if end else text, delimiters)
                return
            if cut > 0:
                yield _texts(text[:cut], delimiters)
            if len(text) - cut > LONGEST_SEGMENT + 1:
                raise X12Error(_TOO_LONG)
            text = text[cut:] + delimiters.tidy(more, at_start=cut == len(text) - 1)


_EMPTY = " \t\r\n\xef\xbb\xbf"  # blanks and a byte order mark
_TOO_LONG = "A segment is longer than 64 KiB: the file is damaged or is not X12."
_NOT_X12 = "This is not an X12 file: no ISA segment was found. Choose the file that the payer sent."


def _texts(text: str, delimiters: Delimiters) -> list[str]:
    mark, start = delimiters.terminator, 0
    while len(text) - start > LONGEST_SEGMENT:
        start = text.rfind(mark, start, start + LONGEST_SEGMENT + 1) + 1
        if not start:
            raise X12Error(_TOO_LONG)
    texts = text.split(mark)
    if texts[-1].isspace():
        texts.pop()
    return texts if all(texts) else list(filter(None, texts))


def _chunks(source: Source, size: int) -> Iterator[str]:
    if isinstance(source, bytes):
        for start in range(0, len(source), size):
            yield source[start : start + size].decode("latin-1")
        return
    while data := source.read(size):
        yield data.decode("latin-1")


def take(source: Source, count: int) -> list[Segment]:
    """The first segments of a file, to see what it is."""
    return list(islice(segments(source), count))

"""The envelope around what is written: opens ISA and GS when they change, and counts for SE, GE and IEA."""

from collections.abc import Sequence

from edi.delimiters import HOUSE
from edi.envelope import NO_GROUP, NO_INTERCHANGE, Group, Interchange, group_text, interchange_text
from edi.tokens import written


class EnvelopeWriter:
    """Takes the segments of transaction sets in order and gives the bytes of the file."""

    def __init__(self) -> None:
        self.texts: list[str] = []  # of the open interchange
        self.files: list[bytes] = []  # the interchanges that are finished
        self.delimiters = HOUSE
        self.interchange: Interchange | None = None
        self.group: Group | None = None
        self.groups = self.sets = self.set_began = 0
        self.control = ""

    def begin_set(self, interchange: Interchange, group: Group, control: str) -> None:
        """Stand before the ST of a set in this interchange and group."""
        self.begin_interchange(interchange)
        if self.group != group:
            self._close_group()
            self.group = group
            if group != NO_GROUP:
                self.texts.append(group_text(group, self.delimiters))
                self.groups += 1
        self.sets += 1
        self.control, self.set_began = control, len(self.texts)

    def begin_interchange(self, interchange: Interchange) -> None:
        """Open this interchange, unless it is open."""
        if self.interchange != interchange:
            self._open_interchange(interchange)

    @property
    def count(self) -> int:
        """Segments of the open set, its SE included."""
        return len(self.texts) - self.set_began + 1

    def end_set(self, read: str = "", read_count: int = 0) -> None:
        """Write SE; one that was read stays when the set has as many segments as then."""
        is_as_read = bool(read) and read_count == self.count
        self.texts.append(read if is_as_read else self.delimiters.text("SE", str(self.count), self.control))

    def stray(self, texts: Sequence[str]) -> None:
        """Segments that were read outside any set that we type; trailers among them close what is open."""
        self.texts += texts
        for text in texts:
            if text.startswith("GE" + self.delimiters.element):
                self.group = None
            elif text.startswith("IEA" + self.delimiters.element):
                self._finish_interchange()

    def finish(self) -> bytes:
        """Close what is open; the whole file."""
        self._close_interchange()
        return b"".join(self.files)

    def _open_interchange(self, interchange: Interchange) -> None:
        self._close_interchange()
        self.interchange, self.delimiters, self.groups = interchange, interchange.delimiters, 0
        if interchange.sender or interchange.raw:
            self.texts.append(interchange_text(interchange))

    def _close_group(self) -> None:
        if self.group is not None and self.group != NO_GROUP:
            self.texts.append(self.delimiters.text("GE", str(self.sets), self.group.control))
        self.group, self.sets = None, 0

    def _close_interchange(self) -> None:
        self._close_group()
        was = self.interchange
        if was is not None and was != NO_INTERCHANGE and not was.delimiters.assumed:
            control = was.control.zfill(9) if not was.raw else was.control
            self.texts.append(self.delimiters.text("IEA", str(self.groups), control))
        self._finish_interchange()

    def _finish_interchange(self) -> None:
        self.files.append(written(self.texts, self.delimiters))
        self.texts, self.interchange, self.group, self.set_began = [], None, None, 0

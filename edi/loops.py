"""Facts and segments of one loop: take typed facts out, and lay them over what was read."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from edi.delimiters import HOUSE, Delimiters
from edi.faults import Code, Fault, Scope
from edi.tokens import Segment
from edi.values import AMOUNT, QUANTITY, number_text, readable


class Usual(str):
    """A value for a new segment only: what stands in a segment that was read is kept."""

    __slots__ = ()


Part = str | Decimal | None
Value = str | Decimal | tuple[Part, ...] | None  # None: not a fact of ours, keep what stands there


@dataclass(frozen=True, slots=True)
class Raw:
    """A segment as it was read; `slot` names the facts taken from it, empty when nobody typed it."""

    text: str
    slot: str = ""
    delimiters: Delimiters = HOUSE


@dataclass(frozen=True, slots=True)
class Draft:
    """A segment to be written from facts, tag first."""

    slot: str
    elements: tuple[Value, ...]
    says_so: Callable[[Sequence[str]], bool] | None = None  # does the segment read say it in its own way?


def draft(slot: str, *elements: Value, says_so: Callable[[Sequence[str]], bool] | None = None) -> Draft:
    """A draft whose tag is the slot's first word: REF*G1 and NTE.2 are of REF and NTE."""
    return Draft(slot, (slot.partition("*")[0].partition(".")[0], *elements), says_so)


def keep(slot: str) -> Draft:
    """The segment of this slot as it was read; nothing where there was none."""
    return Draft(slot, (slot.partition("*")[0],), lambda _: True)


class Loop:
    """The segments of one loop while facts are taken from them; a segment is taken once.

    Facts end where a second NM1 names somebody else, unless `has_names`: this loop names several.
    """

    def __init__(self, segments: Sequence[Segment], began: int, has_names: bool = False) -> None:
        self.segments = segments
        self.began = began  # number of the ST, 0 outside a set
        self.slots = [""] * len(segments)
        strangers = (at for at, each in enumerate(segments) if at and each.tag == "NM1")
        self.end = len(segments) if has_names else next(strangers, len(segments))
        self.faults: list[Fault] = []

    def first(self, slot: str) -> Segment | None:
        """Take the first free segment of this tag (NM1) or tag and first element (NM1*IL)."""
        tag, _, kind = slot.partition("*")
        for place, segment in enumerate(self.segments[: self.end]):
            if not self.slots[place] and segment.tag == tag and (not kind or segment[1] == kind):
                self.slots[place] = slot
                return segment
        return None

    def every(self, tag: str) -> list[Segment]:
        """Take all free segments of this tag, under the slots NTE.0, NTE.1 and so on."""
        found: list[Segment] = []
        for place, segment in enumerate(self.segments[: self.end]):
            if not self.slots[place] and segment.tag == tag:
                self.slots[place] = f"{tag}.{len(found)}"
                found.append(segment)
        return found

    def release(self, segment: Segment) -> None:
        """Give a segment back to the raw ones: its facts could not be read."""
        self.slots[segment.number - self.segments[0].number] = ""

    def fault(
        self, code: Code, segment: Segment, element: int = 0, scope: Scope = Scope.CLAIM, component: int = 0
    ) -> None:
        """Record a finding on this segment."""
        place = segment.number - self.began + 1 if self.began else 0
        self.faults.append(Fault(code, scope, segment.number, place, segment.tag, element, component))

    def raw(self) -> tuple[Raw, ...]:
        """Every segment in place, each with the slot it was taken under."""
        pairs = zip(self.segments, self.slots, strict=True)
        return tuple(Raw(segment.text, slot, segment.delimiters) for segment, slot in pairs)


def split_loops(segments: Sequence[Segment], begins: Callable[[Segment], bool]) -> list[list[Segment]]:
    """The segments before the first that begins a loop, then one list a loop."""
    loops: list[list[Segment]] = [[]]
    for segment in segments:
        if begins(segment):
            loops.append([])
        loops[-1].append(segment)
    return loops


def lay(
    drafts: Iterable[Draft], raw: Sequence[Raw], order: Sequence[str], delimiters: Delimiters
) -> list[str]:
    """The loop as texts: facts laid over the segments read, new ones put in the guide's order.

    Segments that nobody typed, and elements that no fact covers, stay as they were. A taken segment whose
    fact is gone is left out. Raises X12Error when a fact holds a character that X12 cannot carry.
    """
    waiting = {each.slot: each for each in drafts}
    finished: list[tuple[int, str]] = []
    for piece in raw:
        rank = _rank(piece.text.replace(piece.delimiters.element, "*"), order)
        if not piece.slot:
            finished.append((rank, _translated(piece, delimiters)))
        elif piece.slot in waiting:
            finished.append((rank, _overlaid(waiting.pop(piece.slot), piece, delimiters)))
    place, before = 0, -1
    for each in waiting.values():
        text = fresh(each.elements, delimiters)
        if text == each.elements[0]:
            continue  # it has nothing to say
        rank = _rank(text.replace(delimiters.element, "*"), order)
        place += 1  # behind its like
        if rank != before:
            place = next((at for at, (other, _) in enumerate(finished) if other > rank), len(finished))
        finished.insert(place, (rank, text))
        before = rank
    return [text for _, text in finished]


def _rank(text: str, order: Sequence[str]) -> int:
    tag, kind = (*text.split("*", 2), "")[:2]
    name = f"{tag}*{kind}"
    if name in order:
        return order.index(name)
    return order.index(tag) if tag in order else len(order)


def fresh(elements: Sequence[Value], delimiters: Delimiters) -> str:
    """A new segment, tag first; raises X12Error when a value holds a character that X12 cannot carry."""
    tag = str(elements[0])
    values = [_rendered(value, f"{tag}{at:02d}", delimiters) for at, value in enumerate(elements)]
    return delimiters.join(values)


def _overlaid(each: Draft, piece: Raw, delimiters: Delimiters) -> str:
    was = piece.text.split(piece.delimiters.element)
    values = _translated(piece, delimiters).split(delimiters.element)
    changed = False
    if each.says_so is not None and each.says_so(was):
        return _translated(piece, delimiters)
    for at, value in enumerate(each.elements):
        old = was[at] if at < len(was) else ""
        if value is None or isinstance(value, Usual) or _same(old, value, piece.delimiters):
            continue
        values += [""] * (at + 1 - len(values))
        values[at] = _merged(old, value, f"{was[0]}{at:02d}", piece.delimiters, delimiters)
        changed = True
    return delimiters.join(values) if changed else delimiters.element.join(values)


def _translated(piece: Raw, delimiters: Delimiters) -> str:
    if piece.delimiters is delimiters or piece.delimiters == delimiters:
        return piece.text
    source = piece.delimiters
    values = []
    for at, element in enumerate(piece.text.split(source.element)):
        parts = element.split(source.component) if source.component else [element]
        values.append(delimiters.composite(parts, f"{piece.text[:3]}{at:02d}"))
    return delimiters.element.join(values)


def _same(old: str, value: Value, delimiters: Delimiters) -> bool:
    if isinstance(value, tuple):
        parts = old.split(delimiters.component)
        parts += [""] * (len(value) - len(parts))
        pairs = zip(parts, value, strict=False)
        return all(isinstance(new, Usual | None) or _same(part, new, delimiters) for part, new in pairs)
    if isinstance(value, Decimal):
        is_number = AMOUNT(old) or QUANTITY(old)
        return Decimal(old) == value if is_number else value == 0  # zero stands for what is no number
    return old == value or readable(old) == value


def _merged(old: str, value: Value, name: str, source: Delimiters, delimiters: Delimiters) -> str:
    if not isinstance(value, tuple):
        return _rendered(value, name, delimiters)
    parts: list[Part] = list(old.split(source.component)) if old else []
    parts += [""] * (len(value) - len(parts))
    for at, part in enumerate(value):
        parts[at] = parts[at] if isinstance(part, Usual | None) else part
    return _rendered(tuple(parts), name, delimiters)


def _rendered(value: Value, name: str, delimiters: Delimiters) -> str:
    if isinstance(value, tuple):
        parts = [_rendered(part, name, delimiters) for part in value]
        return delimiters.composite(parts, name)
    text = number_text(value) if isinstance(value, Decimal) else value or ""
    return delimiters.value(text, name)

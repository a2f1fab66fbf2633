"""What several loops of a claim share, as segments: adjustments, procedures, dates, amounts, papers."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from edi.adjustments import Adjustment, Procedure
from edi.faults import Code, Scope
from edi.loops import Draft, Loop, Raw, Usual, Value, draft
from edi.services import Attachment, Note
from edi.tokens import Segment
from edi.values import ZERO, amount, day_text, period, period_text, quantity

SETS_IN_A_CAS = 6
NO_PROCEDURE = Procedure("")


def take_amount(loop: Loop, segment: Segment, element: int) -> Decimal:
    """Money of an element that must have it; zero and a fault when it is no amount."""
    try:
        return amount(segment[element])
    except ValueError:
        loop.fault(Code.AMOUNT, segment, element)
        return ZERO


def take_quantity(loop: Loop, segment: Segment, element: int) -> Decimal | None:
    """Units, None when not given; None and a note when they are no number."""
    if not segment[element]:
        return None
    try:
        return quantity(segment[element])
    except ValueError:
        loop.fault(Code.QUANTITY, segment, element, Scope.NOTE)
        return None


def take_sum(loop: Loop, kind: str) -> Decimal | None:
    """The amount of AMT with this qualifier; None when not given."""
    segment = loop.first(f"AMT*{kind}")
    if segment is None:
        return None
    try:
        return amount(segment[2])
    except ValueError:
        loop.fault(Code.AMOUNT, segment, 2)
        loop.release(segment)
        return None


def sum_drafts(**sums: Decimal | None) -> list[Draft]:
    """AMT segments by qualifier."""
    return [draft(f"AMT*{kind}", kind, value) for kind, value in sums.items() if value is not None]


def take_reference(loop: Loop, kind: str) -> str | None:
    """The value of REF with this qualifier; None when not given."""
    segment = loop.first(f"REF*{kind}")
    if segment is None or segment[2]:
        return segment[2] if segment else None
    loop.release(segment)
    return None


def reference_draft(kind: str, value: str | None) -> list[Draft]:
    """A REF, where there is a value."""
    return [draft(f"REF*{kind}", kind, value)] if value else []


def take_period(loop: Loop, kind: str) -> tuple[date | None, date | None]:
    """First and last day of DTP with this qualifier; an unreadable one is noted and stays raw."""
    segment = loop.first(f"DTP*{kind}")
    if segment is None:
        return None, None
    days = period(segment[2], segment[3])
    if days[0] is None:
        loop.release(segment)
        loop.fault(Code.DATE, segment, 3, Scope.NOTE)
    elif days[0].year < 1900:
        loop.fault(Code.IMPLAUSIBLE, segment, 3, Scope.NOTE)
    return days


def date_draft(kind: str, first: date | None, last: date | None = None) -> list[Draft]:
    """A DTP, where there is a date; one that was read stays as long as it names the same days."""
    if first is None:
        return []

    def says_so(read: Sequence[str]) -> bool:
        start, end = period(*(*read, "", "", "")[2:4])
        return start == first and (end or start) == (last or first)

    return [draft(f"DTP*{kind}", kind, *period_text(first, last), says_so=says_so)]


def procedure(segment: Segment, element: int) -> Procedure:
    """The procedure of a composite; code and kind are empty where it has no parts."""
    parts = segment.parts(element)
    if len(parts) < 2:
        return Procedure("", (), parts[0])
    modifiers = tuple(part for part in parts[2:6] if part)
    return Procedure(parts[1], modifiers, parts[0], parts[6] if len(parts) > 6 else "")


def procedure_value(what: Procedure) -> tuple[str, ...] | None:
    """The composite of a procedure; None for none, which keeps what was read."""
    if not what.code:
        return None
    modifiers = (*what.modifiers, "", "", "", "")[:4]
    return (what.kind, what.code, *modifiers, what.description)


def take_adjustments(loop: Loop) -> tuple[Adjustment, ...]:
    """All adjustments of the loop's CAS segments; one that cannot be read is a fault and stays raw."""
    found: list[Adjustment] = []
    for segment in loop.every("CAS"):
        try:
            found += adjustments(segment.elements)
        except ValueError:
            loop.fault(Code.AMOUNT, segment)
            loop.release(segment)
    return tuple(found)


def adjustments(elements: Sequence[str]) -> list[Adjustment]:
    """The one to six adjustments of a CAS; an empty set is skipped. Raises ValueError on a bad amount."""
    found = []
    for at in range(2, min(len(elements), 2 + 3 * SETS_IN_A_CAS), 3):
        reason, sum_, units = (*elements[at : at + 3], "", "")[:3]
        if reason or sum_:
            found.append(Adjustment(elements[1], reason, amount(sum_), quantity(units) if units else None))
    return found


def adjustment_drafts(given: Sequence[Adjustment], raw: Sequence[Raw]) -> list[Draft]:
    """CAS segments, six of one group to a segment; those that were read stay while they say the same."""
    read = [each for each in raw if each.slot.startswith("CAS.")]
    told = [one for each in read for one in adjustments(each.text.split(each.delimiters.element))]
    if tuple(told) == tuple(given):
        return [Draft(each.slot, ("CAS",), lambda _: True) for each in read]
    width = 1 + 3 * SETS_IN_A_CAS
    rows = adjustment_rows(given)
    return [draft(f"CAS.{at}", *row, *[""] * (width - len(row))) for at, row in enumerate(rows)]


def adjustment_rows(given: Sequence[Adjustment]) -> list[list[Value]]:
    """The elements of CAS segments after the tag: neighbours of one group share a segment, up to six."""
    rows: list[list[Value]] = []
    for one in given:
        if not rows or rows[-1][0] != one.group or len(rows[-1]) > 3 * SETS_IN_A_CAS:
            rows.append([one.group])
        rows[-1] += [one.reason, one.amount, "" if one.quantity is None else one.quantity]
    return rows


def take_attachments(loop: Loop) -> tuple[Attachment, ...]:
    """All PWK segments."""
    return tuple(Attachment(each[1], each[2], each[6]) for each in loop.every("PWK"))


def attachment_drafts(attachments: Sequence[Attachment]) -> list[Draft]:
    """PWK segments; AC says that the control number is ours."""
    drafts = []
    for at, each in enumerate(attachments):
        control = (Usual("AC"), each.control) if each.control else ()
        drafts.append(draft(f"PWK.{at}", each.kind, each.sent_by, None, None, *control))
    return drafts


def take_notes(loop: Loop) -> tuple[Note, ...]:
    """All NTE segments."""
    return tuple(Note(each[1], each[2]) for each in loop.every("NTE"))


def note_drafts(notes: Sequence[Note]) -> list[Draft]:
    """NTE segments."""
    return [draft(f"NTE.{at}", each.kind, each.text) for at, each in enumerate(notes)]


def day_or_keep(value: date | None) -> str | None:
    """A date as CCYYMMDD; None keeps what was read."""
    return day_text(value) if value else None

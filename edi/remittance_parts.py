"""Parts of a remittance claim, read: a name, the adjustments of a segment, a procedure."""

from decimal import Decimal

from edi.adjustments import Adjustment, Procedure
from edi.parties import Party
from edi.remittances import NO_PROCEDURE
from edi.values import AMOUNTS, QUANTITIES, ZERO, readable

Row = list[str]  # the elements of a segment, tag first
PAD = [""] * 10
new_tuple = tuple.__new__  # half the cost of calling the named tuple


def named(elements: Row) -> Party:
    """The person or organisation of an NM1."""
    row = elements if len(elements) == 10 else (elements + PAD)[:10]
    _, _, kind, last, first, middle, _, suffix, id_kind, id_ = row
    if not "".join(row).isascii():
        last, first, middle, suffix = map(readable, (last, first, middle, suffix))
    return Party(last, first, middle, suffix, kind == "1", id_, id_kind)


def even_adjustments(row: Row) -> tuple[tuple[Adjustment, ...], Decimal]:
    """The adjustments of a CAS whose sets are all filled, and their sum.

    Raises ValueError or IndexError where one is not, or is no number.
    """
    if len(row) == 4:  # one reason without a quantity: most of them
        total = AMOUNTS[row[3]]
        return (new_tuple(Adjustment, (row[1], row[2], total, None)),), total
    total, group, length = ZERO, row[1], len(row)
    found = []
    for at in range(2, length, 3):
        value = AMOUNTS[row[at + 1]]
        units = QUANTITIES[row[at + 2]] if at + 2 < length and row[at + 2] else None
        total += value
        found.append(new_tuple(Adjustment, (group, row[at], value, units)))
    return tuple(found), total


def procedure_of(component: str, composite: str) -> Procedure:
    """The procedure of a composite; NO_PROCEDURE when it has no parts."""
    parts = composite.split(component)
    if len(parts) < 2:
        return NO_PROCEDURE
    return Procedure(parts[1], tuple(filter(None, parts[2:6])), parts[0], "".join(parts[6:7]))

"""Parties, addresses and telephones as segments, both ways: NM1, N3, N4, PER, DMG."""

from collections.abc import Sequence
from datetime import date

from edi.faults import Code, Scope
from edi.loops import Draft, Loop, Usual, draft, keep
from edi.parties import NOBODY, Address, Contact, Party
from edi.values import day, day_text, readable

_WAYS = (("TE", "telephone"), ("EX", "extension"), ("EM", "email"), ("FX", "fax"))


def party(elements: Sequence[str]) -> Party:
    """The person or organisation of an NM1, tag first."""
    _, _, kind, last, first, middle, _, suffix, id_kind, id_ = (*elements, *[""] * 10)[:10]
    name = (readable(last), readable(first), readable(middle), readable(suffix))
    return Party(*name, is_person=kind == "1", id=id_, id_kind=id_kind)


def take_party(loop: Loop, code: str) -> Party:
    """The party of the loop's first NM1 with this code; NOBODY when it has none."""
    segment = loop.first(f"NM1*{code}")
    return party(segment.elements) if segment else NOBODY


def party_draft(code: str, who: Party) -> Draft:
    """The NM1 of a party; that of NOBODY is kept where it was read, and never made."""
    if who == NOBODY:
        return keep(f"NM1*{code}")
    kind = who.id_kind if who.id else None
    name = (who.last, who.first, who.middle, None, who.suffix)
    person = "1" if who.is_person else "2"
    return draft(f"NM1*{code}", code, person, *name, kind, who.id, says_so=lambda read: party(read) == who)


def take_address(loop: Loop) -> Address | None:
    """The address of N3 and N4; None without both."""
    street, city = loop.first("N3"), loop.first("N4")
    if street is None and city is None:
        return None
    lines = (readable(street[1]), readable(street[2])) if street else ("", "")
    place = (readable(city[1]), city[2], city[3]) if city else ("", "", "")
    return Address(lines[0], *place, second_line=lines[1], country=city[4] if city else "")


def address_drafts(address: Address | None) -> list[Draft]:
    """N3 and N4; one that has nothing to say is kept where it was read, and never made."""
    if address is None:
        return []
    street = draft("N3", address.line, address.second_line)
    city = draft("N4", address.city, address.state, address.zip, address.country)
    return [each if any(each.elements[1:]) else keep(each.slot) for each in (street, city)]


def contact(elements: Sequence[str]) -> Contact:
    """Whom a PER names, and how to reach them; of two numbers of one kind the first."""
    fields = [*elements, *[""] * 9]
    ways = {fields[at]: fields[at + 1] for at in (7, 5, 3)}
    given = {name: ways.get(kind, "") for kind, name in _WAYS}
    return Contact(readable(fields[2]), **given)


def take_contact(loop: Loop) -> Contact | None:
    """The contact of the loop's first PER."""
    segment = loop.first("PER")
    return contact(segment.elements) if segment else None


def contact_drafts(whom: Contact | None) -> list[Draft]:
    """PER, with the first three ways to reach them."""
    if whom is None or whom == Contact():
        return [keep("PER")]
    pairs = [(kind, getattr(whom, name)) for kind, name in _WAYS if getattr(whom, name)]
    ways = [value for pair in pairs[:3] for value in pair]
    return [draft("PER", Usual("IC"), whom.name, *ways, says_so=lambda read: contact(read) == whom)]


def take_birth(loop: Loop) -> tuple[date | None, str]:
    """Birth date and sex from DMG; an unreadable date is noted."""
    segment = loop.first("DMG")
    if segment is None:
        return None, ""
    born_on = day(segment[2])
    if segment[2] and born_on is None:
        loop.fault(Code.DATE, segment, 2, Scope.NOTE)
    return born_on, segment[3]


def birth_drafts(born_on: date | None, sex: str) -> list[Draft]:
    """DMG; an unreadable date that was read is kept."""
    if born_on is None and not sex:
        return [keep("DMG")]
    return [draft("DMG", Usual("D8"), day_text(born_on) if born_on else None, sex)]

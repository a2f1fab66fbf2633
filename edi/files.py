"""What a file holds: which transaction sets, told before anybody reads them."""

from collections.abc import Iterator
from enum import StrEnum

from edi.faults import X12Error
from edi.tokens import Source, stretches


class Kind(StrEnum):
    """The sets by the names people use."""

    CLAIMS = "837P"
    INSTITUTIONAL_CLAIMS = "837I"
    DENTAL_CLAIMS = "837D"
    REMITTANCES = "835"
    SETS_ACKNOWLEDGED = "999"
    INTERCHANGE_ACKNOWLEDGED = "TA1"
    CLAIMS_ACKNOWLEDGED = "277CA"
    CLAIM_STATUS = "277"
    CLAIM_STATUS_INQUIRY = "276"
    ELIGIBILITY = "271"
    ELIGIBILITY_INQUIRY = "270"
    OTHER = "other"


READ = (
    Kind.CLAIMS,
    Kind.REMITTANCES,
    Kind.SETS_ACKNOWLEDGED,
    Kind.INTERCHANGE_ACKNOWLEDGED,
    Kind.CLAIMS_ACKNOWLEDGED,
)
REFUSED = {
    Kind.INSTITUTIONAL_CLAIMS: "institutional claims (837I)",
    Kind.DENTAL_CLAIMS: "dental claims (837D)",
}
_BY_GUIDE = {
    "X222": Kind.CLAIMS,
    "X223": Kind.INSTITUTIONAL_CLAIMS,
    "X224": Kind.DENTAL_CLAIMS,
    "X212": Kind.CLAIM_STATUS,
    "X214": Kind.CLAIMS_ACKNOWLEDGED,
}
_BY_PURPOSE = {"TH": Kind.CLAIMS_ACKNOWLEDGED, "DG": Kind.CLAIM_STATUS, "CH": Kind.CLAIMS, "RP": Kind.CLAIMS}
_BY_SET = {
    "270": Kind.ELIGIBILITY_INQUIRY,
    "271": Kind.ELIGIBILITY,
    "276": Kind.CLAIM_STATUS_INQUIRY,
    "835": Kind.REMITTANCES,
    "999": Kind.SETS_ACKNOWLEDGED,
}


def sniff(source: Source) -> tuple[Kind, ...]:
    """The kinds of sets in a file, each once, in order; a stream is read to its end.

    Raises X12Error when the file is no X12.
    """
    return tuple(dict.fromkeys(_kinds(source)))


def refuse_unread(kinds: tuple[Kind, ...]) -> None:
    """Raise X12Error, naming what the file holds, when nothing of it is read here."""
    for kind, name in REFUSED.items():
        if kind in kinds:
            raise X12Error(f"This file holds {name}; only professional claims (837P) are read.")
    if not any(kind in READ for kind in kinds):
        held = ", ".join(kinds) or "no transaction set"
        raise X12Error(f"This file holds {held}; only {', '.join(READ)} are read.")


def _kinds(source: Source) -> Iterator[Kind]:
    version, waiting = "", ""
    for stretch in stretches(source):
        mark = stretch.delimiters.element
        for text in stretch.texts:
            if text[:2] not in ("ST", "GS", "BH", "TA", "SE"):
                continue
            elements = text.split(mark) + [""] * 9
            tag = elements[0]
            if tag == "TA1":
                yield Kind.INTERCHANGE_ACKNOWLEDGED
            elif tag == "GS":
                version = elements[8]
            elif tag == "ST":
                kind = _kind(elements[1], elements[3] or version)
                waiting = "" if kind else elements[1]
                if kind:
                    yield kind
            elif waiting and tag in ("BHT", "SE"):
                yield _BY_PURPOSE.get(elements[6], Kind.OTHER) if tag == "BHT" else Kind.OTHER
                waiting = ""
    if waiting:
        yield Kind.OTHER


def _kind(set_id: str, guide: str) -> Kind | None:
    """The kind by set and guide; None when only BHT06 can tell."""
    if set_id in _BY_SET:
        return _BY_SET[set_id]
    if set_id not in ("837", "277"):
        return Kind.OTHER
    return next((kind for part, kind in _BY_GUIDE.items() if part in guide), None)

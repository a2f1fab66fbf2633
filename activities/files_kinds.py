"""What a file is, told from its first segments."""

from enum import StrEnum
from typing import BinaryIO

from edi.faults import X12Error
from edi.tokens import Segment, take


class FileKind(StrEnum):
    """The kinds of file that we can read, and all the rest."""

    CLAIMS = "837P"
    REMITTANCE = "835"
    CLAIM_ANSWER = "277CA"
    FILE_ANSWER = "999"
    RECEIPT = "TA1"
    STATUS = "277"
    ELIGIBILITY = "271"
    OTHER = "other"


_BY_SET = {"835": FileKind.REMITTANCE, "999": FileKind.FILE_ANSWER, "271": FileKind.ELIGIBILITY}
_INSTITUTIONAL_OR_DENTAL = ("X223", "X224")


def kind_of(stream: BinaryIO) -> FileKind:
    """The kind of an X12 file by its ST01 and guide; anything else is other."""
    try:
        first = take(stream, 6)
    except X12Error:
        return FileKind.OTHER
    version = next((each[8] for each in first if each.tag == "GS"), "")
    for place, segment in enumerate(first):
        if segment.tag == "ST":
            return _of_set(segment, segment[3] or version, first[place + 1 :])
    if any(segment.tag == "TA1" for segment in first):
        return FileKind.RECEIPT
    return FileKind.OTHER


def _of_set(header: Segment, guide: str, following: list[Segment]) -> FileKind:
    if header[1] == "277":
        purpose = next((each[6] for each in following if each.tag == "BHT"), "")
        is_answer_to_claims = "X214" in guide or ("X212" not in guide and purpose == "TH")
        return FileKind.CLAIM_ANSWER if is_answer_to_claims else FileKind.STATUS
    if header[1] == "837":
        is_other = any(mark in guide for mark in _INSTITUTIONAL_OR_DENTAL)
        return FileKind.OTHER if is_other else FileKind.CLAIMS
    return _BY_SET.get(header[1], FileKind.OTHER)

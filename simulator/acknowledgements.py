"""The answers to a claim file itself: TA1 and 999, at once."""

from collections.abc import Mapping

from edi.acknowledgements import (
    GUIDE_999,
    ElementError,
    GroupAcknowledgement,
    InterchangeAcknowledgement,
    SegmentError,
    SetVerdict,
)
from edi.acknowledgements_writing import write_acknowledgements
from simulator.chance import Seed
from simulator.claims import Flaw, SeenBatch, SeenClaim, SeenFile
from simulator.envelopes import AT, CLEARINGHOUSE_ID, group, interchange


def receipt_file(file: SeenFile, name: str, note: str, seed: Seed) -> bytes:
    """A TA1: taken when there is no note (TA105), else refused as a whole."""
    envelope = interchange(CLEARINGHOUSE_ID, file.sender, file.learned_on, seed, name)
    code = "R" if note else "A"
    sent_on, sent_at = file.sent_on or file.received_on, file.sent_at or AT
    answer = InterchangeAcknowledgement(envelope, file.control, sent_on, sent_at, code, note or "000")
    return write_acknowledgements([answer])


def answer_file(file: SeenFile, refused: Mapping[str, SeenClaim], name: str, seed: Seed) -> bytes:
    """A 999 for every set of the file; `refused` names, by ST02, the claim for whose sake one is rejected."""
    envelope = interchange(CLEARINGHOUSE_ID, file.sender, file.learned_on, seed, name)
    verdicts = tuple(_verdict(batch, refused.get(batch.control)) for batch in file.batches)
    taken = sum(each.is_accepted for each in verdicts)
    code = "A" if taken == len(verdicts) else "P" if taken else "R"
    answer = GroupAcknowledgement(
        interchange=envelope,
        group=group("FA", envelope, GUIDE_999),
        control="0001",
        functional_id="HC",
        group_control=file.group_control,
        code=code,
        sets=verdicts,
        guide=file.version,
        accepted=taken,
    )
    return write_acknowledgements([answer])


def _verdict(batch: SeenBatch, blamed: SeenClaim | None) -> SetVerdict:
    if blamed is None:
        return SetVerdict("837", batch.control, "A", batch.guide)
    flaw = batch.flaw or _invented(blamed)
    return SetVerdict("837", batch.control, "R", batch.guide, ("5",), (_error(flaw),))


def _error(flaw: Flaw) -> SegmentError:
    elements = (ElementError(flaw.element, "7"),) if flaw.element else ()
    code = "8" if elements else "3"
    return SegmentError(flaw.tag, flaw.place, code, "2300", flaw.claim_number[:20] or None, elements=elements)


def _invented(claim: SeenClaim) -> Flaw:
    """A refusal that was asked for: the claim is said to break the guide at its place of service."""
    return Flaw("CLM", claim.segment, 5, claim.number)

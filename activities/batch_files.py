"""Claims become the bytes of one 837P, and each claim's place in it is known."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from activities.claim_forms import claim_of
from edi.claims import GUIDE, Batch, ProfessionalClaim
from edi.claims_writing import write_batch
from edi.envelope import Group, Interchange
from edi.faults import X12Error
from edi.parties import Contact, Party
from edi.tokens import segments
from models.claims import Claim
from rules.claims import Frequency

PRODUCTION, TEST = "P", "T"


@dataclass(frozen=True, slots=True)
class Submitter:
    """Who sends, and to whom: as agreed with the clearinghouse."""

    name: str
    id: str
    contact: str
    telephone: str
    receiver_name: str
    receiver_id: str
    production: bool  # False: every file says that it is a test


@dataclass(frozen=True, slots=True)
class Place:
    """Where one claim stands, counted from ST = 1; levels it shares with others lie outside."""

    first: int
    last: int


def outgoing(claim: Claim) -> ProfessionalClaim:
    """The claim's form as it goes out; a replacement or void names the payer's claim number."""
    form = claim_of(claim.form)
    if claim.frequency is Frequency.ORIGINAL:
        return form
    return replace(form, frequency=claim.frequency.value, payer_claim_number=claim.payer_claim_number)


def head(submitter: Submitter, number: int, now: datetime) -> Batch:
    """The head of batch `number`: ISA13, GS06, ST02 and BHT03 are all that number."""
    on, at = now.date(), now.time().replace(second=0, microsecond=0)
    usage = PRODUCTION if submitter.production else TEST
    return Batch(
        interchange=Interchange(
            submitter.id, submitter.receiver_id, str(number).zfill(9), on, at, usage=usage
        ),
        group=Group("HC", submitter.id, submitter.receiver_id, str(number), GUIDE, on, at),
        control=str(number).zfill(4),
        batch_id=str(number),
        submitter=Party(submitter.name, is_person=False, id=submitter.id, id_kind="46"),
        submitter_contact=Contact(submitter.contact, submitter.telephone),
        receiver=Party(submitter.receiver_name, is_person=False, id=submitter.receiver_id, id_kind="46"),
        created_on=on,
        created_at=at,
    )


def write(batch: Batch, forms: Sequence[ProfessionalClaim]) -> bytes:
    """The file; equal billing providers share one level. Raises X12Error when a form cannot be sent."""
    seen = {form.billing: form.billing for form in forms}
    return write_batch(batch, [replace(form, billing=seen[form.billing]) for form in forms])


def why_not(batch: Batch, form: ProfessionalClaim) -> str | None:
    """Why this claim cannot be sent, naming the element; None when it can."""
    try:
        write_batch(batch, [form])
    except X12Error as refusal:
        return str(refusal)
    return None


def places(file: bytes) -> list[Place]:
    """The place of each claim, in the order of the file."""
    found: list[Place] = []
    began = first = own = 0  # own: where the levels begin that only the next claim stands under
    for segment in segments(file):
        at = segment.number - began + 1
        if segment.tag == "ST":
            began = segment.number
        if segment.tag in ("HL", "CLM", "SE") and first:
            found.append(Place(first, at - 1))
            first = 0
        if segment.tag == "HL":
            own = 0 if segment[3] == "20" else own or at
        elif segment.tag == "CLM":
            first, own = own or at, 0
    return found

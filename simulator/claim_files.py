"""The claim files that a practice's own system writes."""

from collections.abc import Sequence
from datetime import date, time

from edi.claims import GUIDE, Batch, ProfessionalClaim
from edi.claims_writing import write_batch
from edi.envelope import Group, Interchange
from edi.parties import Contact, Party
from simulator.chance import Seed, digits
from simulator.visits import PracticeCard

AT = time(18, 30)
RECEIVER = "CLAIMDESK"


def write_visits(
    practice: PracticeCard, claims: Sequence[ProfessionalClaim], on: date, seed: Seed, name: str
) -> bytes:
    """One file with one batch; its control number is drawn from its name and day."""
    sender = f"{practice.prefix}SYSTEM"
    control = digits(9, seed, "visits", name, on)
    batch = Batch(
        interchange=Interchange(sender, RECEIVER, control, on, AT),
        group=Group("HC", sender, RECEIVER, control, GUIDE, on, AT),
        control="0001",
        batch_id=control,
        submitter=Party(practice.name, is_person=False, id=sender, id_kind="46"),
        submitter_contact=Contact("Billing", telephone=practice.telephone),
        receiver=Party("Claimdesk", is_person=False, id=RECEIVER, id_kind="46"),
        created_on=on,
        created_at=AT,
    )
    return write_batch(batch, claims)

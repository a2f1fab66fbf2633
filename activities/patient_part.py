"""What the patient owes: moved from the insurance by a person's decision, never by a guess."""

from datetime import date

from activities.journal import Entry, post
from activities.ledger import open_lines
from activities.transactions import Work
from models.claims import Claim
from rules.errors import Conflict
from rules.ledger import ZERO, Account, Leg


async def bill_patient(work: Work, claim: Claim, reason: str, today: date) -> None:
    """Move everything insurance still owes on this claim to the patient.

    Raises Conflict when nothing is open.
    """
    lines = (await open_lines(work.session, [claim.id])).get(claim.id, ())
    legs = tuple(
        leg
        for line in lines
        for leg in (
            Leg(Account.PATIENT, line.amount, line.line_id),
            Leg(Account.INSURANCE, -line.amount, line.line_id, line.payer_id),
        )
    )
    if not legs:
        raise Conflict("Nothing is open on this claim, so there is nothing to bill the patient.")
    cause = f"patient:{claim.id}:{claim.version}"
    await post(work, [Entry(claim.practice_id, "patient", cause, legs, today, claim.id, memo=reason)])
    claim.open_amount = ZERO

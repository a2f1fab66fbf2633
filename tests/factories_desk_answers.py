"""What went out for a claim of the invented office, and what came back: files, receipts, payments."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from activities.transactions import Work
from models.acknowledgements import Acknowledgement
from models.base import new_id
from models.claims import Claim, ClaimLine
from models.files import FileState, MailboxFile
from models.remittances import Posting, Remittance, RemittanceClaim, RemittanceLine
from models.submissions import Batch, BatchState, Submission
from rules.claims import Stage
from tests.factories_desk_cases import Case, Told


async def sent(work: Work, told: Told, number: int, claim: Claim) -> None:
    when = work.now - (told.today - (claim.sent_on or told.today))
    file = a_file(
        f"batch-{2200 + number}.837", "837P", when, claim.practice_id, direction="out", state=FileState.SENT
    )
    answer = a_file(f"receipt-{2200 + number}.277", "277CA", when, claim.practice_id)
    work.session.add_all((file, answer))
    await work.session.flush()
    batch = Batch(
        id=new_id(),
        clearinghouse="simulator",
        number=2200 + number,
        file_id=file.id,
        claims=1,
        state=BatchState.ACCEPTED,
        made_at=when,
        uploaded_at=when,
    )
    work.session.add(batch)
    await work.session.flush()
    work.session.add(
        Submission(
            practice_id=claim.practice_id,
            claim_id=claim.id,
            batch_id=batch.id,
            place=1,
            first_segment=12,
            last_segment=30,
            answer="accepted by the clearinghouse",
        )
    )
    work.session.add(
        Acknowledgement(
            practice_id=claim.practice_id,
            claim_id=claim.id,
            batch_id=batch.id,
            file_id=answer.id,
            segment=18,
            kind="277CA",
            sender="payer" if claim.filed_on else "clearinghouse",
            accepted=claim.stage is not Stage.REJECTED,
            codes=["A2:20"],
            words="taken for processing" if claim.filed_on else "on its way to the payer",
            received_at=when,
        )
    )


def a_file(name: str, kind: str, when: Any, practice_id: UUID, **more: Any) -> MailboxFile:
    base = {"source": "simulator", "direction": "in", "state": FileState.READ, "summary": f"{kind}: 1 claim"}
    return MailboxFile(
        id=new_id(),
        sha256=new_id().hex * 2,
        name=name,
        kind=kind,
        size=1840,
        practices=[practice_id],
        received_at=when,
        **(base | more),
    )


async def paid(work: Work, told: Told, claim: Claim, lines: list[ClaimLine], case: Case) -> None:
    when = work.now - timedelta(days=5)
    file = a_file(f"era-{claim.number}.835", "835", when, claim.practice_id)
    work.session.add(file)
    await work.session.flush()
    told.files.setdefault("era", file.id)
    paid = claim.charge - Decimal("311.20") if case.stage is Stage.UNDERPAID else Decimal("0.00")
    remittance = Remittance(
        id=new_id(),
        practice_id=claim.practice_id,
        file_id=file.id,
        place=1,
        payment_key=f"key-{claim.number}",
        payer_id=claim.payer_id,
        payer_name=case.payer,
        trace=f"EFT{claim.number}",
        paid_on=told.today - timedelta(days=6),
        amount=paid,
        method="ACH",
        state=Posting.POSTED,
        received_at=when,
    )
    work.session.add(remittance)
    await work.session.flush()
    told.remittances[case.last] = remittance.id
    codes = [code for code in case.detail.get("codes", []) if "-" in code]
    group, reason = codes[0].split("-") if codes else ("CO", "16")
    taken = [group, reason, str(claim.charge - paid), None]
    answered = RemittanceClaim(
        id=new_id(),
        practice_id=claim.practice_id,
        remittance_id=remittance.id,
        claim_id=claim.id,
        claim_key=f"ck-{claim.number}",
        segment=9,
        number=claim.number,
        status="4" if not paid else "1",
        charge=claim.charge,
        paid=paid,
        patient_part=Decimal("0.00"),
        payer_claim_number=claim.payer_claim_number,
        adjustments=[taken],
        remarks=[code for code in case.detail.get("codes", []) if "-" not in code],
        state=Posting.POSTED if paid else Posting.NOTED,
    )
    work.session.add(answered)
    await work.session.flush()
    for line in lines:
        work.session.add(
            RemittanceLine(
                practice_id=claim.practice_id,
                remittance_claim_id=answered.id,
                claim_line_id=line.id,
                segment=12 + line.number,
                procedure=line.procedure,
                modifiers=line.modifiers,
                charge=line.charge,
                paid=paid / 2,
                allowed=paid / 2,
                units="1",
                adjustments=[],
                remarks=[],
            )
        )

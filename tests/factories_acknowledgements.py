"""Claims that are out, and the files that answer them."""

from collections.abc import Sequence
from datetime import date, time
from decimal import Decimal
from pathlib import Path

from sqlalchemy import select

from activities.acknowledgements import AcknowledgementReport, take_acknowledgements
from activities.actors import CLAIMDESK
from activities.scrubbing import scrub_claim
from activities.submissions import CLEARINGHOUSE, make_batch
from activities.transactions import Office
from edi.acknowledgements import (
    BatchVerdict,
    ClaimVerdict,
    GroupAcknowledgement,
    InterchangeAcknowledgement,
    ProviderVerdict,
    Report,
    ReportEnd,
    SegmentError,
    SetVerdict,
    Status,
    StatusCode,
)
from edi.acknowledgements_writing import write_acknowledgements
from edi.claim_acknowledgements_writing import write_277ca
from edi.claims import ProfessionalClaim
from edi.envelope import Group, Interchange
from edi.parties import Party
from models.claims import Claim
from models.submissions import Submission
from models.tasks import Task
from rules.claims import Stage
from tests.factories_imports import US, claim, imported, line, raw_files, stored

ON, AT = date(2026, 11, 20), time(8)
ENVELOPE = Interchange("HOUSE1", "DESK", "000000007", ON, AT)
US_41 = Party("CLAIMDESK", is_person=False, id="DESK", id_kind="46")
ELM_85 = Party("ELM STREET FAMILY CARE", is_person=False, id="1234567893", id_kind="XX")
OAK_85 = Party("OAK CLINIC", is_person=False, id="1999996667", id_kind="XX")
JANE_QC = Party("DOE", "JANE", id="MEMBER1", id_kind="MI")
HOUSE_AY = Party("HOUSE", is_person=False, id="HOUSE1", id_kind="46")
PAYER_PR = Party("PRACTICE PAYER", is_person=False, id="PAYER1", id_kind="PI")
TAKEN = (Status((StatusCode("A1", "19"),), ON, "WQ", Decimal(100)),)


class Sent:
    """Claims of one batch, and the files that answer it."""

    def __init__(self, office: Office, folder: Path) -> None:
        self.office, self.folder, self.files = office, folder, 0

    async def claims(self) -> dict[str, Claim]:
        async with self.office.begin(CLAIMDESK) as work:
            return {each.number: each for each in await work.session.scalars(select(Claim))}

    async def tasks(self) -> list[Task]:
        async with self.office.begin(CLAIMDESK) as work:
            return list(await work.session.scalars(select(Task).order_by(Task.id)))

    async def send(self) -> None:
        """Check what is to be checked and put the ready ones into a batch."""
        async with self.office.begin(CLAIMDESK) as work:
            ids = list(await work.session.scalars(select(Claim.id)))
        for claim_id in ids:
            await scrub_claim(self.office, claim_id)
        await make_batch(self.office, CLEARINGHOUSE, raw_files(self.folder), US)

    async def take(self, data: bytes, kind: str) -> AcknowledgementReport:
        self.files += 1
        path = self.folder / f"answer{self.files}.{kind}"
        path.write_bytes(data)
        return await take_acknowledgements(self.office, await stored(self.office, self.folder, path), path)

    async def answer_999(self, code: str, *errors: SegmentError, batch: str = "1") -> AcknowledgementReport:
        verdict = SetVerdict("837", batch.zfill(4), code, "005010X222A1", ("5",) if errors else (), errors)
        group = Group("FA", "HOUSE1", "DESK", "7", "005010X231A1", ON, AT)
        answer = GroupAcknowledgement(ENVELOPE, group, "0001", "HC", batch, code, (verdict,), "005010X222A1")
        return await self.take(write_acknowledgements([answer]), "999")

    async def answer_ta1(self, code: str, note: str = "000", batch: str = "1") -> AcknowledgementReport:
        answer = InterchangeAcknowledgement(ENVELOPE, batch.zfill(9), ON, AT, code, note)
        return await self.take(write_acknowledgements([answer]), "ta1")

    async def answer_277ca(
        self,
        *said: tuple[str, str],
        by_payer: bool = True,
        batch: str = "1",
        icn: str | None = None,
        received: date | None = None,
        above: Sequence[BatchVerdict | ProviderVerdict] = (),
        on: date = ON,
    ) -> AcknowledgementReport:
        """One report; each of `said` is a claim number and its "category:status:entity"."""
        source = PAYER_PR if by_payer else HOUSE_AY
        group = Group("HN", "HOUSE1", "DESK", "7", "005010X214", ON, AT)
        head = Report(ENVELOPE, group, "0001", "R1", on, AT, source, by_payer, "1", received, on)
        over = above or (BatchVerdict(US_41, batch, TAKEN), ProviderVerdict(ELM_85, statuses=TAKEN))
        verdicts = [
            ClaimVerdict(
                number, JANE_QC, (Status((StatusCode(*code.split(":")),), on, "WQ", Decimal(100)),), icn
            )
            for number, code in said
        ]
        pieces = [head, *over, *verdicts, ReportEnd(len(verdicts))]
        return await self.take(write_277ca(pieces), "277")


async def two(sent: Sent) -> None:
    """A1 and A2 of Elm Street are out."""
    await out(sent, claim("A1"), claim("A2", line(code="99214")))


async def out(sent: Sent, *claims: ProfessionalClaim) -> None:
    await imported(sent.office, sent.folder, *claims)
    await sent.send()


def stages(claims: dict[str, Claim]) -> dict[str, Stage]:
    return {number: row.stage for number, row in claims.items()}


async def place_of(sent: Sent, number: str) -> tuple[int, int]:
    async with sent.office.begin(CLAIMDESK) as work:
        joined = select(Submission.first_segment, Submission.last_segment).join(
            Claim, Claim.id == Submission.claim_id
        )
        return tuple((await work.session.execute(joined.where(Claim.number == number))).one())

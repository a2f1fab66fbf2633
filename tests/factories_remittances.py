"""Remittance files in a few words, stored as files of the office."""

import hashlib
from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select

from activities.actors import CLAIMDESK
from activities.remittances import post_payments, stage_remittances
from activities.transactions import Office
from models.claims import Claim
from models.files import MailboxFile
from models.ledger import JournalEntry, JournalLeg
from models.remittances import Posting, Remittance, RemittanceClaim
from models.tasks import Task
from rules.ledger import Account
from rules.tasks import LIVE
from tests.factories_money import NPI

A1 = ("CLP*A1*1*200*90*25*12*ICN1*11*1", "SVC*HC:99214*200*90**1", "CAS*CO*45*85", "CAS*PR*3*25", "REF*6R*L1")
A1_REVERSED = (
    "CLP*A1*22*-200*-90*-25*12*ICN1*11*1",
    "SVC*HC:99214*-200*-90**-1",
    "CAS*CO*45*-85",
    "CAS*PR*3*-25",
    "REF*6R*L1",
)
A1_CORRECTED = (
    "CLP*A1*1*200*65*25*12*ICN1R*11*7",
    "SVC*HC:99214*200*65**1",
    "CAS*CO*45*110",
    "CAS*PR*3*25",
    "REF*6R*L1",
)


def simple(number: str, charge: str, paid: str, *adjustments: str, status: int = 1) -> tuple[str, ...]:
    """A claim with one line L1: "CO*45*10" and so on are its adjustments."""
    return (
        f"CLP*{number}*{status}*{charge}*{paid}*0*12*ICN-{number}*11*1",
        f"SVC*HC:99214*{charge}*{paid}**1",
        *(f"CAS*{each}" for each in adjustments),
        "REF*6R*L1",
    )


def era(
    amount: str,
    *claims: Sequence[str],
    trace: str = "T1",
    plb: str = "",
    control: int = 1,
    npi: str = NPI,
    handling: str = "I*{}*C*ACH",
    end: bool = True,
) -> bytes:
    """One 835 of PAYER1 paid on 2026-11-20; each claim is its segments from CLP on."""
    head = [
        "ST*835*0001",
        f"BPR*{handling.format(amount)}************20261120",
        f"TRN*1*{trace}*1999999999",
        "N1*PR*PAYER ONE*XV*PAYER1",
        f"N1*PE*ELM STREET*XX*{npi}",
        "LX*1",
    ]
    body = [segment for claim in claims for segment in claim]
    tail = [f"PLB*{npi}*20261231*{plb}"] if plb else []
    segments = [*head, *body, *tail]
    closing = [f"SE*{len(segments) + 1}*0001", "GE*1*1", f"IEA*1*{control:09d}"] if end else []
    opening = [
        f"ISA*00*{' ' * 10}*00*{' ' * 10}*ZZ*PAYER1         *ZZ*ELM            *261120*0700*^*00501"
        f"*{control:09d}*0*T*:",
        "GS*HP*PAYER1*ELM*20261120*0700*1*X*005010X221A1",
    ]
    return "".join(f"{segment}~" for segment in (*opening, *segments, *closing)).encode()


async def store(office: Office, data: bytes, name: str = "era.835") -> UUID:
    """The row of a file with these bytes."""
    async with office.begin(CLAIMDESK) as work:
        file = MailboxFile(
            sha256=hashlib.sha256(data + name.encode()).hexdigest(),
            source="test",
            name=name,
            direction="in",
            kind="835",
            size=len(data),
            received_at=work.now,
        )
        work.session.add(file)
        await work.session.flush()
        return file.id


async def post_file(office: Office, data: bytes, name: str = "era.835") -> UUID:
    """Stage and post a file as its workflow does; gives the id of the file."""
    file_id = await store(office, data, name)
    await stage_remittances(office, file_id, data)
    await post_payments(office, file_id)
    return file_id


async def accounts(office: Office) -> dict[str, Decimal]:
    """Every account that is not empty, but for Charges."""
    async with office.begin(CLAIMDESK) as work:
        sums = select(JournalLeg.account, func.sum(JournalLeg.amount)).group_by(JournalLeg.account)
        rows = (await work.session.execute(sums)).all()
    return {account.value: amount for account, amount in rows if amount and account is not Account.CHARGES}


async def states(office: Office) -> list[tuple[Posting, list[Posting]]]:
    """Each payment's state with those of its claims, in the order they came."""
    async with office.begin(CLAIMDESK) as work:
        payments = (
            await work.session.scalars(select(Remittance).order_by(Remittance.received_at, Remittance.place))
        ).all()
        found = []
        for payment in payments:
            of_payment = select(RemittanceClaim.state).where(RemittanceClaim.remittance_id == payment.id)
            claims = await work.session.scalars(of_payment.order_by(RemittanceClaim.segment))
            found.append((payment.state, list(claims)))
    return found


async def live_tasks(office: Office) -> list[Task]:
    """What waits for people, in the order it was given."""
    async with office.begin(CLAIMDESK) as work:
        live = select(Task).where(Task.state.in_(LIVE)).order_by(Task.id)
        return list(await work.session.scalars(live))


async def claim_named(office: Office, number: str) -> Claim:
    """Our claim with this number."""
    async with office.begin(CLAIMDESK) as work:
        return (await work.session.scalars(select(Claim).where(Claim.number == number))).one()


async def entries(office: Office) -> int:
    """How many entries the journal has."""
    async with office.begin(CLAIMDESK) as work:
        return (await work.session.scalar(select(func.count()).select_from(JournalEntry))) or 0

"""A desk as the simulator sees it: claim files put into a mailbox, answers taken out."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, time
from decimal import Decimal
from itertools import count
from pathlib import Path

from edi.acknowledgement_files import read_acknowledgements
from edi.acknowledgements import ClaimVerdict, GroupAcknowledgement, InterchangeAcknowledgement
from edi.adjustments import Procedure
from edi.claim_acknowledgement_files import read_277ca
from edi.claims import GUIDE, Batch, BillingProvider, Payer, ProfessionalClaim, Subscriber
from edi.claims_writing import write_batch
from edi.envelope import Group, Interchange
from edi.parties import Address, Contact, Party
from edi.remittance_files import read_835
from edi.remittances import Payment, PaymentEnd, RemitClaim
from edi.services import ServiceLine
from simulator.habits import Habit
from simulator.member_ids import member_id
from simulator.payers import practice_payers
from simulator.simulator import Simulator

MONDAY = date(2026, 11, 30)
STREET = Address("5 ELM ROAD", "AUSTIN", "TX", "787010001")
BILLING = BillingProvider(
    Party("ELM CLINIC", is_person=False, id="1234567893", id_kind="XX"), "741234567", STREET
)


def claim(
    number: str, payer_id: str = "SIM06", charges: Iterable[str] = ("200", "80.50")
) -> ProfessionalClaim:
    """A sound claim for a service of ten days ago."""
    payer = practice_payers()[payer_id]
    lines = tuple(
        ServiceLine(
            number=str(at),
            procedure=Procedure("99214" if at == 1 else "90734"),
            charge=Decimal(charge),
            units=Decimal(1),
            service_from=date(2026, 11, 20),
            control=f"L{at}",
            pointers=(1,),
        )
        for at, charge in enumerate(charges, 1)
    )
    subscriber = Subscriber(
        Party("TESTER", "TINA", id=member_id(payer, 1, number), id_kind="MI"),
        filing_code="CI",
        address=STREET,
        born_on=date(1980, 5, 5),
        sex="F",
    )
    return ProfessionalClaim(
        patient_control_number=number,
        charge=sum((line.charge for line in lines), Decimal(0)),
        place="11",
        billing=BILLING,
        subscriber=subscriber,
        payer=Payer(payer.card.name, payer.id),
        lines=lines,
        diagnoses=("E119",),
    )


@dataclass
class Remittance:
    """One 835 that was read."""

    name: str
    payment: Payment
    claims: list[RemitClaim]
    end: PaymentEnd


@dataclass
class Desk:
    """The other end of the mailbox."""

    folder: Path
    forced: dict[str, Habit | tuple[Habit, ...]] = field(default_factory=dict)
    seed: int | str = 1
    numbers: "count[int]" = field(default_factory=lambda: count(101))

    @property
    def simulator(self) -> Simulator:
        """A new one each time: nothing may live in memory only."""
        return Simulator(self.folder / "mailbox", self.folder / "state", self.seed, self.forced)

    def send(self, *claims: ProfessionalClaim, number: int | None = None) -> Path:
        """Put one claim file into the mailbox."""
        control = f"{number or next(self.numbers):09d}"
        on, at = date(2026, 11, 30), time(9, 30)
        batch = Batch(
            interchange=Interchange("CLAIMDESK", "SIMHOUSE", control, on, at),
            group=Group("HC", "CLAIMDESK", "SIMHOUSE", control.lstrip("0"), GUIDE, on, at),
            control="0001",
            batch_id=control,
            submitter=Party("CLAIMDESK", is_person=False, id="CD001", id_kind="46"),
            submitter_contact=Contact("EDI DESK", telephone="5125550100"),
            receiver=Party("PRACTICE CLEARINGHOUSE", is_person=False, id="SIMHOUSE", id_kind="46"),
            created_on=on,
            created_at=at,
        )
        outbox = self.folder / "mailbox" / "outbox"
        outbox.mkdir(parents=True, exist_ok=True)
        path = outbox / f"{control}.837"
        path.write_bytes(write_batch(batch, claims))
        return path

    def run(self, today: date = MONDAY) -> tuple[str, ...]:
        """One run; gives the names of the answers written."""
        return self.simulator.run(today).files

    def data(self, name: str) -> bytes:
        return (self.folder / "mailbox" / "inbox" / name).read_bytes()

    def answers(self, ending: str) -> list[str]:
        """The names of all answers of one kind, in the order in which they were written."""
        inbox, log = self.folder / "mailbox" / "inbox", self.folder / "state" / "sent"
        names = log.read_text().splitlines() if log.exists() else []
        return [name for name in names if name.endswith(ending) and (inbox / name).exists()]

    def receipts(self) -> list[InterchangeAcknowledgement]:
        pieces = [piece for name in self.answers(".ta1") for piece in read_acknowledgements(self.data(name))]
        return [piece for piece in pieces if isinstance(piece, InterchangeAcknowledgement)]

    def file_answers(self) -> list[GroupAcknowledgement]:
        pieces = [piece for name in self.answers(".999") for piece in read_acknowledgements(self.data(name))]
        return [piece for piece in pieces if isinstance(piece, GroupAcknowledgement)]

    def verdicts(self) -> list[ClaimVerdict]:
        pieces = [piece for name in self.answers(".277ca") for piece in read_277ca(self.data(name))]
        return [piece for piece in pieces if isinstance(piece, ClaimVerdict)]

    def remittances(self) -> list[Remittance]:
        found = []
        for name in self.answers(".835"):
            pieces = list(read_835(self.data(name)))
            (payment,) = (piece for piece in pieces if isinstance(piece, Payment))
            (end,) = (piece for piece in pieces if isinstance(piece, PaymentEnd))
            claims = [piece for piece in pieces if isinstance(piece, RemitClaim)]
            found.append(Remittance(name, payment, claims, end))
        return found

    def decisions(self, number: str) -> list[RemitClaim]:
        """What the remittances say of one claim, in order."""
        claims = (each for one in self.remittances() for each in one.claims)
        return [each for each in claims if each.patient_control_number == number]


def replacement(of: ProfessionalClaim, payer_claim_number: str, frequency: str = "7") -> ProfessionalClaim:
    """The same claim again, replacing or voiding the first."""
    return replace(of, frequency=frequency, payer_claim_number=payer_claim_number)


def by_kind(folder: Path) -> dict[str, bytes]:
    """All answers in a folder by their ending, one behind the other: a judge reads each kind at once."""
    joined: dict[str, bytes] = {}
    for path in sorted(folder.iterdir()):
        joined[path.suffix] = joined.get(path.suffix, b"") + path.read_bytes()
    return joined

"""Professional claims as facts, as files and as rows: plain functions, a test says only what matters."""

from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from activities.actors import CLAIMDESK, Actor
from activities.batch_files import Submitter
from activities.files import store_file
from activities.files_raw import RawFiles
from activities.imports import ImportReport, import_claims
from activities.transactions import Office
from edi.adjustments import Procedure
from edi.claims import Batch, BillingProvider, Payer, ProfessionalClaim, Subscriber
from edi.claims_writing import write_batch
from edi.envelope import Group, Interchange
from edi.parties import Address, Contact, Party
from edi.services import ServiceLine

SAMPLES = Path(__file__).parents[1].parent / "shared/samples"
SEEN_ON = date(2026, 11, 2)
WRITTEN_ON, WRITTEN_AT = date(2026, 11, 5), time(9, 30)
ELM = BillingProvider(
    name=Party("ELM STREET FAMILY CARE", is_person=False, id="1234567893", id_kind="XX"),
    tax_id="123456789",
    address=Address("1 ELM STREET", "AUSTIN", "TX", "787010001"),
    taxonomy="207Q00000X",
)
OAK = replace(ELM, name=replace(ELM.name, last="OAK CLINIC", id="1999996667"), tax_id="987654321")
JANE = Subscriber(
    name=Party("DOE", "JANE", id="MEMBER1", id_kind="MI"),
    filing_code="CI",
    address=Address("2 OAK STREET", "AUSTIN", "TX", "787020002"),
    born_on=date(1980, 1, 1),
    sex="F",
)
PAYER = Payer("PRACTICE PAYER", "PAYER1")
US = Submitter("CLAIMDESK", "DESK", "EDI", "5125550100", "HOUSE", "HOUSE1", production=False)


def line(number: int = 1, charge: str = "100", code: str = "99213", **more: Any) -> ServiceLine:
    """A visit on 2 November 2026, for the first diagnosis."""
    facts: dict[str, Any] = {
        "service_from": SEEN_ON,
        "control": f"L{number}",
        "pointers": (1,),
        "units": Decimal(1),
    }
    return ServiceLine(
        number=str(number), procedure=Procedure(code), charge=Decimal(charge), **(facts | more)
    )


def claim(number: str = "A1", *lines: ServiceLine, **more: Any) -> ProfessionalClaim:
    """A sound claim of Elm Street for Jane Doe; without lines one visit for 100 dollars."""
    services = lines or (line(),)
    facts: dict[str, Any] = {
        "charge": sum((each.charge for each in services), Decimal(0)),
        "place": "11",
        "billing": ELM,
        "subscriber": JANE,
        "payer": PAYER,
        "diagnoses": ("J209",),
    }
    return ProfessionalClaim(patient_control_number=number, lines=services, **(facts | more))


def batch(control: str = "0001", **more: Any) -> Batch:
    """The head of a file that a practice's own system wrote."""
    facts: dict[str, Any] = {
        "interchange": Interchange("PRACTICE", "CLAIMDESK", "1", WRITTEN_ON, WRITTEN_AT),
        "group": Group("HC", "PRACTICE", "CLAIMDESK", "1", "005010X222A1", WRITTEN_ON, WRITTEN_AT),
        "batch_id": "B1",
        "submitter": Party("ELM STREET", is_person=False, id="ELM", id_kind="46"),
        "submitter_contact": Contact("OFFICE", "5125550100"),
        "receiver": Party("CLAIMDESK", is_person=False, id="DESK", id_kind="46"),
        "created_on": WRITTEN_ON,
        "created_at": WRITTEN_AT,
    }
    return Batch(control=control, **(facts | more))


def claims_file(folder: Path, *claims: ProfessionalClaim, name: str = "claims.837", **head: Any) -> Path:
    """A file with these claims."""
    path = folder / name
    path.write_bytes(write_batch(batch(**head), claims))
    return path


def raw_files(folder: Path) -> RawFiles:
    """The store of raw files of a test that works in this folder."""
    return RawFiles(folder / "raw")


async def stored(office: Office, folder: Path, path: Path, actor: Actor = CLAIMDESK) -> UUID:
    """The id of this file, kept in the folder's store."""
    return (await store_file(office, actor, raw_files(folder), "import", path.name, path)).id


async def imported(
    office: Office, folder: Path, *claims: ProfessionalClaim, sent_on: date | None = None
) -> ImportReport:
    """These claims, taken from a file of their own."""
    path = claims_file(folder, *claims, name=f"{claims[0].patient_control_number}.837")
    return await import_claims(office, CLAIMDESK, await stored(office, folder, path), path, sent_on)

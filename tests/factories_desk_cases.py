"""The people, payers and claims of the invented office, as plain data."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from rules.claims import Stage
from rules.tasks import TaskKind, TaskState


@dataclass(slots=True)
class Told:
    """What was made, by the words tests use."""

    today: date
    people: dict[str, UUID] = field(default_factory=dict)
    practices: dict[str, UUID] = field(default_factory=dict)
    payers: dict[str, UUID] = field(default_factory=dict)
    claims: dict[str, UUID] = field(default_factory=dict)  # by last name
    tasks: dict[str, UUID] = field(default_factory=dict)  # by last name
    files: dict[str, UUID] = field(default_factory=dict)
    remittances: dict[str, UUID] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Case:
    """One patient's claim and the task it waits with; days are counted from today."""

    last: str
    first: str
    payer: str
    charge: str
    stage: Stage
    seen: int
    file_by: int
    kind: TaskKind | None = None
    ask: str = ""
    due: int = 0
    deadline: int | None = None
    practice: str = "Riverside Family Practice"
    detail: dict[str, Any] = field(default_factory=dict)
    state: TaskState = TaskState.OPEN
    level: int = 0
    until: int | None = None


FINDING = {
    "code": "CV-02",
    "text": "The member id does not look like this payer's",
    "hint": "Blue Cross of Texas ids begin with three letters: compare with the card.",
    "field": "member_id",
    "line": None,
}
UNLINKED = {
    "code": "DX-07",
    "text": "Line 2 points to no diagnosis",
    "hint": "Point the line to the diagnosis it was done for.",
    "field": "pointers",
    "line": 2,
}
REQUEST = {"reason": "Untimely by the practice's own late note; appeal is not open.", "from": "work denial"}
CASES = (
    Case("Reyes", "Marisol", "Texas Medicaid", "1240.00", Stage.DENIED, -62, 20, TaskKind.WORK_DENIAL,
         "Medicaid denied it: no authorization on the claim", -1, 2, detail={"codes": ["CO-197"]}),
    Case("Whitfield", "Dana", "Northlake Health PPO", "612.00", Stage.ACCEPTED, -81, 9, TaskKind.CALL_PAYER,
         "Northlake Health has been silent for 17 days", 0, 9),
    Case("Okafor", "Chidi", "Aetna Choice", "388.40", Stage.DENIED, -40, 50, TaskKind.WORK_DENIAL,
         "Denied: the subscriber is not as on file", 0, 40, detail={"codes": ["CO-16", "N382"]}),
    Case("Lindqvist", "Per", "United Plains", "2105.00", Stage.UNDERPAID, -55, 60, TaskKind.WORK_UNDERPAYMENT,
         "Paid $311.20 less than the contract says", 0, 90, detail={"codes": ["CO-45"]}),
    Case("Tran", "Mai", "Blue Cross of Texas", "174.00", Stage.HELD, -9, 60, TaskKind.FIX_CLAIM,
         "Mend before it can go: The member id does not look like this payer's and 1 more", 2,
         detail={"findings": [FINDING, UNLINKED]}),
    Case("Abreu", "Luis", "Medicare", "96.00", Stage.REJECTED, -14, 300, TaskKind.FIX_REJECTION,
         "The payer found no such subscriber", 2, detail={"codes": ["A3:33"]}),
    Case("Novak", "Jana", "Cigna West", "450.00", Stage.ACCEPTED, -48, 40, TaskKind.CALL_PAYER,
         "Cigna has been silent for 21 days", 3),
    Case("Hassan", "Omar", "Humana Care", "221.75", Stage.ACCEPTED, -37, 45, TaskKind.CALL_PAYER,
         "Humana said in process until last week", 3),
    Case("Baptiste", "Lucie", "Texas Medicaid", "860.00", Stage.SENT, -88, 5, TaskKind.FILING_DEADLINE,
         "Nothing proves that the payer has this claim, and it can be filed for 7 more days only", 0, 5,
         state=TaskState.ESCALATED, level=2),
    Case("Moreau", "Anne", "Aetna Choice", "318.50", Stage.SENT, -6, 80, TaskKind.MISSING_ACKNOWLEDGEMENT,
         "No receipt from the payer in two business days", 0),
    Case("Silva", "Joana", "United Plains", "142.00", Stage.DENIED, -70, 20, TaskKind.APPROVE_WRITE_OFF,
         "Decide on a write-off of $142.00", 0, detail=REQUEST, state=TaskState.ESCALATED, level=2),
    Case("Kim", "Soo-ah", "Humana Care", "505.00", Stage.DENIED, -30, 60, TaskKind.WORK_DENIAL,
         "Denied: records asked for and not received", 1, 60,
         detail={"codes": ["CO-252", "M127"]}, state=TaskState.WAITING_ON_PROVIDER, until=4),
    Case("Petrov", "Ilya", "Cigna West", "77.00", Stage.ACCEPTED, -45, 45, TaskKind.CALL_PAYER,
         "Cigna has been silent for 24 days", -1, state=TaskState.SNOOZED, until=3),
    Case("Adeyemi", "Tola", "Medicare", "233.00", Stage.ACCEPTED, -25, 340),
    Case("Garcia", "Rosa", "Blue Cross of Texas", "912.00", Stage.ACCEPTED, -35, 55),
    Case("Olsen", "Nils", "Northlake Health PPO", "405.00", Stage.READY, -4, 86),
    Case("Nguyen", "Bao", "Texas Medicaid", "1130.00", Stage.SENT, -85, 11),
    Case("Faraday", "Rose", "Cigna West", "64.00", Stage.HELD, -3, 87, TaskKind.FIX_CLAIM,
         "Mend before it can go: The member id does not look like this payer's", 1,
         practice="Hill Orthopedics", detail={"findings": [FINDING]}),
)  # fmt: skip
PAYERS = {
    "Texas Medicaid": ("TXMCD", "medicaid", "Texas Medicaid", "800-555-0110", None),
    "Northlake Health PPO": (
        "NLH01",
        "commercial",
        None,
        "800-555-0142",
        "Press 2, 3, 1. Ask for the front-end rejection report: they lose claims between gateway "
        "and adjudication. The clearinghouse's 277CA counts as proof with the cover sheet.",
    ),
    "Aetna Choice": (
        "60054",
        "commercial",
        None,
        "800-555-0199",
        "Disputes start from the claim status page.",
    ),
    "United Plains": ("87726", "commercial", None, "800-555-0121", None),
    "Blue Cross of Texas": (
        "84980",
        "commercial",
        None,
        "800-555-0173",
        "Member ids begin with three letters.",
    ),
    "Medicare": ("04412", "medicare", "Medicare FFS", "855-555-0100", None),
    "Cigna West": ("62308", "commercial", None, "800-555-0188", None),
    "Humana Care": ("61101", "medicare_advantage", None, None, None),
}
PEOPLE = (
    ("Amara Osei", "biller", ("Riverside Family Practice",)),
    ("Ben Carver", "biller", ("Riverside Family Practice",)),
    ("Priya Nair", "supervisor", ("Riverside Family Practice", "Hill Orthopedics")),
    ("Mara Stone", "manager", ("Riverside Family Practice", "Hill Orthopedics")),
    ("Otto Reiss", "administrator", ()),
    ("Hana Hill", "biller", ("Hill Orthopedics",)),
)

"""The claims behind a remittance file: billed, charged and sent, straight into the tables."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from psycopg import AsyncConnection

from edi.remittance_files import read_835
from edi.remittances import RemitClaim, RemitLine
from models.base import new_id

SENT_ON = date(2026, 10, 30)
TABLES = {
    "patient": "id, practice_id, last_name, first_name",
    "coverage": "id, practice_id, patient_id, payer_id, member_id",
    "claim": "id, practice_id, patient_id, coverage_id, payer_id, number, form, frequency, charge,"
    " open_amount, service_from, service_to, stage, turn, reason, access_class, filing_rule, filing_limit_on,"
    " file_by, filing_assumed, filing_reasons, guard_steps, version",
    "claim_line": "id, practice_id, claim_id, number, control, procedure, modifiers, diagnoses, units,"
    " charge, service_from, service_to",
    "journal_entry": "id, practice_id, kind, cause, claim_id, posted_on, memo",
    "journal_leg": "id, practice_id, entry_id, account, amount, claim_id, claim_line_id, payer_id",
}


@dataclass(slots=True)
class Billed:
    """Rows by table, of so many claims."""

    practice_id: UUID
    payer_id: UUID
    rows: dict[str, list[Sequence[Any]]] = field(default_factory=lambda: {name: [] for name in TABLES})

    def add(self, claim: RemitClaim) -> None:
        """What must have been billed for this decision."""
        patient_id, coverage_id, claim_id, entry_id = new_id(), new_id(), new_id(), new_id()
        where, payer = self.practice_id, self.payer_id
        day = claim.statement_from or SENT_ON
        self.rows["patient"].append((patient_id, where, claim.patient.last, claim.patient.first))
        self.rows["coverage"].append((coverage_id, where, patient_id, payer, claim.patient.id))
        self.rows["claim"].append(
            (claim_id, where, patient_id, coverage_id, payer, claim.patient_control_number, "{}", "1",
             claim.charge, claim.charge, day, day, "accepted", "payer", "", "standard", "bench",
             date(2027, 10, 1), date(2027, 9, 1), False, [], [], 1)
        )  # fmt: skip
        cause = f"charge:{claim_id}:1/0"
        self.rows["journal_entry"].append((entry_id, where, "charge", cause, claim_id, SENT_ON, ""))
        for number, line in enumerate(claim.lines, 1):
            self._add_line(claim_id, entry_id, number, line)

    def _add_line(self, claim_id: UUID, entry_id: UUID, number: int, line: RemitLine) -> None:
        line_id, where, payer = new_id(), self.practice_id, self.payer_id
        code, modifiers = line.procedure.code, list(line.procedure.modifiers)
        self.rows["claim_line"].append(
            (line_id, where, claim_id, number, line.control, code, modifiers, ["J069"], "1", line.charge,
             line.service_from, line.service_from)
        )  # fmt: skip
        for account, amount in (("insurance", line.charge), ("charges", -line.charge)):
            self.rows["journal_leg"].append(
                (new_id(), where, entry_id, account, amount, claim_id, line_id, payer)
            )


def claims_of(path: str) -> Iterator[RemitClaim]:
    """The decisions of a remittance file."""
    with open(path, "rb") as file:
        yield from (piece for piece in read_835(file) if isinstance(piece, RemitClaim))


async def bill(url: str, practice_id: UUID, payer_id: UUID, claims: Iterable[RemitClaim]) -> Decimal:
    """Insert them all as the tables' owner, who may COPY; gives what was charged."""
    billed, charged = Billed(practice_id, payer_id), Decimal(0)
    for claim in claims:
        billed.add(claim)
        charged += claim.charge
    async with await AsyncConnection.connect(url) as line, line.cursor() as cursor:
        for table, columns in TABLES.items():
            async with cursor.copy(f"copy {table} ({columns}) from stdin".encode()) as copy:
                for row in billed.rows[table]:
                    await copy.write_row(row)
        await cursor.execute("analyze")
    return charged

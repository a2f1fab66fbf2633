"""Every table in one import, for migrations and for the schema test."""

from models import (
    acknowledgements,
    audit,
    claims,
    files,
    ledger,
    notes,
    office,
    outbox,
    patients,
    payers,
    practices,
    remittances,
    submissions,
    tasks,
    users,
)
from models.base import Base

__all__ = [
    "Base",
    "acknowledgements",
    "audit",
    "claims",
    "files",
    "ledger",
    "notes",
    "office",
    "outbox",
    "patients",
    "payers",
    "practices",
    "remittances",
    "submissions",
    "tasks",
    "users",
]

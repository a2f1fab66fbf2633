"""What a task of each kind takes to be done well; dated data, so that training changes no code."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from rules.errors import Unreadable
from rules.tables import read_rows
from rules.tasks import TaskKind

TABLE = "task_skills.csv"


class Skill(StrEnum):
    """What a person was trained for."""

    CORRECTIONS = "claim corrections"
    CALLS = "payer calls"
    DENIALS = "denials"
    POSTING = "payment posting"
    FILES = "files"


def parse_task_skills(text: str, on: date) -> Mapping[TaskKind, Skill | None]:
    """The skill each kind asks for in force on that day; None: anybody. Raises Unreadable for a gap."""
    skills = {
        row.read("kind", TaskKind): row.optional("skill", Skill)
        for row in read_rows(text, TABLE)
        if row.governs(on)
    }
    missing = [kind.value for kind in TaskKind if kind not in skills]
    if missing:
        raise Unreadable(f"{TABLE}: {missing[0]} has no row in force on {on}.")
    return skills

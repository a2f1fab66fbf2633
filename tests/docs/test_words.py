"""docs/words.md explains exactly the words that the database stores."""

import re
from enum import StrEnum
from pathlib import Path

import pytest

from models.files import FileState
from models.submissions import BatchState
from rules.access import Role
from rules.alerts import AlertKind, Delivery
from rules.allocation import How
from rules.attachments import Scan
from rules.claims import Stage, Turn
from rules.ledger import Account
from rules.quality import ReviewState, Verdict
from rules.questions import Asked
from rules.remittances import Posting
from rules.sessions import Needs
from rules.skills import Skill
from rules.tasks import Awaited, Outcome, TaskKind, TaskState

PAGE = (Path(__file__).parents[2] / "docs/words.md").read_text(encoding="utf-8")
SECTIONS: dict[str, type[StrEnum]] = {
    "Stage": Stage,
    "Turn": Turn,
    "Task kind": TaskKind,
    "Task state": TaskState,
    "Outcome": Outcome,
    "Posting": Posting,
    "Account": Account,
    "File state": FileState,
    "Batch state": BatchState,
    "Role": Role,
    "Sign-in owes": Needs,
    "Skill": Skill,
    "How a rule picks": How,
    "Alert kind": AlertKind,
    "Delivery": Delivery,
    "Review state": ReviewState,
    "Verdict": Verdict,
    "Awaited": Awaited,
    "Asked": Asked,
    "Scan": Scan,
}


def explained(section: str) -> list[str]:
    """The words that begin the rows of this section's table."""
    (text,) = re.findall(rf"^## {section}\n(.*?)(?=^## |\Z)", PAGE, re.M | re.S)
    return re.findall(r"^\| `([^`]+)` \| \w", text, re.M)


@pytest.mark.parametrize("section", SECTIONS)
def test_every_stored_word_is_explained_and_none_is_invented(section: str) -> None:
    assert explained(section) == [each.value for each in SECTIONS[section]]

"""What people at a site abroad may see of the invented office, and what would be a leak."""

import re
from collections.abc import Iterator
from uuid import uuid4

from httpx import Response

from tests.factories_desk import Told
from tests.factories_desk_cases import CASES, PAYERS

RIVERSIDE, HILL = "Riverside Family Practice", "Hill Orthopedics"
COMMERCIAL = {name for name, (_, kind, *_) in PAYERS.items() if kind == "commercial"}
ALLOWED = {each.last for each in CASES if each.practice == RIVERSIDE and each.payer in COMMERCIAL}
OFFICE_TASK = "the office"  # stands among the tasks like a patient's name
REFUSED = {each.last for each in CASES} - ALLOWED


def names_in(text: str) -> Iterator[str]:
    """The patients of refused claims whom a page names, and links to what is theirs."""
    yield from (name for name in REFUSED if re.search(rf"\b{re.escape(name)}, ", text))


def leaks(answer: Response, told: Told) -> list[str]:
    refused = {*REFUSED, OFFICE_TASK} & told.tasks.keys()
    links = [last for last in refused if f"/tasks/{told.tasks[last]}" in answer.text]
    links += [last for last in REFUSED & told.claims.keys() if f"/claims/{told.claims[last]}" in answer.text]
    return [*names_in(answer.text), *links]


def ids_of(told: Told, last: str) -> dict[str, object]:
    """What the paths of routes name, with the task and claim of this patient, or the task of the office."""
    return {
        "task_id": told.tasks[last],
        "claim_id": told.claims.get(last, uuid4()),
        "file_id": told.files["refused"],
        "remittance_id": told.remittances["Reyes"],
        "payer_id": told.payers["Cigna West"],
        "user_id": told.people["Amara Osei"],
        "view_name": "mine",
        "place": "mine",
        "kind_name": "call_payer",
        "limit": "filing",
        "bucket_name": "15-30",
    }

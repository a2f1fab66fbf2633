"""The guide has a page for each role, and every picture that is taken is shown there."""

import re
from pathlib import Path

from tools.screenshots import SHOTS

GUIDE = Path(__file__).parents[2] / "docs/guide"
ROLES = {"biller", "supervisor", "manager", "offshore-lead", "administrator"}


def test_every_role_has_its_page_and_the_front_page_leads_there() -> None:
    front = (GUIDE.parents[1] / "README.md").read_text(encoding="utf-8")
    assert {role for role in ROLES if f"docs/guide/{role}.md" in front} == ROLES


def test_the_pictures_that_are_taken_are_those_that_the_pages_show() -> None:
    pages = "".join((GUIDE / f"{role}.md").read_text(encoding="utf-8") for role in ROLES)
    shown = set(re.findall(r"\]\(images/([\w-]+)\.png\)", pages))
    assert shown == {shot.name for shot in SHOTS} == {each.stem for each in (GUIDE / "images").glob("*.png")}

"""A guided person's hour in the browser: told what comes, given it by one key, and told what follows."""

import re
from uuid import UUID

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from activities.transactions import Work
from models.base import new_id
from models.tasks import Task
from models.teams import PersonSkill, Team, TeamMember
from rules.skills import Skill
from rules.tasks import LIVE
from tests.browser.conftest import Desk, Visit
from tests.browser.test_looks import faults


@pytest.fixture
def night(desk: Desk) -> UUID:
    """Amara's team works by “Work next”, and has everything of her practice in its pool."""
    team = new_id()

    async def make(work: Work) -> None:
        amara = desk.told.people["Amara Osei"]
        work.session.add(Team(id=team, name="Night", guided=True))
        await work.session.flush()
        work.session.add(TeamMember(team_id=team, user_id=amara))
        work.session.add_all(PersonSkill(user_id=amara, skill=each) for each in Skill)
        await work.session.execute(update(Task).where(Task.state.in_(LIVE)).values(team_id=team))

    desk.do(make)
    return team


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_comes_is_told_given_and_followed_by_keys_alone(
    visit: Visit, desk: Desk, night: UUID, scheme: str
) -> None:
    page = visit("Amara Osei", "/queue/mine", color_scheme=scheme)
    column = page.get_by_role("region", name="Tasks")
    expect(column).to_contain_text(re.compile(r"10 wait for you\. Next: Filing deadline"))
    expect(column).to_contain_text("5 days left to file")
    assert faults(page) == []
    page.keyboard.press("g")
    expect(page.locator(f'[data-task="{desk.told.tasks["Baptiste"]}"]')).to_be_visible()
    expect(column).to_contain_text(
        re.compile(r"9 wait for you\. Next after the one you have open: Work denial")
    )
    assert faults(page) == []
    page.keyboard.press("s")
    page.keyboard.type("The portal is down")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(f'[data-task="{desk.told.tasks["Reyes"]}"]')).to_be_visible()
    expect(column).to_contain_text(re.compile(r"8 wait for you\. Next after the one you have open: "))


def test_the_language_of_a_patient_is_set_beside_the_task_without_losing_it(visit: Visit, desk: Desk) -> None:
    page = visit("Amara Osei", desk.task("Novak"))
    page.locator("#note").fill("Asked for Jana")
    page.get_by_text("Set the language").press("Enter")
    page.get_by_label("Language to speak with the patient").select_option("Spanish")
    assert faults(page) == []
    page.get_by_role("button", name="Keep the language").press("Enter")
    expect(page.get_by_text("Speaks Spanish.")).to_be_visible()
    expect(page.get_by_text("Language kept")).to_be_visible()
    expect(page.locator("#note")).to_have_value("Asked for Jana")
    assert faults(page) == []


def test_the_language_is_set_on_the_claims_page_without_script(visit: Visit, desk: Desk) -> None:
    claim = desk.told.claims["Novak"]
    page = visit("Amara Osei", f"/claims/{claim}", java_script_enabled=False)
    page.get_by_text("Set the language").click()
    page.get_by_label("Language to speak with the patient").select_option("Vietnamese")
    page.get_by_role("button", name="Keep the language").click()
    expect(page.get_by_text("Speaks Vietnamese.")).to_be_visible()
    expect(page).to_have_url(re.compile(rf"/claims/{claim}$"))

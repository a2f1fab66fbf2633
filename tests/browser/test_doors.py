"""The screens of signing in, reviewing and programs: readable for everybody, light and dark, and narrow."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from activities.transactions import Work
from models.users import LoginSession
from tests.browser.conftest import Desk, Visit, Watch
from tests.browser.test_looks import faults
from tests.factories_desk import PASSWORD

MINE = ("/me", "/me/factors", "/me/tokens", "/emergency", "/step-up")
OF_OTTO = ("/users", "/access-reviews", "/sites")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_screens_of_signing_in(
    visit: Visit, desk: Desk, watch: Watch, scheme: str
) -> None:
    page = visit("Amara Osei", "/me", color_scheme=scheme)
    found = {}
    for path in MINE:
        page.goto(desk.origin + path)
        found[path] = faults(page)
    page.goto(f"{desk.origin}/emergency")
    page.get_by_label("Why, in a sentence").fill("Both supervisors are ill today, a limit ends")
    page.get_by_role("button", name="Take it").click()
    expect(page.get_by_text("Emergency access as supervisor")).to_be_visible()
    page.goto(f"{desk.origin}/emergency")
    found["in an emergency"] = faults(page)
    otto = visit("Otto Reiss", "/users", color_scheme=scheme)
    for path in OF_OTTO:
        otto.goto(desk.origin + path)
        found[path] = faults(otto)
    assert {path: each for path, each in found.items() if each} == {}


def test_an_invitation_is_made_and_taken_in_two_browsers(visit: Visit, desk: Desk) -> None:
    otto = visit("Otto Reiss", "/users")
    otto.get_by_label("E-mail").fill("nia@desk.example")
    otto.get_by_label("Name", exact=True).fill("Nia New")
    otto.get_by_role("button", name="Invite").click()
    link = otto.get_by_label("Link for Nia New").input_value()
    nia = visit(None, link, viewport={"width": 360, "height": 700})
    assert faults(nia) == []
    nia.get_by_label("New password").fill("a field of barley")
    nia.get_by_role("button", name="Keep it").click()
    expect(nia.get_by_text("Nia New")).to_be_visible()


def test_a_step_up_goes_on_by_itself(visit: Visit, desk: Desk) -> None:
    otto = visit("Otto Reiss", "/me/tokens")

    async def age(work: Work) -> None:
        older = LoginSession.strong_at - timedelta(minutes=6)
        await work.session.execute(update(LoginSession).values(strong_at=older))

    otto.get_by_label("What it is for").fill("nightly report")
    otto.get_by_role("checkbox").first.check()
    desk.do(age)
    otto.get_by_role("button", name="Make it").click()
    otto.get_by_label("Password (in the demo").fill(PASSWORD)
    otto.get_by_role("button", name="Go on").click()
    expect(otto.get_by_label("The new token")).to_be_visible()

"""Passkeys in a real browser, with Chromium's own virtual authenticator."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Desk, Visit, Watch
from tests.factories_desk import PASSWORD, email


@pytest.fixture
def door() -> dict[str, bool]:
    """As in real use, but for the training."""
    return {"second_factor_required": True}


@pytest.fixture
def person(visit: Visit, desk: Desk) -> Iterator[Page]:
    """Amara at the door, with a machine that has a fingerprint reader."""
    page = visit(None, "/sign-in")
    line = page.context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    reader = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    options = {**reader, "hasUserVerification": True, "isUserVerified": True}
    line.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return page


def give_password(page: Page) -> None:
    page.get_by_label("E-mail").fill(email("Amara Osei"))
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def enrol(page: Page) -> None:
    give_password(page)
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_role("listitem")).to_have_count(10)
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_role("heading", name="My queue").first).to_be_visible()


def sign_out(page: Page) -> None:
    page.locator("details.menu summary").click()
    page.get_by_role("button", name="Sign out").click()


def test_a_passkey_is_made_at_the_first_sign_in_and_is_all_that_the_next_one_needs(person: Page) -> None:
    enrol(person)
    sign_out(person)
    person.get_by_role("button", name="Sign in with a passkey").click()
    expect(person.get_by_text("Amara Osei")).to_be_visible()


def test_a_passkey_also_takes_the_second_step(person: Page) -> None:
    enrol(person)
    sign_out(person)
    give_password(person)
    person.get_by_role("button", name="Use a passkey").click()
    expect(person.get_by_text("Amara Osei")).to_be_visible()


def test_an_authenticator_app_is_enrolled_from_its_picture_or_its_key(person: Page, watch: Watch) -> None:
    give_password(person)
    expect(person.get_by_role("img", name=re.compile("Picture for the authenticator"))).to_be_visible()
    assert Axe().run(person).violations_count == 0
    watch.expect("403")
    person.get_by_label("The six digits it shows").fill("000000")
    person.get_by_role("button", name="Use this app").click()
    expect(person.get_by_role("alert")).to_contain_text("newest ones")


def test_a_locked_screen_keeps_what_was_typed_and_opens_by_passkey(
    person: Page, desk: Desk, watch: Watch
) -> None:
    watch.expect("401")  # what the page asks by itself meanwhile is told of the lock
    enrol(person)
    person.goto(desk.task("Whitfield"))
    person.keyboard.press("n")
    note = person.get_by_role("textbox", name=re.compile("note", re.I)).first
    note.fill("Half a sent")
    person.locator("details.menu summary").click()
    person.get_by_role("button", name="Lock").click()
    expect(person.get_by_role("heading", name="Amara Osei, welcome back")).to_be_visible()
    expect(person.get_by_text("Whitfield").first).to_be_hidden()
    assert Axe().run(person).violations_count == 0
    person.keyboard.press("Escape")
    expect(person.get_by_role("heading", name="Amara Osei, welcome back")).to_be_visible()
    person.get_by_role("button", name="Unlock with a passkey").click()
    expect(note).to_have_value("Half a sent")
    expect(note).to_be_visible()

"""Emergency access and its review by keyboard alone, in the browsers of two people."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.test_looks import faults
from tests.factories_emergencies import FINDING, WHY


def test_an_emergency_is_taken_and_reviewed_by_keyboard_alone(visit: Visit) -> None:
    page = visit("Amara Osei", "/emergency")
    page.get_by_label("Why, in a sentence").focus()
    page.keyboard.type(WHY)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Emergency access as supervisor until")).to_be_visible()
    page = visit("Mara Stone", "/queue/approvals")
    page.get_by_role("link", name=re.compile("Amara Osei worked as supervisor")).press("Enter")
    expect(page.get_by_role("heading", name=re.compile("^The emergency"))).to_be_visible()
    expect(page.get_by_text(WHY)).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("1")
    page.get_by_label("What you found, in a sentence").first.focus()
    page.keyboard.type(FINDING)
    assert faults(page) == []
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Justified: done.")).to_be_visible()
    page = visit("Mara Stone", "/access-reviews")
    expect(page.get_by_text(f"Justified: {FINDING}")).to_be_visible()
    assert faults(page) == []

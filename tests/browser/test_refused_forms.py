"""A form that was refused, as its person sees it: open, filled, with the reason beside the field."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Desk, Visit, Watch
from tests.browser.test_looks import faults


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_refused_days_of_an_absence_are_mended_where_they_were_typed(
    visit: Visit, desk: Desk, watch: Watch, scripts: bool
) -> None:
    watch.expect("400")
    page = visit("Priya Nair", "/teams", java_script_enabled=scripts)
    theirs = page.get_by_role("row").filter(has=page.get_by_text("Change Amara Osei"))
    theirs.get_by_text("Change Amara Osei").click()
    theirs.get_by_label("First day").fill("2031-03-20")
    theirs.get_by_label("Last day").fill("2031-03-12")
    theirs.get_by_label("Why").fill("her son's wedding")
    theirs.get_by_role("button", name="Show what this absence moves").click()

    last = theirs.get_by_label("Last day")
    expect(last).to_be_focused()
    expect(last).to_have_accessible_description(
        "An absence has a first day, a last day that is not before it, and a reason."
    )
    expect(theirs.get_by_label("First day")).to_have_value("2031-03-20")
    expect(last).to_have_value("2031-03-12")
    expect(theirs.get_by_label("Why")).to_have_value("her son's wedding")
    if scripts:
        assert faults(page) == []
    last.fill("2031-03-24")
    last.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Amara Osei has nothing that falls due in it")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_role("row").filter(has_text="her son's wedding")).to_be_visible()


def test_a_ticked_condition_of_a_refused_rule_is_seen_at_once(visit: Visit, desk: Desk, watch: Watch) -> None:
    watch.expect("400")
    page = visit("Priya Nair", "/allocation")
    new = page.locator("form").filter(has=page.get_by_role("button", name="Write it down, switched off"))
    new.get_by_label("Name").fill("Medicaid calls")
    new.locator("summary").filter(has_text="Kinds of task").click()
    new.get_by_role("checkbox", name="Call payer").check()
    new.get_by_label("At least dollars").fill("lots")
    new.get_by_role("button", name="Write it down, switched off").click()
    expect(page.get_by_role("alert")).to_contain_text("cannot be read")
    expect(new.get_by_role("checkbox", name="Call payer")).to_be_visible()
    expect(new.get_by_role("checkbox", name="Call payer")).to_be_checked()
    expect(new.get_by_label("Name")).to_have_value("Medicaid calls")
    expect(new.get_by_label("Name")).to_be_focused()
    assert faults(page) == []

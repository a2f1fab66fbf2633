"""Many tasks in the browser: marked by keys, shown first, done together, taken back together."""

import re

from playwright.sync_api import expect

from activities.transactions import Work
from tests.browser.conftest import Desk, Visit
from tests.browser.test_looks import faults


def test_marks_are_set_by_keys_and_one_act_changes_them_all(visit: Visit, desk: Desk) -> None:
    page = visit("Amara Osei", "/queue/calls")
    ticks = page.locator("#rows input:checked")
    page.get_by_role("link", name=re.compile("Whitfield")).focus()
    page.keyboard.press("x")
    expect(ticks).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+X")
    expect(ticks).to_have_count(3)
    page.keyboard.press("x")
    expect(ticks).to_have_count(2)
    page.keyboard.press("m")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"^2 tasks, \$[0-9,.]+ together$"))
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    assert faults(page) == []
    page.get_by_label("What they said, or why").first.fill("Portal says denied")
    page.get_by_role("button", name=re.compile("Denied: 2")).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("2 of 2 done")
    expect(page.locator("#rows > li")).to_have_count(1)
    assert faults(page) == []
    page.keyboard.press("z")
    expect(page.get_by_text("taken back").first).to_be_visible()
    expect(page.locator("#rows > li")).to_have_count(3)


def test_a_range_goes_up_as_well_as_down_from_the_last_mark(visit: Visit) -> None:
    page = visit("Amara Osei", "/queue/mine")
    rows = page.locator("#rows > li")
    rows.nth(5).locator("a").focus()
    page.keyboard.press("x")
    for _ in range(3):
        page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+X")
    ticked = rows.evaluate_all("(all) => all.map((row) => row.querySelector('input').checked)")
    assert [at for at, is_ticked in enumerate(ticked) if is_ticked] == [2, 3, 4, 5]


def test_what_was_put_aside_or_handed_on_together_is_taken_back_by_one_key(visit: Visit, desk: Desk) -> None:
    page = visit("Amara Osei", "/me")
    for words, key in (("Until (never past", "d"), ("Why", "t")):
        page.goto(f"{desk.origin}/queue/calls")
        page.keyboard.press("*")
        page.keyboard.press("m")
        expect(page.get_by_role("heading", level=1)).to_contain_text("3 tasks,")
        if key == "d":
            page.get_by_label(words).fill("2099-01-01")
        page.get_by_role("heading", level=1).focus()
        page.keyboard.press(key)
        expect(page.get_by_role("heading", level=1)).to_have_text("3 of 3 done")
        expect(page.get_by_role("checkbox", name="All that match")).not_to_be_checked()
        page.keyboard.press("z")
        expect(page.get_by_role("heading", level=1)).to_have_text("3 of 3 taken back")
        assert faults(page) == []
        expect(page.locator("#rows > li")).to_have_count(3)


def test_a_star_marks_all_that_match_the_filter(visit: Visit) -> None:
    page = visit("Amara Osei", "/queue/calls;money=300")
    page.keyboard.press("*")
    page.keyboard.press("m")
    expect(page.get_by_role("heading", level=1)).to_contain_text("2 tasks,")


def test_marks_survive_a_look_again(visit: Visit, desk: Desk) -> None:
    page = visit("Amara Osei", "/queue/mine")
    page.get_by_role("checkbox", name="Mark Hassan, Omar").check()

    async def ring(work: Work) -> None:
        work.ring_task(desk.told.tasks["Hassan"])

    with page.expect_response(re.compile("/rows/mine")):
        desk.do(ring)
    expect(page.get_by_role("checkbox", name="Mark Hassan, Omar")).to_be_checked()


def test_a_view_is_narrowed_named_and_reached_by_a_key(visit: Visit, desk: Desk) -> None:
    page = visit("Amara Osei", "/queue/calls")
    page.keyboard.press("f")
    expect(page.get_by_role("heading", level=1)).to_have_text("Narrow Call payer")
    assert faults(page) == []
    page.get_by_label("At least so many dollars").fill("400")
    page.get_by_role("button", name="Show them").press("Enter")
    expect(page.locator("#rows > li")).to_have_count(2)
    page.keyboard.press("f")
    page.get_by_label("Name").fill("Big calls")
    page.get_by_role("button", name="Save it").press("Enter")
    expect(page.get_by_role("heading", level=2, name="Big calls")).to_be_visible()
    expect(page.get_by_role("link", name="Big calls 2")).to_be_visible()
    page.keyboard.press("]")
    expect(page.get_by_role("heading", level=2, name="My queue")).to_be_visible()
    page.keyboard.press("[")
    expect(page.get_by_role("heading", level=2, name="Big calls")).to_be_visible()
    page.keyboard.press("j")
    expect(page.get_by_role("heading", level=1)).to_have_text("Northlake Health has been silent for 17 days")
    page.keyboard.press("4")
    page.keyboard.type("They deny it")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the next task comes from the same view
    expect(page.get_by_role("heading", level=1)).to_have_text("Cigna has been silent for 21 days")


def test_marks_and_views_work_without_javascript(visit: Visit) -> None:
    page = visit("Amara Osei", "/queue/calls", java_script_enabled=False)
    page.get_by_role("checkbox", name="Mark Hassan, Omar").check()
    page.get_by_role("button", name="Act on them").click()
    page.get_by_role("button", name=re.compile("Until a payment or denial comes")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 of 1 done")
    page.get_by_role("link", name="Back to the list").click()
    page.get_by_role("link", name="Narrow").click()
    page.get_by_label("Due").select_option("overdue")
    page.get_by_role("button", name="Show them").click()
    expect(page).to_have_url(re.compile("calls;due=overdue"))

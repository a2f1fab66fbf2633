"""Several browsers on one queue, a slow line, a lock in the middle of a form, and a screen twice as large."""

import re
from datetime import timedelta

from playwright.sync_api import Page, expect
from sqlalchemy import func, select, update

from activities.transactions import Work
from models.audit import AuditEvent
from models.users import LoginSession
from tests.browser.conftest import Desk, Visit, Watch
from tests.factories_desk import PASSWORD

TASK = re.compile(r"/tasks/([0-9a-f-]{36})")


def opened(page: Page) -> str:
    """The task that this browser has open."""
    found = TASK.search(page.url)
    assert found
    return found[1]


def test_three_browsers_that_ask_for_the_next_task_never_get_the_same_one(visit: Visit) -> None:
    people = ("Amara Osei", "Ben Carver", "Priya Nair")
    pages = [visit(name, "/queue/mine") for name in people]
    for page in pages:
        page.keyboard.press("g")
    for page in pages:
        page.wait_for_url(TASK)
    assert len({opened(page) for page in pages}) == 3
    for page in pages:
        expect(page.get_by_text("has this task open")).to_have_count(0)


def test_what_one_marks_and_finishes_leaves_the_list_of_the_other(visit: Visit) -> None:
    amara, ben = (visit(name, "/queue/calls") for name in ("Amara Osei", "Ben Carver"))
    amara.get_by_role("checkbox", name="Mark Hassan, Omar").check()
    ben.get_by_role("checkbox", name="Mark Novak, Jana").check()
    amara.keyboard.press("m")
    amara.get_by_role("button", name="Until a payment or denial comes").press("Enter")
    expect(amara.get_by_role("heading", level=1)).to_have_text("1 of 1 done")
    expect(ben.get_by_role("link", name=re.compile("Hassan"))).to_have_count(0)
    expect(ben.get_by_role("checkbox", name="Mark Novak, Jana")).to_be_checked()


def test_on_a_slow_line_three_presses_are_one_act(visit: Visit, desk: Desk) -> None:
    page = visit("Amara Osei", desk.task("Baptiste"))
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    line = page.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 3_000, "downloadThroughput": 40_000, "uploadThroughput": 20_000}
    line.send("Network.emulateNetworkConditions", slow)
    for _ in range(3):
        page.keyboard.press("1")
    expect(page.get_by_text("Send it again: done.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Medicaid denied it")

    async def finishes(work: Work) -> int:
        about = select(func.count()).where(AuditEvent.action == "finished")
        return await work.session.scalar(about) or 0

    assert desk.do(finishes) == 1


def test_a_lock_in_the_middle_of_a_form_loses_nothing(visit: Visit, desk: Desk, watch: Watch) -> None:
    watch.expect("401")
    page = visit("Amara Osei", desk.task("Whitfield"))
    page.keyboard.press("n")
    page.keyboard.type("They transferred me twice")
    page.keyboard.press("Escape")
    page.keyboard.press("4")
    page.keyboard.type("Not a covered service")

    async def age(work: Work) -> None:
        before = work.real_now - timedelta(minutes=16)
        await work.session.execute(update(LoginSession).values(last_active_at=before))

    desk.do(age)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    door = page.get_by_role("dialog", name="This screen is locked")
    expect(door).to_be_visible()
    door.get_by_label("Password").fill(PASSWORD)
    door.get_by_role("button", name="Unlock", exact=True).press("Enter")
    expect(door).to_be_hidden()
    expect(page.get_by_role("textbox", name="What they said, or why")).to_have_value("Not a covered service")
    expect(page.get_by_label("Note")).to_have_value("They transferred me twice")
    page.get_by_role("button", name="Denied", exact=True).press("Enter")
    expect(page.get_by_text("Denied: done.")).to_be_visible()


def test_twice_as_large_nothing_is_lost_beside_the_screen(visit: Visit, desk: Desk) -> None:
    """200 % on a screen of 1280 pixels leaves 640 of them."""
    page = visit("Amara Osei", desk.task("Whitfield"), viewport={"width": 640, "height": 400})
    for path in (desk.task("Whitfield"), desk.task("Tran", "fixes"), f"{desk.origin}/views/narrow/mine"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 640, path
    page.goto(desk.task("Whitfield"))
    outcomes = page.get_by_role("group", name="Outcomes")
    beside = [page.get_by_text(words).first for words in ("800-555-0142", "Keep the note", "Papers")]
    for shown in beside + [outcomes.get_by_text(each).first for each in ("Denied", "Ask", "Skip")]:
        shown.scroll_into_view_if_needed()
        expect(shown).to_be_in_viewport()


def test_single_keys_switched_off_leave_marks_and_views_to_the_mouse(visit: Visit) -> None:
    page = visit("Amara Osei", "/me")
    page.get_by_label("Single keys").uncheck()
    with page.expect_response(re.compile("/me/screen$")):
        page.get_by_role("button", name="Keep").click()
    page.goto(page.url.replace("/me", "/queue/calls"))
    page.keyboard.press("x")
    expect(page.locator("#rows input:checked")).to_have_count(0)
    page.get_by_role("checkbox", name="Mark Hassan, Omar").check()
    page.get_by_role("button", name="Act on them").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("1 task,")

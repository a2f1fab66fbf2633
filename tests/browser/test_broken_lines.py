"""A slow or broken line, or a lost answer: the screen says so, nothing typed goes, nothing is done twice."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import func, select

from activities.transactions import Work
from models.audit import AuditEvent
from tests.browser.conftest import Desk, Visit, Watch
from tests.browser.test_looks import faults

Deed = Callable[[Page], None]
SLOW = 5_000  # milliseconds until an answer, within which a press comes a second time


@pytest.fixture(autouse=True)
def broken(watch: Watch) -> None:
    watch.expect("net::ERR")
    watch.expect("Failed to fetch")


def finish(page: Page) -> None:
    page.get_by_role("heading", level=1).focus()
    page.keyboard.press("4")
    page.get_by_role("textbox", name="What they said, or why").fill("Not covered")
    page.get_by_role("button", name="Denied", exact=True).press("Enter")


def note(page: Page) -> None:
    page.get_by_label("Note").fill("They called back")
    page.get_by_role("button", name="Keep the note").press("Enter")


def snooze(page: Page) -> None:
    page.get_by_role("heading", level=1).focus()
    page.keyboard.press("d")
    page.get_by_role("button", name="Tomorrow").press("Enter")


DEEDS = [(finish, "finished", "Denied"), (note, "noted", "Keep the note"), (snooze, "snoozed", "Tomorrow")]
TOLD = {"finished": "Denied: done.", "noted": "Note kept.", "snoozed": "Put aside until"}


def times(desk: Desk, action: str) -> int:
    async def count(work: Work) -> int:
        about = select(func.count()).where(AuditEvent.action == action)
        return await work.session.scalar(about) or 0

    return desk.do(count)


def told(page: Page, words: str) -> None:
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()


@pytest.mark.parametrize(("deed", "action", "button"), DEEDS)
def test_without_a_line_nothing_is_sent_and_the_same_press_does_it_once_afterwards(
    visit: Visit, desk: Desk, deed: Deed, action: str, button: str
) -> None:
    page = visit("Amara Osei", desk.task("Whitfield"))
    before = times(desk, action)
    page.context.set_offline(True)
    deed(page)
    told(page, "There is no network: nothing was sent.")
    assert faults(page) == []
    assert times(desk, action) == before
    page.context.set_offline(False)
    page.get_by_role("button", name=button, exact=action != "snoozed").press("Enter")
    told(page, TOLD[action])
    expect(page.locator("#line")).to_be_empty()
    assert times(desk, action) == before + 1


@pytest.mark.parametrize(("deed", "action", "button"), DEEDS)
def test_when_the_answer_is_lost_pressing_again_is_answered_as_done_once(
    visit: Visit, desk: Desk, deed: Deed, action: str, button: str
) -> None:
    page = visit("Amara Osei", desk.task("Whitfield"))
    before = times(desk, action)

    def lose(route: Route) -> None:
        if route.request.method != "POST":
            return route.fallback()
        route.fetch()
        return route.abort()

    acts = re.compile(r"/(finish|note|snooze)\?")
    page.route(acts, lose)
    deed(page)
    told(page, "No answer came: we do not know whether it arrived.")
    assert times(desk, action) == before + 1
    page.unroute(acts)
    page.get_by_role("button", name=button, exact=action != "snoozed").press("Enter")
    told(page, TOLD[action])
    expect(page.get_by_role("alert")).to_have_count(0)
    assert times(desk, action) == before + 1


@pytest.mark.parametrize(("deed", "action", "button"), DEEDS)
def test_a_slow_act_says_that_it_is_on_its_way_and_a_second_press_is_none(
    visit: Visit, desk: Desk, deed: Deed, action: str, button: str
) -> None:
    page = visit("Amara Osei", desk.task("Whitfield"))
    before = times(desk, action)
    line = page.context.new_cdp_session(page)
    slow = {"offline": False, "latency": SLOW, "downloadThroughput": -1, "uploadThroughput": -1}
    line.send("Network.emulateNetworkConditions", slow)
    deed(page)
    told(page, "On its way")
    page.get_by_role("button", name=button, exact=action != "snoozed").press("Enter")
    told(page, TOLD[action])
    expect(page.locator("#line")).to_be_empty()
    assert times(desk, action) == before + 1


def test_without_a_line_no_link_and_no_form_takes_the_screen_away(visit: Visit, desk: Desk) -> None:
    page = visit("Amara Osei", desk.task("Whitfield"))
    page.get_by_label("Note").fill("Half a thought")
    page.get_by_role("heading", level=1).focus()
    page.context.set_offline(True)
    for key in ("]", "j", "k"):
        page.locator("#line").evaluate("line => { line.textContent = '' }")
        page.keyboard.press(key)
        told(page, "There is no network: nothing was sent.")
    page.get_by_role("link", name="Deadlines").press("Enter")
    page.get_by_role("searchbox").fill("Whitfield")
    page.keyboard.press("Enter")
    expect(page).to_have_url(desk.task("Whitfield"))
    expect(page.get_by_label("Note")).to_have_value("Half a thought")
    page.context.set_offline(False)
    page.get_by_role("heading", level=1).focus()
    page.keyboard.press("]")
    page.wait_for_url(re.compile("/queue/"))


def test_many_at_once_stay_marked_without_a_line_and_are_finished_when_it_is_back(
    visit: Visit, desk: Desk
) -> None:
    page = visit("Amara Osei", "/queue/calls")
    before = times(desk, "finished")
    page.keyboard.press("*")
    page.keyboard.press("m")
    page.get_by_label("What they said, or why").first.fill("Portal says denied")
    page.context.set_offline(True)
    button = page.get_by_role("button", name=re.compile("Denied: 3"))
    button.press("Enter")
    told(page, "There is no network: nothing was sent.")
    assert times(desk, "finished") == before
    page.context.set_offline(False)
    button.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("3 of 3 done")
    assert times(desk, "finished") == before + 3


def test_many_at_once_are_finished_once_though_the_answer_was_lost(visit: Visit, desk: Desk) -> None:
    page = visit("Amara Osei", "/queue/calls")
    before = times(desk, "finished")
    page.keyboard.press("*")
    page.keyboard.press("m")
    page.get_by_label("What they said, or why").first.fill("Portal says denied")

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route(re.compile("/bulk/finish"), lose)
    button = page.get_by_role("button", name=re.compile("Denied: 3"))
    button.press("Enter")
    told(page, "No answer came")
    page.unroute(re.compile("/bulk/finish"))
    button.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("3 of 3 done")
    assert times(desk, "finished") == before + 3


def test_work_next_without_a_line_leaves_the_screen_as_it_is(visit: Visit, desk: Desk) -> None:
    page = visit("Amara Osei", desk.task("Whitfield"))
    page.get_by_label("Note").fill("Half a thought")
    page.get_by_role("heading", level=1).focus()
    page.context.set_offline(True)
    page.keyboard.press("g")
    told(page, "There is no network: nothing was sent.")
    expect(page.get_by_label("Note")).to_have_value("Half a thought")
    page.context.set_offline(False)
    page.keyboard.press("g")
    expect(page).not_to_have_url(desk.task("Whitfield"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_work_next_whose_answer_was_lost_gives_the_same_task_again(visit: Visit, desk: Desk) -> None:
    page = visit("Amara Osei", "/queue/mine")
    held: list[str] = []

    def lose(route: Route) -> None:
        held.append(route.fetch(max_redirects=0).headers["hx-redirect"])
        route.abort()

    page.route(re.compile("/next$"), lose)
    page.keyboard.press("g")
    told(page, "No answer came")
    page.unroute(re.compile("/next$"))
    page.keyboard.press("g")
    page.wait_for_url(re.compile(re.escape(held[0])))


def test_on_a_slow_line_two_presses_of_work_next_are_one(visit: Visit, desk: Desk) -> None:
    page = visit("Amara Osei", "/queue/mine")
    line = page.context.new_cdp_session(page)
    slow = {"offline": False, "latency": SLOW, "downloadThroughput": -1, "uploadThroughput": -1}
    line.send("Network.emulateNetworkConditions", slow)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.keyboard.press("g")
    told(page, "On its way")
    page.keyboard.press("g")
    page.wait_for_url(re.compile("/tasks/"))
    assert len([each for each in asked if each.endswith("/next")]) == 1


def test_a_page_of_which_only_the_beginning_has_come_does_not_break(visit: Visit, desk: Desk) -> None:
    page = visit("Amara Osei", "/me")
    page.clock.install()
    page.goto(f"{desk.origin}/queue/mine")
    page.evaluate("document.body.remove()")
    page.clock.run_for(2_000)  # a second after another it asks whether it must lock
    page.keyboard.press("j")
    assert page.evaluate("document.body") is None

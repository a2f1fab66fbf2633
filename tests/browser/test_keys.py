"""Every key of every screen presses its own control, and the ways through a day that only keys go."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Desk, Visit, Watch
from web.pages import SCREENS

HEAR = """() => addEventListener("click", (event) => {
  window.heard = event.target.closest("[data-key]")?.dataset.key;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true)"""
KEYS = "() => [...document.querySelectorAll('[data-key]')].map((each) => each.dataset.key)"
HEARD = "() => { const heard = window.heard; window.heard = undefined; return heard; }"


def deaf(page: Page) -> list[str]:
    """The keys of this screen that press another control than the one that shows them."""
    page.evaluate(HEAR)
    controls = page.evaluate(KEYS)
    assert len(controls) > 2, page.url
    wrong = []
    for control in controls:
        for key in control.split():
            page.evaluate("() => document.activeElement?.blur()")
            page.keyboard.press(key)
            if page.evaluate(HEARD) != control:
                wrong.append(f"{key} of {control} at {page.url}")
    return wrong


@pytest.mark.parametrize("name", ["Priya Nair", "Mara Stone", "Otto Reiss"])
def test_every_key_of_every_screen_presses_its_own_control(visit: Visit, desk: Desk, name: str) -> None:
    page = visit(name, "/me")
    seen = 0
    for path, _, _ in SCREENS:
        answer = page.request.get(f"{desk.origin}{path}")
        if answer.status == 200:
            page.goto(f"{desk.origin}{path}")
            seen += 1
            assert deaf(page) == []
    assert seen > 3


def test_every_key_of_a_biller_presses_its_own_control(visit: Visit, desk: Desk) -> None:
    page = visit("Amara Osei", "/me")
    kinds = [
        desk.task(last, view) for last, view in (("Whitfield", "mine"), ("Tran", "fixes"), ("Reyes", "mine"))
    ]
    lists = [
        f"{desk.origin}{path}" for path in ("/queue/mine", "/queue/calls", "/views/narrow/mine", "/alerts")
    ]
    for path in kinds + lists + [f"{desk.origin}/claims/{desk.told.claims['Reyes']}"]:
        page.goto(path)
        assert deaf(page) == []


def test_k_goes_back_arrows_go_both_ways_and_escape_returns_to_the_list(visit: Visit) -> None:
    page = visit("Amara Osei", "/queue/calls")
    current, heading = page.locator("#rows > li[aria-current]"), page.get_by_role("heading", level=1)
    page.keyboard.press("j")
    expect(heading).to_be_focused()
    first, title = current.inner_text(), heading.inner_text()
    page.keyboard.press("j")
    expect(current).not_to_have_text(first)
    expect(heading).not_to_have_text(title)
    expect(heading).to_be_focused()
    page.keyboard.press("k")
    expect(current.locator(".who")).to_have_text(first.splitlines()[0])
    expect(heading).to_have_text(title)
    expect(heading).to_be_focused()  # it takes the focus once the task is there
    page.keyboard.press("Escape")
    expect(current.locator("a")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(current.locator("a")).not_to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(current.locator("a")).to_be_focused()


def test_a_task_is_handed_to_a_colleague_and_taken_back_by_keys(visit: Visit, desk: Desk) -> None:
    page = visit("Amara Osei", desk.task("Whitfield"))
    heading = page.get_by_role("heading", level=1)
    words = heading.inner_text()
    page.keyboard.press("t")
    expect(page.get_by_role("combobox", name="To")).to_be_focused()
    page.keyboard.type("Ben")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Handed to Ben Carver.")).to_be_visible()
    page.keyboard.press("z")
    expect(heading).to_have_text(words)
    expect(page.get_by_text("Taken back")).to_be_visible()


def test_a_task_is_put_aside_until_a_typed_day_that_its_deadline_allows(visit: Visit, desk: Desk) -> None:
    page = visit("Amara Osei", desk.task("Baptiste"))
    page.keyboard.press("d")
    day = page.get_by_label(re.compile("never past|Until", re.I)).and_(page.locator("input[type=date]"))
    latest = day.first.get_attribute("max")
    assert latest
    day.first.focus()
    year, month, on = latest.split("-")
    page.keyboard.type(f"{month}{on}{year}")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Put aside until")).to_be_visible()


def test_search_palette_papers_and_the_lock_are_one_key_away(visit: Visit, desk: Desk) -> None:
    page = visit("Amara Osei", desk.task("Whitfield"))
    page.on("filechooser", lambda _: None)  # from now on the browser tells of a chooser
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    with page.expect_file_chooser():
        page.keyboard.press("a")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("p")
    palette = page.get_by_role("dialog", name="All keys and actions")
    expect(palette).to_be_visible()
    page.keyboard.press("Escape")
    expect(palette).to_be_hidden()
    page.keyboard.press("l")
    expect(page.get_by_role("dialog", name="This screen is locked")).to_be_visible()


def test_what_came_of_an_act_is_told_in_a_region_that_was_there_before(visit: Visit, desk: Desk) -> None:
    """Screen readers speak what changes inside a live region, not a region that comes with its words."""
    page = visit("Amara Osei", desk.task("Baptiste"))
    page.evaluate("() => { window.region = document.querySelector('#toast[role=status]'); }")
    assert page.evaluate("() => window.region.textContent.trim()") == ""
    page.keyboard.press("e")
    expect(page.get_by_role("status").filter(has_text="Send it again: done.")).to_be_visible()
    assert page.evaluate("() => window.region.isConnected && window.region.textContent.includes('done.')")
    page.keyboard.press("z")
    expect(page.get_by_text("Taken back")).to_be_visible()
    assert page.evaluate(
        "() => window.region.isConnected && window.region.textContent.includes('Taken back')"
    )


def live_regions(page: Page) -> list[tuple[str, str]]:
    """How each live region of the accessibility tree speaks, and what it says."""
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    by_id = {each["nodeId"]: each for each in nodes}

    def words(node: dict[str, Any]) -> str:
        inner = [words(by_id[each]) for each in node.get("childIds", ()) if each in by_id]
        own = node["name"]["value"] if node["role"]["value"] == "StaticText" else ""
        return " ".join(filter(None, [own, *inner]))

    found = []
    for node in nodes:
        live = [each["value"]["value"] for each in node.get("properties", ()) if each["name"] == "live"]
        is_root = node.get("role", {}).get("value") in ("status", "alert")
        if is_root and live:
            found.append((live[0], words(node)))
    return found


def spoken(page: Page, how: str, words: str) -> bool:
    return any(live == how and words in said for live, said in live_regions(page))


def test_a_finish_and_its_undo_are_told_politely_and_undo_is_reached_by_tab(visit: Visit, desk: Desk) -> None:
    page = visit("Amara Osei", desk.task("Baptiste"))
    page.keyboard.press("e")
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    assert spoken(page, "polite", "Send it again: done.")
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('#toast') !== null"):
            break
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Taken back")).to_be_visible()
    assert spoken(page, "polite", "Taken back")


def test_who_has_the_task_who_was_faster_and_what_was_refused_are_told(
    visit: Visit, desk: Desk, watch: Watch
) -> None:
    watch.expect("409")
    amara, ben = (visit(name, "/queue/calls") for name in ("Amara Osei", "Ben Carver"))
    for page in (amara, ben):
        page.get_by_role("link", name=re.compile("Whitfield")).press("Enter")
        expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(ben.get_by_text("Amara Osei has this task open")).to_be_visible()
    assert spoken(ben, "polite", "has this task open")
    ben.keyboard.press("4")
    ben.keyboard.type("Denied on the phone")
    ben.keyboard.press("Tab")
    ben.keyboard.press("Enter")
    expect(ben.get_by_text("Denied: done.")).to_be_visible()
    expect(amara.get_by_text("finished this task: denied")).to_be_visible()
    assert spoken(amara, "polite", "finished this task")
    amara.keyboard.press("3")
    amara.keyboard.type("EFT 12")
    amara.keyboard.press("Enter")
    expect(amara.get_by_role("alert")).to_contain_text("Ben Carver finished it: denied")
    assert spoken(amara, "assertive", "Ben Carver")

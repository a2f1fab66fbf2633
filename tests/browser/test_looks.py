"""Every screen and its states: readable for everybody, light and dark, and on a narrow one."""

import asyncio
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Desk, Visit, Watch
from tests.factories_desk import email
from tests.factories_sites import a_site, a_term, somebody_at

SCREENS = (
    "/queue/mine",
    "/queue/money",
    "/queue/mine;due=overdue",
    "/views/narrow/mine",
    "/payers/{payer:Cigna West}",
    "/payers/{payer:Cigna West}/playbooks/call_payer",
    "/texts",
    "/tasks/{task:Whitfield}",
    "/tasks/{task:Kim}?view=waiting",
    "/tasks/{task:Reyes}?view=denials",
    "/tasks/{task:Tran}?view=fixes",
    "/tasks/{task:Silva}?view=approvals",
    "/tasks/{task:Petrov}?view=snoozed",
    "/claims/{claim:Reyes}",
    "/claims/{claim:Olsen}",
    "/boards/unallocated",
    "/teams",
    "/allocation",
    "/boards/deadlines",
    "/boards/deadlines/filing/0-7",
    "/boards/deadlines/filing/past",
    "/remittances",
    "/remittances/{remittance:Lindqvist}",
    "/files",
    "/files?state=refused",
    "/files/{file:refused}",
    "/payers",
    "/rules?rule=medicare-professional-initial&on=2026-03-02",
    "/rules?rule=none",
    "/audit",
    "/me",
    "/nowhere",
)
OF_OTTO = ("/users",)


def filled(desk: Desk, path: str) -> str:
    known = {
        "task": desk.told.tasks,
        "claim": desk.told.claims,
        "payer": desk.told.payers,
        "file": desk.told.files,
        "remittance": desk.told.remittances,
    }
    return desk.origin + re.sub(r"\{(\w+):([\w ]+)\}", lambda found: str(known[found[1]][found[2]]), path)


def faults(page: Page) -> list[str]:
    """What axe finds, as short lines."""
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_screen(visit: Visit, desk: Desk, watch: Watch, scheme: str) -> None:
    watch.expect("404")
    page = visit("Mara Stone", "/me", color_scheme=scheme)
    found = {}
    for path in SCREENS:
        page.goto(filled(desk, path))
        found[path] = faults(page)
    otto = visit("Otto Reiss", "/users", color_scheme=scheme)
    otto.get_by_text("Change Ben Carver").click()
    found["/users"] = faults(otto)
    assert {path: each for path, each in found.items() if each} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_states_of_a_screen(
    visit: Visit, desk: Desk, watch: Watch, scheme: str
) -> None:
    watch.expect("40")
    found = {}
    page = visit("Amara Osei", desk.task("Whitfield"), color_scheme=scheme)
    page.keyboard.press("2")
    found["an outcome that asks"] = faults(page)
    for key, state in (("d", "snooze"), ("q", "a question"), ("s", "a skip"), ("t", "a transfer")):
        page.keyboard.press(key)
        found[state] = faults(page)
        page.keyboard.press("Escape")
    page.keyboard.press("c")
    found["a call"] = faults(page)
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    found["the palette"] = faults(page)
    page.keyboard.press("Escape")
    page.keyboard.press("3")
    page.keyboard.type("EFT 1")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Paid, trace it: done.")).to_be_visible()
    found["a toast"] = faults(page)
    ben = visit("Ben Carver", page.url, color_scheme=scheme)
    found["held by another"] = faults(ben)
    door = visit(None, "/sign-in", color_scheme=scheme)
    found["the door"] = faults(door)
    door.get_by_label("E-mail").fill(email("Amara Osei"))
    door.get_by_label("Password").fill("wrong")
    door.keyboard.press("Enter")
    expect(door.get_by_role("alert")).to_be_visible()
    found["the door refuses"] = faults(door)
    assert {state: each for state, each in found.items() if each} == {}


def test_nothing_is_lost_on_a_narrow_screen(visit: Visit, desk: Desk, watch: Watch) -> None:
    watch.expect("404")
    page = visit("Mara Stone", "/me", viewport={"width": 320, "height": 640})
    wide = {}
    for path in SCREENS:
        page.goto(filled(desk, path))
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            wide[path] = width
    assert wide == {}


def test_every_screen_begins_with_a_way_past_the_rail(visit: Visit, desk: Desk) -> None:
    page = visit("Amara Osei", "/boards/deadlines")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the work")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_abroad_and_in_what_a_search_finds(visit: Visit, desk: Desk, scheme: str) -> None:
    async def open_manila() -> None:
        riverside = desk.told.practices["Riverside Family Practice"]
        site = await a_site(desk.office)
        await a_term(desk.office, riverside)
        await somebody_at(desk.office, site, [riverside])

    asyncio.run_coroutine_threadsafe(open_manila(), desk.loop).result(20)
    found = {}
    liza = visit("Liza Santos", desk.task("Novak"), color_scheme=scheme)
    expect(liza.locator("svg.watermark")).to_have_count(1)
    found["a task abroad"] = faults(liza)
    liza.goto(f"{desk.origin}/claims/{desk.told.claims['Novak']}")
    found["a claim abroad"] = faults(liza)
    liza.emulate_media(media="print")
    expect(liza.get_by_role("heading", level=1)).to_be_hidden()
    expect(liza.get_by_role("main")).to_be_hidden()
    page = visit("Amara Osei", "/queue/mine", color_scheme=scheme)
    page.keyboard.press("/")
    page.keyboard.type("Reyes")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="C-10480-7")).to_be_visible()
    found["what a search finds"] = faults(page)
    assert {state: each for state, each in found.items() if each} == {}

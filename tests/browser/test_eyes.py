"""For eyes that need it otherwise: the system's own colours, 200 % zoom, wider text, no movement."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserType, Page, expect

from tests.browser.conftest import Desk, Visit, Watch
from tests.browser.test_looks import filled

SCREENS = (
    "/queue/mine",
    "/views/narrow/mine",
    "/tasks/{task:Whitfield}",
    "/tasks/{task:Reyes}?view=denials",
    "/tasks/{task:Tran}?view=fixes",
    "/claims/{claim:Reyes}",
    "/claims/{claim:Olsen}",
    "/boards/team",
    "/boards/deadlines",
    "/boards/performance",
    "/boards/unallocated",
    "/quality",
    "/remittances/{remittance:Lindqvist}",
    "/payers/{payer:Cigna West}",
    "/rules?rule=medicare-professional-initial&on=2026-03-02",
    "/audit",
    "/alerts",
    "/me",
)
WALKED = (  # by Tab
    "/queue/mine",
    "/tasks/{task:Reyes}?view=denials",
    "/tasks/{task:Tran}?view=fixes",
    "/claims/{claim:Olsen}",
    "/boards/performance",
    "/audit",
)
TWICE = 3.8017840169239308  # Chromium counts zoom in steps of 1.2: 1.2 to this power is 2
SPACED = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-bottom: 2em !important; }
"""  # WCAG 1.4.12

LOST = """() => {
  const lost = [], out = (box, edge) => edge > box + 1;
  for (const each of document.querySelectorAll("body *")) {
    if (each.closest(".hide, .skip, option, svg, dialog:not([open])") || !each.checkVisibility()) continue;
    if (![...each.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim())) continue;
    const range = document.createRange();
    range.selectNodeContents(each);
    for (let box = each; box && box !== document.body; box = box.parentElement) {
      const style = getComputedStyle(box), edges = box.getBoundingClientRect();
      const across = /hidden|clip/.test(style.overflowX), down = /hidden|clip/.test(style.overflowY);
      if (box.matches(".row .what") && innerWidth >= 820) continue;  // one line by design: its task says all
      for (const rect of range.getClientRects()) {
        if ((across && out(edges.right, rect.right)) || (down && out(edges.bottom, rect.bottom)))
          lost.push(each.className + ": " + each.textContent.trim().slice(0, 40));
      }
    }
  }
  if (document.documentElement.scrollWidth > innerWidth) lost.push("the page is wider than its window");
  return [...new Set(lost)];
}"""
CHIPS = """() => [...document.querySelectorAll(".chip")].filter((each) => each.checkVisibility())
  .map((each) => {
  const style = getComputedStyle(each);
  return { words: each.textContent.trim(), ink: style.color, paper: style.backgroundColor,
           line: parseFloat(style.borderTopWidth), style: style.borderTopStyle };
})"""
MOVING = """() => [...document.querySelectorAll("*")].filter((each) => {
  const style = getComputedStyle(each), lasts = (told) => told.split(",").some((one) => parseFloat(one) > 0);
  return lasts(style.transitionDuration) || lasts(style.animationDuration) || style.scrollBehavior !== "auto";
}).length"""
FOCUS = """() => {
  const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
  const over = [[.5, .5], [.1, .5], [.9, .5], [.5, .2], [.5, .8]].map(([x, y]) =>
    document.elementFromPoint(box.left + box.width * x, box.top + box.height * y));
  const free = over.some((there) => there && (at.contains(there) || there.contains(at)));
  return { words: at.outerHTML.slice(0, 90), last: at === document.body,
           over: free ? "" : (over[0] ? over[0].outerHTML.slice(0, 40) : "the edge of the window"),
           line: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth) };
}"""


def steps(page: Page, most: int = 80) -> Iterator[dict[str, Any]]:
    """What the focus meets by Tab alone, from the top of the page."""
    page.locator(".skip").focus()
    for _ in range(most):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUS)
        if found["last"]:
            return
        yield found


def unseen(page: Page) -> list[str]:
    """Where the focus cannot be seen: no line around it, or something lies over it."""
    found, walked = [], list(steps(page))
    assert len(walked) > 20
    for each in walked:
        if each["line"] < 2:
            found.append(f"no line: {each['words']}")
        if each["over"]:
            found.append(f"under {each['over']}: {each['words']}")
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_the_systems_colours_every_chip_is_framed_and_read(visit: Visit, desk: Desk, scheme: str) -> None:
    page = visit("Mara Stone", "/me", forced_colors="active", color_scheme=scheme)
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    faults, chips = {}, 0
    for path in SCREENS:
        page.goto(filled(desk, path))
        for chip in page.evaluate(CHIPS):
            chips += 1
            if (
                chip["ink"] == chip["paper"]
                or chip["line"] < 1
                or chip["style"] == "none"
                or not chip["words"]
            ):
                faults[path] = chip
    assert chips > 30
    assert faults == {}, json.dumps(faults, indent=1)


def test_in_the_systems_colours_the_focus_is_seen_and_never_covered(visit: Visit, desk: Desk) -> None:
    page = visit("Mara Stone", "/me", forced_colors="active", java_script_enabled=False)
    faults = {}
    for path in WALKED:
        page.goto(filled(desk, path))
        if found := unseen(page):
            faults[path] = found
    assert faults == {}, json.dumps(faults, indent=1)


def test_in_the_systems_colours_what_is_chosen_and_what_is_drawn_stands_out(visit: Visit, desk: Desk) -> None:
    page = visit("Amara Osei", desk.task("Whitfield"), forced_colors="active", color_scheme="dark")
    rows = page.locator("#rows li .row")
    line = "(row) => getComputedStyle(row).borderTopColor + getComputedStyle(row).borderTopWidth"
    chosen = page.locator("#rows li[aria-current] .row")
    expect(chosen).to_have_count(1)
    others = page.locator("#rows li:not([aria-current]) .row")
    assert rows.count() > 3
    assert chosen.evaluate(line) != others.first.evaluate(line)
    here = page.locator(".rail a[aria-current]").first
    assert here.evaluate("(link) => getComputedStyle(link).outlineStyle") != "none"
    page.goto(filled(desk, "/claims/{claim:Olsen}"))
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    drawn = page.locator(".spent, .bar")
    assert drawn.count() > 0
    for at in range(drawn.count()):
        assert drawn.nth(at).evaluate("(shape) => getComputedStyle(shape).fill") != paper


def test_in_the_systems_colours_a_toast_has_an_edge(visit: Visit, desk: Desk) -> None:
    page = visit("Amara Osei", desk.task("Whitfield"), forced_colors="active")
    page.keyboard.press("3")
    page.keyboard.type("EFT 1")
    page.keyboard.press("Enter")
    toast = page.locator("#toast > *").first
    expect(toast).to_contain_text("done.")
    assert toast.evaluate("(each) => getComputedStyle(each).borderTopStyle") == "solid"


@pytest.fixture
def zoomed(
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    desk: Desk,
    watch: Watch,
    tmp_path: Path,
) -> Iterator[Page]:
    """A window of 1280 by 800 whose pages the browser itself shows at 200 %, as when a person zooms.

    Our script is off, so that no news moves the page while the test looks at it.
    """
    home = tmp_path / "profile" / "Default"
    home.mkdir(parents=True)
    (home / "Preferences").write_text(json.dumps({"partition": {"default_zoom_level": {"x": TWICE}}}))
    launch = browser_type_launch_args
    args = [*launch["args"], "--window-size=1280,800"]
    context = browser_type.launch_persistent_context(
        home.parent, **{**launch, "args": args}, no_viewport=True, java_script_enabled=False
    )
    desk.enter(context, "Mara Stone")
    page = context.new_page()
    watch.over(page)
    yield page
    context.close()


def test_at_200_percent_nothing_is_lost_and_the_focus_is_never_covered(zoomed: Page, desk: Desk) -> None:
    zoomed.goto(desk.origin + "/me")
    assert zoomed.evaluate("[devicePixelRatio, innerWidth, outerWidth]") == [2, 640, 1280]
    faults = {}
    for path in SCREENS:
        zoomed.goto(filled(desk, path))
        found = zoomed.evaluate(LOST) + (unseen(zoomed) if path in WALKED else [])
        if found:
            faults[path] = found
    assert faults == {}, json.dumps(faults, indent=1)


@pytest.mark.parametrize("width", [1280, 320])
def test_with_wider_text_nothing_is_lost(visit: Visit, desk: Desk, width: int) -> None:
    size = {"width": width, "height": 800}
    page = visit("Mara Stone", "/me", viewport=size, bypass_csp=True)  # the reader's own style, not ours
    faults = {}
    for path in SCREENS:
        page.goto(filled(desk, path))
        page.add_style_tag(content=SPACED)
        assert page.evaluate("getComputedStyle(document.querySelector('h1')).letterSpacing") != "normal"
        if found := page.evaluate(LOST):
            faults[path] = found
    assert faults == {}, json.dumps(faults, indent=1)


@pytest.mark.parametrize(("wish", "moves"), [("reduce", False), ("no-preference", True)])
def test_who_wants_no_movement_gets_none(visit: Visit, desk: Desk, wish: str, moves: bool) -> None:
    page = visit("Amara Osei", desk.task("Whitfield"), reduced_motion=wish)
    moving = page.evaluate(MOVING)
    assert (moving > 0) is moves


def test_nothing_stays_in_a_browsers_storage(visit: Visit, desk: Desk) -> None:
    page = visit("Amara Osei", desk.task("Whitfield"))
    for path in SCREENS[:6]:
        page.goto(filled(desk, path))
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert page.evaluate("indexedDB.databases().then((found) => found.length)") == 0

"""A biller's day in the browser: by keyboard, beside others, and after things went wrong."""

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from sqlalchemy import update

from activities.transactions import Work
from models.tasks import Task
from models.users import LoginSession
from rules.tasks import Outcome, TaskState
from tests.browser.conftest import Desk, Visit, Watch
from tests.factories_desk import PASSWORD, email

COUNT_LOOKS = """() => { window.looks = 0; addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  if (ctx.sourceElement.id === "rows") window.looks += 1;
}); }"""
LOOKS_WHEN_GONE = """
(name) => document.querySelector("#rows").textContent.includes(name) ? null : [window.looks]
"""


def test_a_morning_by_keyboard_alone(visit: Visit, desk: Desk) -> None:
    page = visit(None, "/")
    page.keyboard.type(email("Amara Osei"))
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("10 in My queue")

    page.keyboard.press("j")
    expect(heading).to_contain_text("Nothing proves that the payer has this claim")
    expect(heading).to_be_focused()
    page.keyboard.press("e")
    expect(heading).to_have_text("Medicaid denied it: no authorization on the claim")
    expect(heading).to_be_focused()
    expect(page.get_by_role("status").filter(has_text="Send it again: done.")).to_be_visible()
    expect(page.get_by_text("4 done today")).to_be_visible()

    page.keyboard.press("z")
    expect(heading).to_contain_text("Nothing proves that the payer has this claim")
    expect(page.get_by_text("Taken back")).to_be_visible()
    page.keyboard.press("d")
    page.get_by_role("button", name="Tomorrow").press("Enter")
    expect(heading).to_have_text("Medicaid denied it: no authorization on the claim")
    expect(heading).to_be_focused()  # the whole task is there, and keys are heard by it

    page.keyboard.press("n")
    page.keyboard.type("1 authorization was found: A-77")
    page.keyboard.press("Escape")
    page.keyboard.press("3")
    expect(page.get_by_role("textbox", name="What they said, or why")).to_be_visible()
    page.keyboard.type("Not worth an appeal")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(heading).to_have_text("Northlake Health has been silent for 17 days")
    page.keyboard.press("g")
    expect(page.locator("#rows > li[aria-current]")).to_have_count(1)
    expect(heading).to_have_text("Northlake Health has been silent for 17 days")


def test_arrows_move_in_the_list_and_enter_opens(visit: Visit) -> None:
    page = visit("Amara Osei", "/queue/mine")
    page.get_by_role("link", name=re.compile("Baptiste")).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name=re.compile("Whitfield"))).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Northlake Health has been silent for 17 days")


def test_two_people_answer_one_task_and_the_second_keeps_their_words(
    visit: Visit, desk: Desk, watch: Watch
) -> None:
    watch.expect("409")
    amara, ben = (visit(name, desk.task("Whitfield")) for name in ("Amara Osei", "Ben Carver"))
    expect(ben.get_by_text("Amara Osei has this task open")).to_be_visible()
    amara.get_by_label("Note").fill("Half a thought")
    ben.keyboard.press("4")
    ben.keyboard.type("Denied on the phone")
    ben.keyboard.press("Tab")
    ben.keyboard.press("Enter")
    expect(ben.get_by_text("Denied: done.")).to_be_visible()
    amara.keyboard.press("Escape")
    amara.keyboard.press("3")
    amara.keyboard.type("EFT 12")
    amara.keyboard.press("Enter")
    expect(amara.get_by_role("alert")).to_contain_text("Ben Carver finished it: denied")
    expect(amara.get_by_label("Note")).to_have_value("Half a thought")


def finished_by_somebody(desk: Desk, name: str) -> None:
    """The task is done, and its ring goes out."""

    async def finish(work: Work) -> None:
        done = update(Task).where(Task.id == desk.told.tasks[name])
        await work.session.execute(done.values(state=TaskState.DONE, outcome=Outcome.RESUBMIT))
        work.ring_task(desk.told.tasks[name])

    desk.do(finish)


def test_a_change_by_somebody_else_arrives_while_a_note_is_half_typed(visit: Visit, desk: Desk) -> None:
    page = visit("Amara Osei", desk.task("Whitfield"))
    note = page.get_by_label("Note")
    note.fill("They transferred me to")
    row = page.get_by_role("link", name=re.compile("Hassan"))
    expect(row).to_be_visible()

    finished_by_somebody(desk, "Hassan")
    expect(row).to_have_count(0)
    expect(note).to_have_value("They transferred me to")
    expect(note).to_be_focused()
    expect(page.locator("#rows > li[aria-current]")).to_have_count(1)
    expect(page.get_by_role("link", name="My queue 9")).to_be_visible()


def test_a_row_that_somebody_finished_leaves_before_the_list_looks_and_hands_on_the_focus(
    visit: Visit, desk: Desk
) -> None:
    page = visit("Amara Osei", "/me")
    with page.expect_response(re.compile("/rows/mine")):  # whatever happened before the stream was there
        page.goto(desk.task("Whitfield"))
    row = page.get_by_role("link", name=re.compile("Hassan"))
    names = page.locator("#rows .who").all_inner_texts()
    place = next(at for at, name in enumerate(names) if "Hassan" in name)
    neighbour = names[place + 1] if place + 1 < len(names) else names[place - 1]
    row.focus()
    page.evaluate(COUNT_LOOKS)

    with page.expect_response(re.compile("/rows/mine")):
        finished_by_somebody(desk, "Hassan")
        looks = page.wait_for_function(LOOKS_WHEN_GONE, arg="Hassan")
        assert looks.json_value() == [0]
        expect(page.locator("#rows a:focus")).to_contain_text(neighbour)
    expect(row).to_have_count(0)


def test_an_open_task_looks_again_when_it_was_changed_itself_and_not_for_its_neighbours(
    visit: Visit, desk: Desk
) -> None:
    asked: list[str] = []
    page = visit("Amara Osei", "/me")
    with page.expect_response(re.compile("/fresh")):  # whatever happened before the stream was there
        page.goto(desk.task("Whitfield"))
    page.on("request", lambda request: asked.append(request.url))

    def touch(name: str) -> Callable[[Work], Awaitable[None]]:
        async def change(work: Work) -> None:
            changed = update(Task).where(Task.id == desk.told.tasks[name])
            await work.session.execute(changed.values(version=Task.version + 1))
            work.ring_task(desk.told.tasks[name])

        return change

    with page.expect_response(re.compile("/rows/mine")):
        desk.do(touch("Hassan"))
    assert not [each for each in asked if "/fresh" in each]
    desk.do(touch("Whitfield"))
    expect(page.get_by_role("status").filter(has_text="This task was changed meanwhile.")).to_be_visible()


def test_a_session_that_was_ended_elsewhere_shows_the_door(visit: Visit, desk: Desk, watch: Watch) -> None:
    watch.expect("401")
    page = visit("Amara Osei", desk.task("Whitfield"))
    expect(page.get_by_role("heading", level=1)).to_be_focused()

    async def end(work: Work) -> None:
        await work.session.execute(update(LoginSession).values(ended_because="An administrator ended it."))
        work.ring_task(desk.told.tasks["Hassan"])

    desk.do(end)
    expect(page.get_by_text("An administrator ended it.")).to_be_visible()


def test_an_idle_screen_warns_locks_and_gives_everything_back(visit: Visit, desk: Desk, watch: Watch) -> None:
    watch.expect("401")
    watch.expect("timeout")  # the leap also outruns requests under way
    page = visit("Amara Osei", "/sign-in")
    page.clock.install()
    page.goto(desk.task("Whitfield"))
    note = page.get_by_label("Note")
    note.press_sequentially("They said that")
    with page.expect_response(re.compile("/draft$")):
        page.clock.run_for(3_000)
    page.clock.fast_forward("14:05")
    warning = page.get_by_role("alertdialog")
    expect(warning).to_be_visible()
    with page.expect_response(re.compile("/alive$")):
        page.keyboard.press("Shift")
    expect(warning).to_be_hidden()

    async def age(work: Work) -> None:
        before = work.real_now - timedelta(minutes=16)
        await work.session.execute(update(LoginSession).values(last_active_at=before))

    desk.do(age)
    page.clock.fast_forward("15:05")
    door = page.get_by_role("dialog", name="This screen is locked")
    expect(door).to_be_visible()
    door.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(door).to_be_hidden()
    expect(page.get_by_label("Note")).to_have_value("They said that")


def test_the_palette_and_the_help_list_every_key_of_the_screen(visit: Visit, desk: Desk) -> None:
    page = visit("Amara Osei", desk.task("Whitfield"))
    page.keyboard.press("Control+k")
    palette = page.get_by_role("dialog", name="All keys and actions")
    expect(palette).to_be_visible()
    for words in ("Denied", "Snooze", "Transfer", "Work next", "Search", "Note"):
        expect(palette.get_by_role("button", name=words).first).to_be_visible()
    page.keyboard.type("transf")
    page.keyboard.press("Enter")
    expect(palette).to_be_hidden()
    expect(page.get_by_role("combobox", name="To")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(palette).to_be_visible()


def test_single_keys_can_be_switched_off(visit: Visit) -> None:
    page = visit("Amara Osei", "/me")
    page.get_by_label("Single keys").uncheck()
    with page.expect_response(re.compile("/me/screen$")):
        page.get_by_role("button", name="Keep").click()
    page.goto(page.url.replace("/me", "/queue/mine"))
    page.keyboard.press("j")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog", name="All keys and actions")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("10 in My queue")


def test_from_the_door_to_a_finished_task_without_javascript(visit: Visit) -> None:
    page = visit(None, "/", java_script_enabled=False)
    page.get_by_label("E-mail").fill(email("Amara Osei"))
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("link", name=re.compile("Whitfield")).click()
    page.get_by_text("5 They need something").click()
    page.get_by_role("textbox", name="What they said, or why").fill("Operative note")
    page.get_by_role("button", name="They need something").click()
    expect(page.get_by_text("Finished.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Northlake Health has been silent for 17 days")
    page.get_by_label("Note").fill("Called without scripts")
    page.get_by_role("button", name="Keep the note").click()
    expect(page.get_by_text("Note kept.")).to_be_visible()
    page.get_by_role("searchbox").fill("Reyes")
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("link", name="C-10480-7")).to_be_visible()


def test_a_correction_is_kept_and_the_claim_goes_on(visit: Visit, desk: Desk) -> None:
    page = visit("Amara Osei", desk.task("Tran", "fixes"))
    member = page.get_by_role("textbox", name="Member id")
    expect(member).to_have_accessible_description(re.compile("begin with three letters"))
    member.fill("XYZ902044")
    page.get_by_label("Line 2 pointers").fill("2")
    page.get_by_role("button", name="Keep the corrections").click()
    expect(page.get_by_text("Corrections kept.")).to_be_visible()
    expect(member).to_have_value("XYZ902044")
    page.keyboard.press("1")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Clear. 4 done today")


def test_the_demo_turns_a_day_and_shows_how_far_it_is(visit: Visit, desk: Desk) -> None:
    page = visit("Amara Osei", "/queue/mine")
    page.get_by_role("button", name="Next day").click()
    told = page.get_by_role("form", name="Demo").get_by_role("status")
    expect(told).to_contain_text("5 files are being read")
    expect(page.get_by_role("progressbar")).to_have_attribute("value", "40")
    assert Axe().run(page).violations_count == 0
    page.get_by_role("button", name="Next week").click()
    page.reload()
    expect(told).to_contain_text("5 files are being read")
    desk.calendar.end()
    expect(told).to_contain_text("1 days passed.")
    expect(page.get_by_role("progressbar")).to_have_count(0)
    assert desk.calendar.begun == [1]
    told.get_by_role("link", name="Show this page as it is now").click()
    expect(told).to_contain_text(re.compile("^It is "))

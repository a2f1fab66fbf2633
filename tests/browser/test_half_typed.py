"""A session that ends over half typed forms: all of them go along, and the person decides about each."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select, update

from activities.transactions import Work
from models.notes import Note
from models.tasks import Task
from models.users import LoginSession
from rules.tasks import TaskState
from tests.browser.conftest import Desk, Visit, Watch
from tests.browser.test_looks import faults
from tests.factories_desk import PASSWORD, email

NOTE = "They transferred me twice"
QUESTION = "Was the second visit a follow-up?"
Typing = Callable[[Page], None]


@pytest.fixture(autouse=True)
def refused(watch: Watch) -> None:
    watch.expect("401")


def note(page: Page) -> None:
    page.get_by_label("Note").fill(NOTE)


def call(page: Page) -> None:
    page.get_by_text("It was a call").click()
    page.get_by_label("Spoke to").fill("Ms. Lund")


def question(page: Page) -> None:
    page.get_by_text("q Ask").click()
    page.get_by_role("textbox", name="What", exact=True).fill(QUESTION)


def outcome(page: Page) -> None:
    page.get_by_text("4 Denied").click()
    page.get_by_role("textbox", name="What they said, or why").fill("Not a covered service")


async def over(work: Work) -> None:
    """The working day of everybody is over."""
    past = LoginSession.ends_at - timedelta(hours=13)
    await work.session.execute(update(LoginSession).values(ends_at=past))


def end(desk: Desk) -> None:
    """It is over, and the open screens look again."""

    async def over_and_ring(work: Work) -> None:
        await over(work)
        work.ring_task(desk.told.tasks["Whitfield"])

    desk.do(over_and_ring)


def cover(page: Page) -> Locator:
    door = page.get_by_role("dialog").filter(has_text="Your session is over")
    expect(door).to_be_visible()
    expect(page.get_by_text("Whitfield").first).to_be_hidden()
    return door


def sign_in(page: Page) -> None:
    page.get_by_label("E-mail").fill(email("Amara Osei"))
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")


def come_back(page: Page, desk: Desk) -> None:
    """The session ends under the screen, and the same person signs in again from its cover."""
    end(desk)
    cover(page)
    page.keyboard.press("Enter")
    sign_in(page)


def card(page: Page, title: str) -> Locator:
    return page.locator("section.card").filter(has=page.get_by_role("heading", name=title))


def written(kept: Locator, label: str) -> Locator:
    return kept.get_by_role("textbox", name=label, exact=True)


def notes(desk: Desk) -> list[tuple[str, str | None]]:
    async def read(work: Work) -> list[tuple[str, str | None]]:
        mine = select(Note.body, Note.spoken_to).where(Note.task_id == desk.told.tasks["Whitfield"])
        return [(body, to) for body, to in await work.session.execute(mine)]

    return desk.do(read)


def state(desk: Desk) -> str:
    async def read(work: Work) -> str:
        task = await work.session.get_one(Task, desk.told.tasks["Whitfield"])
        return str(task.state)

    return desk.do(read)


@pytest.mark.parametrize("order", [(note, call, question), (question, note, call)])
def test_every_half_typed_form_goes_along_and_is_sent_or_left_by_itself(
    visit: Visit, desk: Desk, order: tuple[Typing, ...]
) -> None:
    page = visit("Amara Osei", desk.task("Whitfield"))
    before = notes(desk)
    for typing in order:
        typing(page)
    end(desk)
    door = cover(page)
    expect(door.get_by_role("alert")).to_be_hidden()
    assert faults(page) == []
    page.keyboard.press("Enter")
    sign_in(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("2 forms were kept for you")
    assert faults(page) == []
    assert (notes(desk), state(desk)) == (before, TaskState.OPEN)  # nothing is done before the person says so
    kept, asked = card(page, "Keep the note"), card(page, "Ask and wait")
    expect(kept).to_contain_text(NOTE)
    expect(kept.get_by_label("Spoke to")).to_have_value("Ms. Lund")
    expect(asked).to_contain_text(QUESTION)
    expect(asked).to_contain_text("Whom")

    page.goto(f"{desk.origin}/queue/mine")  # it waits, wherever the person goes first
    page.get_by_role("link", name="What you had typed").click()
    kept.get_by_role("button", name="Send it now").press("Enter")
    expect(page.get_by_text("Note kept.")).to_be_visible()
    assert [each for each in notes(desk) if each not in before] == [(NOTE, "Ms. Lund")]
    page.get_by_role("link", name="What you had typed").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("One form was kept for you")
    asked.get_by_role("button", name="Leave it").press("Enter")
    expect(page).to_have_url(re.compile("/tasks/"))
    expect(page.get_by_role("link", name="What you had typed")).to_have_count(0)
    assert state(desk) == TaskState.OPEN


def test_a_refused_one_waits_on_and_nothing_of_it_is_lost(visit: Visit, desk: Desk, watch: Watch) -> None:
    watch.expect("422")
    page = visit("Amara Osei", desk.task("Whitfield"))
    question(page)
    come_back(page, desk)
    asked = card(page, "Ask and wait")
    written(asked, "What").fill(f"{QUESTION} Or the third?")
    asked.get_by_role("button", name="Send it now").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Look at: answer_by")
    page.get_by_role("link", name="what you had typed waits for you").click()
    expect(written(asked, "What")).to_have_value(f"{QUESTION} Or the third?")


@pytest.mark.parametrize("order", [(note, outcome), (outcome, note)])
def test_a_note_beside_an_outcome_is_kept_once_and_goes_with_it_when_the_person_says_so(
    visit: Visit, desk: Desk, order: tuple[Typing, ...]
) -> None:
    page = visit("Amara Osei", desk.task("Whitfield"))
    before = notes(desk)
    for typing in order:
        typing(page)
    come_back(page, desk)
    denied = card(page, "Denied")
    expect(denied).to_contain_text("Not a covered service")
    with_it = denied.get_by_role("checkbox", name=re.compile(f"With it, Note: {NOTE}"))
    expect(with_it).not_to_be_checked()  # it has a card of its own, and would be kept twice
    with_it.check()
    denied.get_by_role("button", name="Send it now").press("Enter")
    expect(page.get_by_text("Finished.")).to_be_visible()
    page.get_by_role("link", name="What you had typed").click()
    card(page, "Keep the note").get_by_role("button", name="Leave it").press("Enter")
    assert state(desk) == TaskState.DONE
    assert [body for body, _ in notes(desk) if (body, None) not in before].count(NOTE) == 1


def test_the_one_that_was_sent_is_kept_beside_the_others(visit: Visit, desk: Desk) -> None:
    page = visit("Amara Osei", "/me")
    with page.expect_response(re.compile("/fresh")):  # from now on only a ring makes it look
        page.goto(desk.task("Whitfield"))
    question(page)
    outcome(page)
    desk.do(over)  # and nothing rings: the screen learns it by its own act
    page.get_by_role("button", name="Denied", exact=True).press("Enter")
    door = cover(page)
    door.get_by_role("button", name="Sign in again").press("Enter")
    sign_in(page)
    expect(written(card(page, "What you sent"), "Reason")).to_have_value("Not a covered service")
    expect(card(page, "Ask and wait")).to_contain_text(QUESTION)
    card(page, "What you sent").get_by_role("button", name="Send it now").press("Enter")
    expect(page.get_by_text("Finished.")).to_be_visible()


def test_what_cannot_go_along_is_told_before_and_can_be_copied(visit: Visit, desk: Desk) -> None:
    page = visit("Amara Osei", desk.task("Whitfield"))
    note(page)
    outcome(page)
    long = "a line of a very long letter\n" * 2_500
    words = page.get_by_role("textbox", name="What they said, or why")
    words.evaluate("(area, long) => { area.value = long; }", long)
    paper = {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}
    page.locator("input[type=file]").set_input_files([paper])
    end(desk)
    door = cover(page)
    told = door.get_by_role("alert")
    expect(told).to_contain_text("Some of it cannot go with you.")
    expect(told).to_contain_text("The chosen file letter.pdf")
    expect(told).to_be_focused()  # a key that was meant for the form does not leave it behind
    told.get_by_text("Denied, What they said, or why: too long to be kept").press("Enter")
    expect(told.get_by_role("textbox")).to_have_value(long)
    assert faults(page) == []
    door.get_by_role("button", name="Sign in again").press("Enter")
    sign_in(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("One form was kept for you")
    expect(card(page, "Keep the note")).to_contain_text(NOTE)


def test_a_locked_screen_keeps_every_form_where_it_is_and_takes_them_along_when_it_ends(
    visit: Visit, desk: Desk
) -> None:
    page = visit("Amara Osei", desk.task("Whitfield"))
    note(page)
    question(page)
    page.keyboard.press("Escape")
    page.get_by_role("heading", level=1).focus()
    page.keyboard.press("l")
    door = page.get_by_role("dialog", name="This screen is locked")
    door.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(door).to_be_hidden()
    expect(page.get_by_label("Note")).to_have_value(NOTE)
    assert page.locator("textarea[name=body]").input_value() == QUESTION
    page.keyboard.press("l")
    expect(door).to_be_visible()
    desk.do(over)
    door.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    cover(page)
    page.get_by_role("button", name="Sign in again").press("Enter")
    sign_in(page)
    expect(card(page, "Keep the note")).to_contain_text(NOTE)
    expect(card(page, "Ask and wait")).to_contain_text(QUESTION)


def test_nothing_of_it_is_written_into_the_browser(visit: Visit, desk: Desk) -> None:
    page = visit("Amara Osei", desk.task("Whitfield"))
    note(page)
    end(desk)
    cover(page)
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    page.keyboard.press("Enter")
    sign_in(page)
    expect(card(page, "Keep the note")).to_be_visible()
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert page.evaluate("indexedDB.databases().then((found) => found.length)") == 0


def test_without_javascript_the_one_form_that_was_sent_is_kept(visit: Visit, desk: Desk) -> None:
    page = visit("Amara Osei", desk.task("Whitfield"), java_script_enabled=False)
    page.get_by_label("Note").fill(NOTE)
    end(desk)
    page.get_by_role("button", name="Keep the note").click()
    page.get_by_label("E-mail").fill(email("Amara Osei"))
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(written(card(page, "What you sent"), "Note")).to_have_value(NOTE)
    page.get_by_role("button", name="Send it now").click()
    expect(page.get_by_text("Note kept.")).to_be_visible()

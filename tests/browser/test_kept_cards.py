"""The cards of what was kept: changed before they are sent, filled by a step-up too, and files named."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import expect
from sqlalchemy import select, update

from activities.transactions import Work
from models.notes import Note
from models.tasks import Task
from models.users import LoginSession
from rules.tasks import TaskState
from tests.browser.conftest import Desk, Visit, Watch
from tests.browser.test_half_typed import (
    NOTE,
    call,
    card,
    come_back,
    cover,
    note,
    notes,
    over,
    question,
    sign_in,
    state,
    written,
)
from tests.browser.test_looks import faults
from tests.factories_desk import PASSWORD


@pytest.fixture(autouse=True)
def refused(watch: Watch) -> None:
    watch.expect("401")


def test_what_was_kept_can_be_changed_on_its_card_before_it_is_sent(visit: Visit, desk: Desk) -> None:
    page = visit("Amara Osei", desk.task("Whitfield"))
    before = notes(desk)
    note(page)
    call(page)
    question(page)
    come_back(page, desk)
    kept = card(page, "Keep the note")
    written(kept, "Note").fill("They transferred me three times")
    kept.get_by_label("Spoke to").fill("Mr. Lund")
    assert faults(page) == []
    kept.get_by_role("button", name="Send it now").press("Enter")
    expect(page.get_by_text("Note kept.")).to_be_visible()
    new = [each for each in notes(desk) if each not in before]
    assert new == [("They transferred me three times", "Mr. Lund")]


def test_a_session_that_ends_over_a_card_keeps_it_as_it_was_changed(visit: Visit, desk: Desk) -> None:
    page = visit("Amara Osei", desk.task("Whitfield"))
    question(page)
    come_back(page, desk)
    asked = card(page, "Ask and wait")
    written(asked, "What").fill("Was the third visit a follow-up?")
    desk.do(over)
    page.evaluate("htmx.trigger('#alive', 'used')")  # the minute's sign of life
    cover(page)
    page.keyboard.press("Enter")
    sign_in(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("One form was kept for you")
    expect(written(asked, "What")).to_have_value("Was the third visit a follow-up?")
    expect(asked).to_contain_text("The practice")  # what was chosen is still told in words
    asked.get_by_label("Answer by").fill(str(desk.told.today + timedelta(days=2)))
    asked.get_by_role("button", name="Send it now").press("Enter")
    expect(page).to_have_url(re.compile("/tasks/"))
    assert state(desk) == TaskState.WAITING_ON_PROVIDER


def test_a_second_factor_asked_for_an_act_takes_the_other_half_typed_forms_along(
    visit: Visit, desk: Desk, watch: Watch
) -> None:
    watch.expect("403")
    page = visit("Priya Nair", desk.task("Silva", "approvals"))
    page.get_by_label("Note").fill(NOTE)
    page.get_by_text("t Transfer").click()
    page.get_by_role("textbox", name="Why").fill("Mara knows this payer")

    async def large_and_stale(work: Work) -> None:
        silva = update(Task).where(Task.id == desk.told.tasks["Silva"])
        await work.session.execute(silva.values(money=Decimal("500.01"), version=Task.version))
        older = LoginSession.strong_at - timedelta(minutes=6)
        await work.session.execute(update(LoginSession).values(strong_at=older))

    desk.do(large_and_stale)
    page.keyboard.press("Escape")
    page.get_by_role("heading", level=1).focus()
    page.get_by_text("1 Approve the write-off").click()
    page.get_by_role("button", name="Approve the write-off").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Show once more that it is you")
    expect(page).to_have_url(re.compile("/step-up$"))
    assert faults(page) == []
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="What you had typed waits for you").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("One form was kept for you")  # the note went with the act
    handed = card(page, "Hand it on")
    expect(written(handed, "Why")).to_have_value("Mara knows this payer")

    async def read(work: Work) -> tuple[str, list[str]]:
        task = await work.session.get_one(Task, desk.told.tasks["Silva"])
        mine = select(Note.body).where(Note.task_id == task.id)
        return str(task.outcome), list(await work.session.scalars(mine))

    outcome, kept = desk.do(read)
    assert (outcome, kept.count(NOTE)) == ("approved", 1)


def test_a_file_is_not_sent_over_a_session_that_is_over_and_is_named(visit: Visit, desk: Desk) -> None:
    page = visit("Amara Osei", "/me")
    with page.expect_response(re.compile("/fresh")):  # from now on only a ring makes it look
        page.goto(desk.task("Whitfield"))
    paper = {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}
    page.locator("input[type=file]").set_input_files([paper])
    desk.do(over)  # and nothing rings
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(asked.url))
    page.get_by_role("button", name="Keep it", exact=True).click()
    door = cover(page)
    expect(door.get_by_role("alert")).to_contain_text(
        "The chosen file letter.pdf: choose it again afterwards."
    )
    assert not [each for each in sent if "attachments" in each]


def test_without_javascript_a_file_that_was_not_sent_is_named_with_the_way_to_choose_it(
    visit: Visit, desk: Desk
) -> None:
    page = visit("Amara Osei", desk.task("Whitfield"), java_script_enabled=False)
    paper = {"name": "letter.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}
    page.locator("input[type=file]").set_input_files([paper])
    desk.do(over)
    page.get_by_role("button", name="Keep it", exact=True).click()
    sign_in(page)
    unsent = card(page, "Not sent")
    expect(unsent).to_contain_text("letter.pdf")
    expect(unsent.get_by_role("button", name="Send it now")).to_have_count(0)
    unsent.get_by_role("link", name="Choose it again").click()
    expect(page).to_have_url(desk.task("Whitfield"))
    page.get_by_role("link", name="What you had typed waits for you").click()
    unsent.get_by_role("button", name="Leave it").click()
    expect(page).to_have_url(desk.task("Whitfield"))
    expect(page.get_by_role("link", name="What you had typed")).to_have_count(0)

"""What stands beside a task, by keyboard: asking, waiting, texts, papers, the review, the end of a queue."""

import re
from datetime import timedelta

from playwright.sync_api import expect
from sqlalchemy import update

from activities.transactions import Work
from models.note_templates import NoteTemplate
from models.tasks import Task
from rules.tasks import LIVE, TaskKind, TaskState
from tests.browser.conftest import Desk, Visit
from tests.browser.test_looks import faults


def test_a_task_waits_for_an_event_and_the_undo_brings_it_back(visit: Visit, desk: Desk) -> None:
    page = visit("Amara Osei", desk.task("Whitfield"))
    page.keyboard.press("d")
    page.get_by_role("button", name="Until a status answer comes").press("Enter")
    toast = page.get_by_role("status").filter(has_text="Put aside until a status answer comes")
    expect(toast).to_be_visible()
    page.keyboard.press("z")
    expect(page.get_by_role("heading", level=1)).to_have_text("Northlake Health has been silent for 17 days")
    expect(page.get_by_text("Taken back")).to_be_visible()


def test_a_question_is_asked_and_answered_by_keyboard(visit: Visit, desk: Desk) -> None:
    page = visit("Amara Osei", desk.task("Okafor"))
    page.keyboard.press("q")
    expect(page.get_by_label("Whom")).to_be_focused()
    page.get_by_label("What", exact=True).fill("Which subscriber is right?")
    page.get_by_label("Answer by").fill((desk.told.today + timedelta(days=3)).isoformat())
    assert faults(page) == []
    page.get_by_role("button", name="Ask and wait").press("Enter")
    expect(page.get_by_text("Asked the practice: an answer is due")).to_be_visible()
    page.goto(desk.task("Okafor", "waiting"))
    expect(page.get_by_text("The practice's turn.")).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("w")
    page.keyboard.type("The mother")
    page.keyboard.press("Enter")
    expect(page.get_by_text("the task is yours again")).to_be_visible()
    expect(page.get_by_text("The practice answered: The mother").first).to_be_visible()


def test_a_task_is_passed_over_with_a_reason(visit: Visit, desk: Desk) -> None:
    page = visit("Amara Osei", desk.task("Baptiste"))
    page.keyboard.press("s")
    page.keyboard.type("The portal is down")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("your supervisor sees the reason")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Medicaid denied it: no authorization on the claim"
    )


def test_a_template_is_put_into_the_note_and_the_call_is_logged(visit: Visit, desk: Desk) -> None:
    async def put(work: Work) -> None:
        author = desk.told.people["Priya Nair"]
        text = NoteTemplate(
            name="Status", body="Called {payer} about {claim}.", changed_by=author, changed_at=work.now
        )
        work.session.add(text)

    desk.do(put)
    page = visit("Amara Osei", desk.task("Whitfield"))
    page.keyboard.press("n")
    page.keyboard.type("First:")
    page.keyboard.press("Escape")
    page.keyboard.press("i")
    expect(page.get_by_role("link", name="Status")).to_be_focused()
    page.keyboard.press("Enter")
    note = page.get_by_label("Note")
    expect(note).to_have_value(re.compile(r"First:\nCalled Northlake Health PPO about C-"))
    expect(note).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    page.keyboard.type("Lee")
    page.keyboard.press("Tab")
    page.keyboard.type("R-77")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Call: spoke to Lee, reference R-77").first).to_be_visible()


def test_a_paper_is_kept_with_the_task_and_taken_back(visit: Visit, desk: Desk) -> None:
    page = visit("Amara Osei", desk.task("Whitfield"))
    chosen = {"name": "card front.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 a card"}
    page.get_by_label(re.compile("Attach PDF")).set_input_files(chosen)
    page.get_by_role("button", name="Keep it").click()
    paper = page.get_by_role("link", name="card front.pdf")
    expect(paper).to_be_visible()
    assert faults(page) == []
    with page.expect_download() as download:
        paper.click()
    assert download.value.suggested_filename == "card front.pdf"
    page.keyboard.press("z")
    expect(paper).to_have_count(0)


def test_what_moves_money_is_reviewed_before_it_is_done(visit: Visit, desk: Desk) -> None:
    page = visit("Priya Nair", desk.task("Silva", "approvals"))
    page.keyboard.press("1")
    expect(page.get_by_text("$142.00 of claim")).to_be_visible()
    sure = page.get_by_role("button", name="Approve the write-off")
    expect(sure).to_be_focused()
    assert faults(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_text("$142.00 of claim")).to_be_hidden()
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Approve the write-off: done.")).to_be_visible()
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)


def test_the_context_folds_and_unfolds(visit: Visit, desk: Desk) -> None:
    page = visit("Amara Osei", desk.task("Whitfield"))
    expect(page.get_by_text("800-555-0142")).to_be_visible()
    page.keyboard.press("o")
    expect(page.get_by_text("800-555-0142")).to_be_hidden()
    page.keyboard.press("o")
    expect(page.get_by_text("800-555-0142")).to_be_visible()


def test_the_end_of_a_queue_leads_to_the_next_one_by_one_key(visit: Visit, desk: Desk) -> None:
    async def clear(work: Work) -> None:
        rest = update(Task).where(
            Task.state.in_(LIVE), Task.kind.not_in([TaskKind.CALL_PAYER, TaskKind.FIX_CLAIM])
        )
        await work.session.execute(rest.values(state=TaskState.CANCELLED))

    desk.do(clear)
    page = visit("Amara Osei", desk.task("Tran", "fixes"))
    page.keyboard.press("1")
    expect(page.get_by_role("heading", level=1)).to_contain_text(
        re.compile(r"Clear\. 4 done today, \$1,4\d\d moved\.")
    )
    page.keyboard.press("h")
    expect(page.get_by_role("heading", level=2, name="Call payer")).to_be_visible()

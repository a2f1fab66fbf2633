"""The boards in a browser: readable for everybody, on a telephone, by keyboard alone, and kept fresh."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from activities.alerts import raise_alert
from activities.performance import count_today
from activities.transactions import Work
from models.base import new_id
from models.quality import QualityReview
from models.tasks import Task
from rules.alerts import AlertKind
from rules.quality import ReviewState
from rules.tasks import TaskState
from tests.browser.conftest import Desk, Visit
from tests.browser.test_looks import faults

A_WEEK = timedelta(days=7)
PHONE = {"width": 360, "height": 740}


def late(desk: Desk) -> None:
    """Two tasks of Amara are overdue, and she finished some."""

    async def own(work: Work) -> None:
        ids = [desk.told.tasks[name] for name in ("Reyes", "Okafor")]
        late = work.now.date() - timedelta(days=4)
        theirs = update(Task).where(Task.id.in_(ids))
        amara = desk.told.people["Amara Osei"]
        await work.session.execute(theirs.values(owner_id=amara, due_on=late, state=TaskState.OPEN))

    desk.do(own)


def drawn(desk: Desk) -> UUID:
    """A finished task of Amara waits for a review, she was mentioned, and the days are added up."""

    async def draw(work: Work) -> UUID:
        amara = desk.told.people["Amara Osei"]
        practice = desk.told.practices["Riverside Family Practice"]
        task = Task(
            id=new_id(), practice_id=practice, claim_id=desk.told.claims["Reyes"], kind="work denial",
            cause=f"drawn:{new_id()}", ask="Work it", state=TaskState.DONE, outcome="appeal", money=12,
            due_on=work.now.date(), finished_by=amara, finished_at=work.now, created_at=work.now,
        )  # fmt: skip
        work.session.add(task)
        await work.session.flush()
        review = QualityReview(
            id=new_id(), practice_id=practice, task_id=task.id, worker_id=amara, state=ReviewState.DRAWN,
            rule="denials", drawn_at=work.now,
        )  # fmt: skip
        work.session.add(review)
        people = [desk.told.people["Mara Stone"]]
        await raise_alert(
            work, AlertKind.MENTION, f"task:{task.id}", practice, to=people, told="Ben asks you"
        )
        return review.id

    review_id = desk.do(draw)

    async def count(work: Work) -> int:
        return await count_today(desk.office)

    desk.do(count)
    return review_id


def screens(desk: Desk) -> list[str]:
    told, review = desk.told, drawn(desk)
    amara = told.people["Amara Osei"]
    late(desk)
    return [
        "/boards/team",
        f"/boards/team/tasks?owner={amara}",
        "/boards/team/promises?promise=denials",
        "/boards/team/done",
        "/boards/team/skips",
        "/boards/performance",
        "/boards/performance?by=site",
        f"/boards/performance/tasks?figure=finished&first={told.today - A_WEEK}&last={told.today}",
        f"/boards/performance/tasks?figure=reviews&first={told.today - A_WEEK}&last={told.today}",
        "/boards/deadlines",
        "/boards/deadlines/at-risk",
        "/boards/deadlines/unproven",
        "/boards/escalation",
        "/quality",
        f"/quality/{review}",
        "/alerts",
        "/alerts/choices",
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_board(visit: Visit, desk: Desk, scheme: str) -> None:
    paths = screens(desk)
    page = visit("Mara Stone", "/me", color_scheme=scheme)
    found = {}
    for path in paths:
        page.goto(desk.origin + path)
        found[path] = faults(page)
    assert {path: each for path, each in found.items() if each} == {}


def test_every_board_fits_on_a_telephone(visit: Visit, desk: Desk) -> None:
    paths = screens(desk)
    page = visit("Mara Stone", "/me", viewport=PHONE)
    wide = {}
    for path in paths:
        page.goto(desk.origin + path)
        wide[path] = page.evaluate("document.documentElement.scrollWidth")
    assert {path: width for path, width in wide.items() if width > PHONE["width"]} == {}


def test_a_supervisor_moves_overdue_work_on_a_telephone_and_back_by_keyboard_alone(
    visit: Visit, desk: Desk
) -> None:
    late(desk)
    page = visit("Priya Nair", "/boards/team", viewport=PHONE)
    page.keyboard.press("e")
    expect(page.get_by_role("heading", level=1)).to_contain_text("overdue")
    page.get_by_role("combobox", name="To").select_option(label="Ben Carver")
    page.get_by_role("textbox", name="Why").focus()
    page.keyboard.type("Amara is away")
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    expect(page.get_by_role("heading", level=1)).to_contain_text("would move")
    expect(page.get_by_text("Nothing has moved yet.")).to_be_visible()
    page.keyboard.press("e")
    expect(page.get_by_role("heading", level=1)).to_contain_text("moved")
    expect(page.get_by_role("row", name="Ben Carver").first).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("z")
    expect(page.get_by_role("heading", level=1)).to_contain_text("taken back")
    expect(page.get_by_role("row", name="Amara Osei").first).to_be_visible()
    assert faults(page) == []


def test_a_supervisor_sees_what_an_absence_moves_does_it_and_takes_it_back_by_keyboard_alone(
    visit: Visit, desk: Desk
) -> None:
    late(desk)
    page = visit("Priya Nair", "/teams", viewport=PHONE)
    page.get_by_text("Change Amara Osei").focus()
    page.keyboard.press("Enter")
    card = page.locator("details[open]")
    for name, days in (("First day", -1), ("Last day", 2)):
        card.get_by_label(name).fill((desk.told.today + timedelta(days=days)).isoformat())
    card.get_by_label("Why").focus()
    page.keyboard.type("ill")
    page.keyboard.press("Enter")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("2 tasks of Amara Osei, $1,628.40: 2 to Unallocated")
    expect(page.get_by_text("Nothing has moved yet.")).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("e")
    expect(page.get_by_text("The absence is written down.")).to_be_visible()
    assert faults(page) == []
    page.keyboard.press("z")
    expect(heading).to_have_text("2 of 2 taken back")
    assert faults(page) == []


def test_an_open_board_sees_new_work_by_itself(visit: Visit, desk: Desk) -> None:
    page = visit("Priya Nair", "/me")
    with page.expect_response("**/live"):
        page.goto(f"{desk.origin}/boards/team")
    expect(page.get_by_role("link", name="2 overdue of Amara Osei")).to_have_count(0)
    late(desk)

    async def ring(work: Work) -> None:
        work.ring_task(desk.told.tasks["Hassan"])

    desk.do(ring)
    expect(page.get_by_role("link", name="2 overdue of Amara Osei")).to_be_visible()


def test_a_reviewer_scores_a_task_by_keyboard_and_its_worker_opens_the_alert(
    visit: Visit, desk: Desk
) -> None:
    drawn(desk)
    page = visit("Priya Nair", "/quality")
    page.keyboard.press("e")
    expect(page.get_by_role("heading", name="Scorecard")).to_be_visible()
    for line in page.get_by_role("main").get_by_role("group").all():
        line.get_by_label("Met", exact=True).check()
    page.keyboard.press("e")
    expect(page.get_by_text("100 %").first).to_be_visible()
    hers = visit("Amara Osei", "/queue/mine")
    hers.keyboard.press("b")
    hers.get_by_role("button", name="Open: A finished task of yours was reviewed: 100 %.").click()
    expect(hers.get_by_role("heading", level=1)).to_have_text("Denial, finished by Amara Osei")
    expect(hers.get_by_text("new", exact=True)).to_have_count(0)


def test_a_number_is_opened_and_its_list_left_by_keyboard_alone(visit: Visit, desk: Desk) -> None:
    drawn(desk)
    page = visit("Priya Nair", "/boards/performance")
    number = page.get_by_role("link", name="4, finished of Amara Osei", exact=True)
    number.focus()
    expect(number).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("4 tasks, $1,243.50: Amara Osei")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    for _ in range(3):
        if page.evaluate("document.activeElement.getAttribute('href')") == "/boards/performance?by=person":
            break
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Performance")


def test_the_board_is_narrowed_and_its_promises_opened_by_keyboard(visit: Visit, desk: Desk) -> None:
    drawn(desk)
    page = visit("Priya Nair", "/boards/team")
    page.get_by_role("combobox", name="Kind").select_option(label="Work denial")
    page.get_by_role("heading", level=1).focus()
    page.keyboard.press("f")
    expect(page).to_have_url(re.compile("kind=work\\+denial"))
    promise = page.get_by_role("row", name=re.compile("^Denials "))
    link = promise.get_by_role("link", name="1 in time")
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Denials, in time")
    expect(page.get_by_role("rowheader", name="Denial")).to_have_count(1)


def test_one_key_opens_the_nearest_money_of_the_deadline_board(visit: Visit, desk: Desk) -> None:
    page = visit("Mara Stone", "/boards/deadlines")
    expect(page.get_by_role("link", name="Open the nearest: appeal, 0-7 days, $1,240.00")).to_be_visible()
    page.keyboard.press("e")
    expect(page.get_by_role("heading", level=1)).to_have_text("Appeal: 0-7 days")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.get_by_role("rowheader")).to_have_count(1)

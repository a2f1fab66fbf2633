"""A refused form comes back open, with everything that was typed in it and the reason beside its field."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from httpx import AsyncClient
from sqlalchemy import select, update

import web
from activities.actors import CLAIMDESK, Actor
from activities.questions import AskQuestion, ask_question
from activities.transactions import Office
from models.base import new_id
from models.emergency_access import EmergencyAccess
from models.quality import QualityReview
from models.sites import MAIN_SITE
from models.tasks import Task
from models.users import LoginSession
from rules.access import Role
from rules.quality import ReviewState
from rules.questions import Asked
from rules.tasks import TaskState
from tests.factories_desk import Told
from tests.factories_teams import a_rule, a_team
from tests.web.conftest import Enter
from tests.web.forms import Forms, PageForm
from tests.web.refused_cases import BUTTONS, CASES, ELSEWHERE, Case, Typed

TEMPLATES = Path(web.__file__).parent / "templates"
TICKED = ("checkbox", "radio", "option")


@pytest.fixture
async def ids(desk_office: Office, told: Told) -> dict[str, str]:
    """Whatever the screens of the cases are about, by the words in their paths."""
    amara, ben = told.people["Amara Osei"], told.people["Ben Carver"]
    team = await a_team(desk_office, [Actor(ben, "Ben Carver", Role.BILLER, None, None)], "Calls")
    await a_team(desk_office, [], "Late ones")
    await a_team(desk_office, [], "Denials")
    rule = await a_rule(desk_office, team)
    about = {"amara": amara, "ben": ben, "team": team, "rule": rule, "site": MAIN_SITE, **told.tasks}
    about |= {"claim": told.claims["Reyes"], "payer": told.payers["Aetna Choice"], "kind": "call_payer"}
    about |= {"hill": told.practices["Hill Orthopedics"]}
    async with desk_office.begin(CLAIMDESK) as work:
        taken = EmergencyAccess(
            id=new_id(), user_id=amara, role="supervisor", reason="Nobody was there who could act",
            began_at=work.real_now - timedelta(hours=3), ends_at=work.real_now - timedelta(hours=2),
        )  # fmt: skip
        work.session.add(taken)
        done = select(Task).where(Task.finished_by == amara, Task.state == TaskState.DONE).order_by(Task.id)
        tasks = list(await work.session.scalars(done.limit(3)))
        for task, state in zip(
            tasks, (ReviewState.DRAWN, ReviewState.REVIEWED, ReviewState.DISPUTED), strict=True
        ):
            review = QualityReview(
                id=new_id(), practice_id=task.practice_id, task_id=task.id, worker_id=amara, state=state,
                rule="everybody", drawn_at=work.now,
            )  # fmt: skip
            if state is not ReviewState.DRAWN:
                review.reviewer_id, review.reviewed_at = told.people["Priya Nair"], work.now
                review.score, review.passed = 60, False
            work.session.add(review)
            about[state.value] = review.id
    asked = AskQuestion(
        new_id(), about["Novak"], 0, Asked.CODER, "Which visit?", told.today + timedelta(days=3)
    )
    async with desk_office.begin(CLAIMDESK) as work:
        asked = replace(asked, version=(await work.session.get_one(Task, asked.task_id)).version)
    await ask_question(desk_office, Actor(amara, "Amara Osei", Role.BILLER, None, None), asked)
    return {name: str(value) for name, value in about.items()} | {"access": str(taken.id)}


def filled(said: Typed, ids: dict[str, str]) -> dict[str, list[str]]:
    """What is typed, with the ids in their places."""
    many = {name: [value] if isinstance(value, str) else value for name, value in said.items()}
    return {name: [_in(each, ids) for each in values] for name, values in many.items()}


def _in(text: str, ids: dict[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: ids.get(found[1], found[0]), text)


def begun(page: str, path: str, typed: dict[str, list[str]]) -> PageForm:
    """The form of this screen that has these fields."""
    names = set(typed) - BUTTONS
    forms = [each for each in Forms(page).found if each.path == path]
    return next(each for each in forms if names <= {one.name for one in each.fields})


@pytest.mark.parametrize("case", CASES, ids=str)
async def test_what_was_typed_into_a_refused_form_stands_in_it_again_with_the_reason(
    case: Case, ids: dict[str, str], enter: Enter
) -> None:
    client: AsyncClient = await enter(case.who)
    path, typed = _in(case.path, ids), filled(case.typed, ids)
    form = begun((await client.get(_in(case.screen, ids))).text, path, typed)
    as_it_stood = {
        each.name: form.values(each.name) for each in form.fields if each.kind not in ("checkbox", "radio")
    }
    answer = await client.post(path, data={**as_it_stood, **typed, **case.among})
    assert 400 <= answer.status_code < 500, answer.status_code
    page = Forms(answer.text)
    assert "Look at:" not in answer.text, page.texts
    assert page.focused == 1
    (again,) = [each for each in page.found if any("autofocus" in one.attrs for one in each.fields)]
    assert again.path == path
    shown = [each for each in again.fields if each.name in typed]
    assert {each.name: again.values(each.name) for each in shown} == {
        name: values for name, values in typed.items() if name in {each.name for each in shown}
    }
    assert all(each.is_open for each in shown if each.kind not in TICKED)
    assert not [each for each in shown if each.is_on and not each.is_open]
    assert "wrong" in again.focused.attrs["aria-describedby"].split()
    assert page.texts["wrong"].strip()
    assert answer.text.index('id="wrong"') > answer.text.index("<form")
    if case.about:
        assert (again.focused.name, again.focused.attrs["aria-invalid"]) == (case.about, "true")
    assert "key" not in again.hidden or again.hidden["key"] != as_it_stood["key"][0]


def test_every_form_that_somebody_types_into_is_among_them() -> None:
    forms = {action for each in TEMPLATES.rglob("*.html") for action in typed_forms(each.read_text())}
    known = {re.sub(r"\{\w+\}", "*", each.path) for each in CASES}
    assert forms - known == ELSEWHERE.keys()


def typed_forms(template: str) -> set[str]:
    """Where the posting forms of this template go that have a field to type into; "*" for what varies."""
    marks = r"\{\{.*?\}\}|\{%.*?%\}"
    for name, said in re.findall(r"\{% set (\w+) = (marks\.to\(.*?) %\}", template):
        template = template.replace(f"{{{{ {name} }}}}", said)
    found = set()
    for head, body in re.findall(rf"<form\b((?:{marks}|[^>])*)>(.*?)</form>", template, re.S):
        controls = re.findall(rf"<(input|textarea)\b((?:{marks}|[^>])*)>", body)
        kinds = {name if name == "textarea" else kind_of(attrs) for name, attrs in controls}
        is_typed = kinds - {"hidden", "checkbox", "radio"} or re.search(
            r"\{\{ ?fields\(|parts/sent_fields", body
        )
        if "get" not in re.findall(r'method="(\w+)"', head) and "dialog" not in head and is_typed:
            action = re.search(r'action="([^?"]*?)(?:\{% if.*)?["?]|(?:marks\.)?to\("([^?"]*)', head)
            assert action, head
            found.add(re.sub(rf"{marks}|%s", "*", action[1] or action[2]))
    return found


def kind_of(attrs: str) -> str:
    said = re.search(r'type="(\w+)"', attrs)
    return said[1] if said else "text"


@pytest.mark.parametrize(("days", "word"), [("soon", "her son's <wedding>"), ("2031-03-01", "wed\0ding")])
async def test_what_no_screen_can_answer_is_shown_with_its_words_to_be_mended_and_sent_again(
    priya: AsyncClient, ids: dict[str, str], days: str, word: str
) -> None:
    path = f"/teams/people/{ids['amara']}/absences"
    typed = {"key": ids["team"], "from_on": days, "until_on": "2031-03-01", "why": word}
    refused = await priya.post(path, data=typed)
    assert refused.status_code == 422
    form = Forms(refused.text).at("")  # the page stands at the address of the act
    assert form.values("until_on") == ["2031-03-01"]
    assert form.values("why")[0].startswith(word[:3])
    assert form.hidden == {"key": ids["team"]}
    mended = {**form.hidden, "from_on": "2031-03-01", "until_on": "2031-03-01", "why": "a wedding"}
    assert (await priya.post(path, data=mended)).status_code == 303


async def test_no_password_is_ever_shown_again_or_kept(amara: AsyncClient, desk_office: Office) -> None:
    wrong = {"current": "quiet river", "password": "a field of barley"}
    for sent in (wrong, {**wrong, "current": "quiet ri\0ver"}, {"current": "quiet river"}):
        refused = await amara.post("/me/password", data=sent)
        assert refused.status_code in (403, 422)
        assert not {"river", "quiet", "barley"} & set(re.split(r"\W", refused.text))
    async with desk_office.begin(CLAIMDESK) as work:
        await work.session.execute(update(LoginSession).values(ends_at=work.real_now))
    assert (await amara.post("/me/password", data=wrong)).headers["location"] == "/sign-in"
    async with desk_office.begin(CLAIMDESK) as work:
        assert list(await work.session.scalars(select(LoginSession.sealed_act))) == [None]

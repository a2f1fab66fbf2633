"""Whoever is shown a patient stands in the trail, whichever page or part of a page it was; refusals too."""

import re
from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from sqlalchemy import select

from activities.actors import CLAIMDESK
from activities.api_tokens import make_token
from activities.sessions import who_is
from activities.transactions import Office
from models.audit import OFFICE_CHAIN, AuditEvent
from rules.api_scopes import Scope
from runtime.embedded.postgres import SUPERUSER, PostgresServer
from tests.factories_desk import Told
from tests.factories_desk_cases import CASES
from tests.web.conftest import Enter, browser
from tests.web.test_routes import FRAGMENT, ids_of
from tests.web.test_tasks import act
from tests.web.walking import ways
from web.pages import COOKIE
from web.shown import LOGINS, TASKS, Shown

NAMES = re.compile("|".join(rf"\b{re.escape(each.last)}, " for each in CASES))


@pytest.mark.parametrize("headers", [{}, FRAGMENT], ids=["a whole page", "a part"])
async def test_every_answer_that_names_a_patient_is_an_event_of_the_trail(
    app: FastAPI, told: Told, enter: Enter, postgres: PostgresServer, database: str, headers: dict[str, str]
) -> None:
    people = [await enter(name) for name in ("Amara Osei", "Priya Nair", "Mara Stone", "Otto Reiss")]
    named, untold = set(), set()
    with psycopg.connect(postgres.url(SUPERUSER, database), autocommit=True) as line:
        for way in (each for each in ways(app) if each.method == "GET" and each.path != "/live"):
            for person in people:
                app.state.desk.shown.logins.clear()  # as if it were the first that they ask for
                before = line.execute("select count(*) from audit_event").fetchone()
                answer = await person.get(way.filled(ids_of(told)), headers=headers)
                if answer.status_code == 200 and NAMES.search(answer.text):
                    named.add(way.path)
                    if line.execute("select count(*) from audit_event").fetchone() == before:
                        untold.add(way.path)
    assert sorted(untold) == []
    assert {"/rows/{view_name}", "/tasks/{task_id}", "/claims/{claim_id}"} <= named


async def events(office: Office, action: str) -> Sequence[AuditEvent]:
    async with office.begin(CLAIMDESK) as work:
        found = select(AuditEvent).where(AuditEvent.action == action)
        return (await work.session.scalars(found.order_by(AuditEvent.at, AuditEvent.number))).all()


async def test_a_list_that_looks_again_tells_whom_it_shows_for_the_first_time_and_only_once(
    amara: AsyncClient, told: Told, desk_office: Office
) -> None:
    await amara.get("/queue/calls")
    await amara.get("/rows/calls", headers=FRAGMENT)
    calls, *more = [set(each.detail["tasks"]) for each in await events(desk_office, "saw")]
    assert more == []
    shown = (await amara.get("/rows/mine", headers=FRAGMENT)).text
    await amara.get("/rows/mine", headers=FRAGMENT)
    _, new, *more = [set(each.detail["tasks"]) for each in await events(desk_office, "saw")]
    assert more == []
    assert str(told.tasks["Reyes"]) in new
    assert new | calls >= set(re.findall(r'id="task-([0-9a-f-]{36})"', shown))
    assert new & calls == set()


def test_the_memory_of_what_was_shown_stays_small_and_forgets_only_towards_telling_again() -> None:
    shown, (one, two) = Shown(), (uuid4(), uuid4())
    shown.keep("a", [one])
    assert shown.new("a", [one, two]) == [two]
    assert shown.new("b", [one]) == [one]
    for each in range(LOGINS):
        shown.keep(f"login {each}", [one])
    assert shown.new("a", [one]) == [one]
    shown.keep("a", [uuid4() for _ in range(TASKS)])
    shown.keep("a", [one])
    assert len(shown.logins["a"]) == 1
    assert len(shown.logins) == LOGINS


async def test_every_refusal_is_an_event_in_the_chain_of_the_practice_that_was_asked_about(
    app: FastAPI, hana: AsyncClient, told: Told, desk_office: Office
) -> None:
    task, claim = told.tasks["Reyes"], told.claims["Reyes"]
    riverside = told.practices["Riverside Family Practice"]
    hers = await who_is(desk_office, hana.cookies[COOKIE], timedelta(minutes=15), "127.0.0.1")
    program = browser(app)
    program.headers = {
        "authorization": f"Bearer {await make_token(desk_office, hers, 'x', tuple(Scope), 30)}"
    }
    note = {"key": str(uuid4()), "note": "x"}
    answers = [
        await hana.get("/users"),
        await hana.get(f"/tasks/{task}"),
        await hana.get(f"/claims/{claim}", headers=FRAGMENT),
        await hana.post(f"/tasks/{task}/note", data=note),
        await program.get(f"/api/v1/tasks/{task}"),
    ]
    assert [each.status_code for each in answers] == [403, 404, 404, 404, 404]
    told_of = await events(desk_office, "refused")
    assert {each.actor_id for each in told_of} == {told.people["Hana Hill"]}
    assert [(each.practice_id, each.subject) for each in told_of] == [
        (OFFICE_CHAIN, "screen:/users"),
        (riverside, f"task:{task}"),
        (riverside, f"claim:{claim}"),
        (riverside, f"task:{task}"),
        (riverside, f"task:{task}"),
    ]
    assert "may not" in told_of[0].detail["because"]


async def test_a_refusal_that_is_said_beside_a_form_is_an_event_with_its_words(
    enter: Enter, told: Told, desk_office: Office
) -> None:
    ben, task = await enter("Ben Carver"), told.tasks["Silva"]
    assert (await act(ben, task, "finish", outcome="approved")).status_code == 403  # his own request
    (refused,) = await events(desk_office, "refused")
    assert (refused.actor_id, refused.subject) == (told.people["Ben Carver"], f"task:{task}")
    assert refused.detail["because"] != "Forbidden"

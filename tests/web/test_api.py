"""The JSON API: a program does what its person may, within its token's scopes, and not one thing more."""

from datetime import timedelta
from uuid import uuid4

import pytest
from fastapi import FastAPI
from httpx import AsyncClient, Response
from sqlalchemy import select, update

from activities.actors import CLAIMDESK
from activities.api_tokens import make_token
from activities.sessions import who_is
from activities.transactions import Office
from models.api_tokens import ApiToken
from models.audit import AuditEvent
from models.tasks import Task
from models.users import User
from rules.api_scopes import Scope
from rules.tasks import Outcome
from tests.factories_desk import Told
from tests.web.conftest import Enter, browser
from web.pages import COOKIE


class Program:
    """A program with a token of a person."""

    def __init__(self, app: FastAPI, token: str) -> None:
        self.client = browser(app)
        self.client.headers = {"authorization": f"Bearer {token}"}

    async def get(self, path: str, **query: str) -> Response:
        return await self.client.get(f"/api/v1{path}", params=query)

    async def post(self, path: str, body: dict[str, object]) -> Response:
        return await self.client.post(f"/api/v1{path}", json=body)


@pytest.fixture
def program(app: FastAPI, enter: Enter, desk_office: Office):  # type: ignore[no-untyped-def]
    """`await program("Amara Osei", Scope.READ_TASKS)` gives a program of hers; no scope named: all."""

    async def make(name: str, *scopes: Scope) -> Program:
        client = await enter(name)
        person = await who_is(desk_office, client.cookies[COOKIE], timedelta(minutes=15), "127.0.0.1")
        return Program(app, await make_token(desk_office, person, "nightly", scopes or tuple(Scope), 30))

    return make


async def test_a_token_is_made_on_the_screen_shown_once_and_kept_as_a_hash(
    app: FastAPI, amara: AsyncClient, desk_office: Office
) -> None:
    made = await amara.post("/me/tokens", data={"name": "nightly", "scopes": ["tasks:read"], "days": "30"})
    token = made.text.partition('value="claimdesk_')[2].partition('"')[0]
    assert len(token) == 43
    assert token not in (await amara.get("/me/tokens")).text
    async with desk_office.begin(CLAIMDESK) as work:
        row = (await work.session.scalars(select(ApiToken))).one()
    assert token not in row.token_hash
    program = Program(app, f"claimdesk_{token}")
    assert (await program.get("/tasks")).status_code == 200
    await amara.post(f"/me/tokens/{row.id}/end")
    assert (await program.get("/tasks")).status_code == 401


@pytest.mark.parametrize("form", [{"days": "30"}, {"scopes": "tasks:read", "days": "366"}])
async def test_a_token_without_scope_or_end_is_refused(amara: AsyncClient, form: dict[str, str]) -> None:
    assert (await amara.post("/me/tokens", data={"name": "x", **form})).status_code == 409


async def test_tasks_come_in_pages_by_key_without_a_patients_name(program, told: Told) -> None:  # type: ignore[no-untyped-def]
    amara = await program("Amara Osei")
    seen: list[str] = []
    after = ""
    while True:
        page = (await amara.get("/tasks", queue="all", limit="2", after=after)).json()
        seen += [each["id"] for each in page["tasks"]]
        assert "Reyes" not in str(page)
        if (after := page["after"]) is None:
            break
    assert len(seen) == len(set(seen)) > 4
    assert str(told.tasks["Reyes"]) in seen


async def test_a_finish_counts_once_and_stands_in_the_trail_under_the_persons_name(
    program,
    told: Told,
    desk_office: Office,  # type: ignore[no-untyped-def]
) -> None:
    amara = await program("Amara Osei")
    path = f"/tasks/{told.tasks['Whitfield']}"
    task = (await amara.get(path)).json()
    body = {
        "key": str(uuid4()),
        "version": task["version"],
        "outcome": "still pending",
        "until": (told.today + timedelta(days=4)).isoformat(),
    }
    body["outcome"] = next(each for each in task["outcomes"] if each.startswith(("re", "still", "pa")))
    body["reference"], body["reason"], body["note"] = "R1", "seen", "by program"
    first, second = await amara.post(f"{path}/finish", body), await amara.post(f"{path}/finish", body)
    assert (first.status_code, second.status_code) == (200, 200), first.text
    stale = await amara.post(f"{path}/finish", {**body, "key": str(uuid4())})
    assert stale.status_code == 409
    async with desk_office.begin(CLAIMDESK) as work:
        finished = select(AuditEvent.actor_id).where(
            AuditEvent.action == "finished", AuditEvent.subject == f"task:{told.tasks['Whitfield']}"
        )
        assert (await work.session.scalars(finished)).all() == [told.people["Amara Osei"]]


async def test_a_token_does_only_what_scope_and_role_both_allow(program, told: Told) -> None:  # type: ignore[no-untyped-def]
    reading = await program("Amara Osei", Scope.READ_TASKS)
    assert (await reading.get("/queues")).status_code == 403
    assert (await reading.post("/claims/search", {"number": "C-10480-7"})).status_code == 403
    finish = {"key": str(uuid4()), "version": 1, "outcome": Outcome.RESUBMIT}
    assert (await reading.post(f"/tasks/{told.tasks['Reyes']}/finish", finish)).status_code == 403
    otto = await program("Otto Reiss")  # an administrator works no tasks, whatever the token says
    assert (await otto.get("/tasks")).status_code == 403


async def test_another_practices_task_and_claim_do_not_exist(program, told: Told) -> None:  # type: ignore[no-untyped-def]
    hana = await program("Hana Hill")
    assert (await hana.get(f"/tasks/{told.tasks['Reyes']}")).status_code == 404
    assert (await hana.post("/claims/search", {"number": "C-10480-7"})).json() == []
    amara = await program("Amara Osei")
    (claim,) = (await amara.post("/claims/search", {"number": "C-10480-7"})).json()
    assert claim["id"] == str(told.claims["Reyes"])


async def test_no_approval_goes_through_a_token(program, told: Told, desk_office: Office) -> None:  # type: ignore[no-untyped-def]
    priya = await program("Priya Nair")
    body = {"key": str(uuid4()), "version": 1, "outcome": "approved"}
    answer = await priya.post(f"/tasks/{told.tasks['Silva']}/finish", body)
    assert (answer.status_code, "at the desk" in answer.text) == (403, True)
    async with desk_office.begin(CLAIMDESK) as work:
        assert (await work.session.get_one(Task, told.tasks["Silva"])).finished_at is None


async def test_ones_own_request_is_not_refused_through_a_token_either(
    program,
    told: Told,
    desk_office: Office,  # type: ignore[no-untyped-def]
) -> None:
    priya, ben = await program("Priya Nair"), await program("Ben Carver")
    async with desk_office.begin(CLAIMDESK) as work:
        hers = update(Task).where(Task.id == told.tasks["Silva"])
        await work.session.execute(hers.values(requested_by=told.people["Priya Nair"]))
        version = (await work.session.get_one(Task, told.tasks["Silva"])).version
    for each in (priya, ben):  # whoever asked, and somebody whose role decides nothing
        body = {"key": str(uuid4()), "version": version, "outcome": "refused", "reason": "no"}
        answer = await each.post(f"/tasks/{told.tasks['Silva']}/finish", body)
        assert answer.status_code == 403, answer.text
    async with desk_office.begin(CLAIMDESK) as work:
        assert (await work.session.get_one(Task, told.tasks["Silva"])).finished_at is None


async def test_a_token_ends_on_its_day_and_with_its_persons_account(
    program,
    desk_office: Office,
    told: Told,  # type: ignore[no-untyped-def]
) -> None:
    amara, hana = await program("Amara Osei"), await program("Hana Hill")
    async with desk_office.begin(CLAIMDESK) as work:
        mine = ApiToken.user_id == told.people["Amara Osei"]
        over = ApiToken.ends_at - timedelta(days=30)
        await work.session.execute(update(ApiToken).where(mine).values(ends_at=over))
        closed = update(User).where(User.id == told.people["Hana Hill"])
        await work.session.execute(closed.values(active=False))
    assert (await amara.get("/queues")).status_code == 401
    assert (await hana.get("/queues")).status_code == 401
    assert (await hana.get("/queues")).headers["www-authenticate"] == "Bearer"


async def test_a_session_cookie_opens_no_door_of_the_api(amara: AsyncClient) -> None:
    assert (await amara.get("/api/v1/tasks")).status_code == 401
    assert (await amara.get("/api/v1/openapi.json")).status_code == 401

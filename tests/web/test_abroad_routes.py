"""Every route crossed with every class: from abroad what is refused answers as if it had never been."""

import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from fastapi import FastAPI
from httpx import AsyncClient, Response

from activities.actors import CLAIMDESK
from activities.api_tokens import make_token
from activities.sessions import who_is
from activities.transactions import Office
from models.alerts import Alert
from models.attachments import Attachment
from models.base import new_id
from models.claims import Claim
from models.quality import QualityReview
from models.questions import Question
from models.tasks import Task
from rules.alerts import AlertKind, Delivery
from rules.api_scopes import Scope
from rules.attachments import Scan
from rules.questions import Asked
from runtime.embedded.postgres import SUPERUSER, PostgresServer
from tests.factories_desk import Told
from tests.factories_emergencies import a_review
from tests.web.abroad import ALLOWED, OFFICE_TASK, ids_of, leaks
from tests.web.conftest import browser
from tests.web.walking import UNSAFE, Way, ways
from web.pages import COOKIE

CLASSES = {"an allowed class": "Novak", "a refused class": "Reyes", "another practice": "Faraday"}
CLASSES["no practice"] = OFFICE_TASK
CLOSED = [last for last in CLASSES.values() if last not in ALLOWED]
BEHIND = ("task_id", "claim_id", "review_id", "attachment_id", "alert_id")  # what has a class
WHO = ["Liza Santos", "Jun Cruz"]
Client = Callable[[str], Awaitable[AsyncClient]]
Ids = dict[str, dict[str, object]]


@pytest.fixture
def people(liza: AsyncClient, lead: AsyncClient) -> dict[str, AsyncClient]:
    return {"Liza Santos": liza, "Jun Cruz": lead}


async def person_of(office: Office, client: AsyncClient) -> UUID:
    return (await who_is(office, client.cookies[COOKIE], timedelta(minutes=15), "127.0.0.1")).id


@pytest.fixture
async def known(desk_office: Office, told: Told, people: dict[str, AsyncClient]) -> Ids:
    """A paper, a question, a review and an alert for everybody behind the task of each class, and of none."""
    found: Ids = {}
    told.tasks[OFFICE_TASK] = (await a_review(desk_office, told.people["Amara Osei"])).id
    for last in CLASSES.values():
        ids = found[last] = ids_of(told, last)
        async with desk_office.begin(CLAIMDESK) as work:
            task = await work.session.get_one(Task, told.tasks[last])
            own = {"practice_id": task.practice_id, "task_id": task.id}
            amara, now = told.people["Amara Osei"], datetime.now(UTC)
            paper = {"sha256": "0" * 64, "name": f"{last}, scan.pdf", "media_type": "application/pdf"}
            kept = {"size": 1, "scan": Scan.CLEAN, "added_by": amara, "added_at": now}
            ids["attachment_id"] = new_id()
            work.session.add(Attachment(id=ids["attachment_id"], **own, **paper, **kept))
            asked = {"asked": Asked.CODER, "body": f"{last}, which knee?", "asked_by": amara}
            work.session.add(Question(**own, **asked, asked_at=now, answer_by=now.date()))
            ids["review_id"] = new_id()
            work.session.add(
                QualityReview(id=ids["review_id"], **own, worker_id=amara, rule="all", drawn_at=now)
            )
            for name, client in people.items():
                alert = {"practice_id": task.practice_id, "kind": AlertKind.MENTION}
                said = {"told": f"Ben asks about {last}, ", "delivery": Delivery.IN_APP, "created_at": now}
                ids[f"alert_id of {name}"] = new_id()
                user = await person_of(desk_office, client)
                about = {"id": ids[f"alert_id of {name}"], "user_id": user, "subject": f"task:{task.id}"}
                work.session.add(Alert(**about, **alert, **said))
    return found


def ids_for(known: Ids, last: str, who: str) -> dict[str, object]:
    return {**known[last], "alert_id": known[last][f"alert_id of {who}"]}


def form_of(way: Way, told: Told, ids: Mapping[str, object]) -> dict[str, str] | None:
    """A form that would do something, were its row there."""
    if way.method not in UNSAFE:
        return None
    values = {
        "key": str(uuid4()),
        "version": "1",
        "outcome": "called",
        "reference": "R1",
        "note": "hello",
        "until": "2027-01-01",
        "to": str(told.people["Amara Osei"]),
        "reason": "payer asks",
        "asked": "coder",
        "body": "Which?",
        "answer_by": "2027-01-01",
        "answer": "That",
        "why": "so",
        "stands": "true",
        "language": "es",
        "seen": "",
        "task": str(ids["task_id"]),
        "view": "mine",
        "ticked": str(ids["task_id"]),
        "practice": "",
        "spoken_to": "",
        "awaits": "",
        "number": "C-1",
    }
    return {word: values[word] for word in way.words if values.get(word)}


async def ask(client: AsyncClient, way: Way, told: Told, ids: Mapping[str, object]) -> Response:
    paper = {"paper": ("a.txt", b"hello")} if "paper" in way.words else None
    return await client.request(way.method, way.filled(ids), data=form_of(way, told, ids), files=paper)


def said(answer: Response) -> tuple[int, str, str]:
    """What an answer tells, without its time, its keys and the id that was asked for."""
    text = re.sub(r'<p class="watermark".*?</p>', "", answer.text, flags=re.S)
    return answer.status_code, plain(text), plain(answer.headers.get("location", ""))


def plain(text: str) -> str:
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "", text)


def behind(app: FastAPI, gate: str = "signed_in") -> list[Way]:
    """The ways to something that has a class."""
    return [each for each in ways(app) if gate in each.gates and re.search("|".join(BEHIND), each.path)]


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("last", CLASSES.values(), ids=CLASSES.keys())
async def test_no_route_shows_links_or_gives_out_what_is_refused(
    app: FastAPI, told: Told, people: dict[str, AsyncClient], known: Ids, last: str, who: str
) -> None:
    gets = [way for way in ways(app) if way.method == "GET" and way.path != "/live"]
    assert len(gets) > 20
    found: dict[str, int] = {}
    for way in gets:
        answer = await people[who].get(way.filled(ids_for(known, last, who)))
        assert answer.status_code != 500, way
        assert leaks(answer, told) == [], way
        if not way.path.startswith("/static"):
            assert "attachment" not in answer.headers.get("content-disposition", ""), way
        found[way.path] = answer.status_code
    expected = {"/tasks/{task_id}": 200, "/claims/{claim_id}": 200, "/tasks/{task_id}/fresh": 303}
    for path, status in expected.items():
        assert found[path] == (status if last in ALLOWED else 404), path


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("last", CLOSED)
async def test_every_route_and_act_answers_the_refused_as_it_answers_what_never_was(
    app: FastAPI, told: Told, people: dict[str, AsyncClient], known: Ids, last: str, who: str
) -> None:
    ids, nothing = ids_for(known, last, who), {name: uuid4() for name in BEHIND}
    reached = []
    for way in behind(app):
        refused = await ask(people[who], way, told, ids)
        unknown = await ask(people[who], way, told, {**ids, **nothing})
        assert said(refused) == said(unknown), way
        assert leaks(refused, told) == [], way
        reached.append(refused.status_code)
    assert len(reached) > 30
    assert reached.count(404) > 15  # most get as far as looking for the row


@pytest.mark.parametrize("who", WHO)
async def test_no_act_from_abroad_changes_what_is_refused(
    app: FastAPI,
    told: Told,
    people: dict[str, AsyncClient],
    known: Ids,
    who: str,
    postgres: PostgresServer,
    database: str,
) -> None:
    acts = [each for each in ways(app) if each.method in UNSAFE and "signed_in" in each.gates]
    acts = [each for each in acts if not re.search("sign-out|/lock|/me/|/emergency|/demo", each.path)]
    before = refused_rows(postgres, database, told)
    assert len(acts) > 60
    for way in acts:
        for last in CLOSED:
            answer = await ask(people[who], way, told, ids_for(known, last, who))
            assert answer.status_code < 500, way
            assert leaks(answer, told) == [], way
    assert refused_rows(postgres, database, told) == before


def refused_rows(postgres: PostgresServer, database: str, told: Told) -> list[str]:
    """Everything that hangs on the refused tasks and claims."""
    tasks = [told.tasks[last] for last in CLOSED]
    claims = [told.claims[last] for last in CLOSED if last in told.claims]
    found: list[str] = []
    with psycopg.connect(postgres.url(SUPERUSER, database)) as line:
        for table, column, ids in (
            *((each, "task_id", tasks) for each in ("note", "question", "attachment", "draft", "task_skip")),
            *(("task", "id", tasks), ("quality_review", "task_id", tasks), ("claim", "id", claims)),
            *(("note", "claim_id", claims), ("journal_entry", "claim_id", claims)),
        ):
            statement = f"select t::text from {table} t where {column} = any (%s) order by 1"  # noqa: S608 - names from our own schema
            found += [row[0] for row in line.execute(statement.encode(), [ids])]
    assert len(found) >= 4 * len(CLOSED)
    return found


async def program(app: FastAPI, office: Office, client: AsyncClient) -> AsyncClient:
    """A program of this person, with every scope."""
    person = await who_is(office, client.cookies[COOKIE], timedelta(minutes=15), "127.0.0.1")
    calls = browser(app)
    calls.headers = {
        "authorization": f"Bearer {await make_token(office, person, 'nightly', tuple(Scope), 30)}"
    }
    return calls


@pytest.mark.parametrize("who", WHO)
async def test_a_program_abroad_sees_what_its_person_sees(
    app: FastAPI, desk_office: Office, told: Told, people: dict[str, AsyncClient], known: Ids, who: str
) -> None:
    calls = await program(app, desk_office, people[who])
    counts = {each["name"]: each["count"] for each in (await calls.get("/api/v1/queues")).json()}
    assert counts["all"] > 0
    for name, count in counts.items():
        page = (await calls.get("/api/v1/tasks", params={"queue": name, "limit": "100"})).json()
        assert len(page["tasks"]) == count, name
        refused = {str(told.tasks[last]) for last in told.tasks.keys() - ALLOWED}
        assert {each["id"] for each in page["tasks"]} & refused == set(), name
    for last in CLOSED:
        ids, nothing = ids_for(known, last, who), {name: uuid4() for name in BEHIND}
        finish = {"key": str(uuid4()), "version": 1, "outcome": "resubmit"}
        for way in behind(app, "caller"):
            sent = {"json": finish} if way.method in UNSAFE else {}
            refused_one = await calls.request(way.method, way.filled(ids), **sent)
            unknown = await calls.request(way.method, way.filled(nothing), **sent)
            assert said(refused_one) == said(unknown), way
            assert refused_one.status_code == 404, way
    for last, found in (("Novak", 1), ("Reyes", 0)):
        async with desk_office.begin(CLAIMDESK) as work:
            task = await work.session.get_one(Task, told.tasks[last])
        number = (await people[who].get(f"/claims/{task.claim_id}")).text
        assert ("Novak" in number) is (last == "Novak")
        asked = await calls.post("/api/v1/claims/search", json={"number": await number_of(desk_office, task)})
        assert len(asked.json()) == found


async def number_of(office: Office, task: Task) -> str:
    async with office.begin(CLAIMDESK) as work:
        claim = await work.session.get_one(Claim, task.claim_id)
        return claim.number


@pytest.mark.parametrize("who", WHO)
async def test_marks_and_moves_of_the_refused_do_as_if_nothing_was_marked(
    told: Told, people: dict[str, AsyncClient], known: Ids, who: str
) -> None:
    for path in ("/bulk/choose", "/bulk/transfer", "/boards/team/preview", "/boards/unallocated/preview"):
        answers = []
        refused = [told.tasks[last] for last in CLOSED]
        for task in (*refused, uuid4()):
            amara = str(told.people["Amara Osei"])
            form = {"task": str(task), "ticked": str(task), "view": "mine", "to": amara, "key": str(uuid4())}
            answers.append(said(await people[who].post(path, data=form)))
        assert all(each == answers[0] for each in answers), path


@pytest.mark.parametrize("who", WHO)
async def test_alerts_about_the_refused_are_neither_listed_nor_counted(
    told: Told, people: dict[str, AsyncClient], known: Ids, who: str
) -> None:
    page = (await people[who].get("/alerts")).text
    assert "Ben asks about Novak, " in page
    assert not re.search(f"Reyes|Faraday|{OFFICE_TASK}", page)
    count = re.search(r'href="/alerts"[^>]*>.*?(\d+)', page, re.S)
    assert count is not None
    assert int(count[1]) == 1

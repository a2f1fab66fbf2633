"""Whatever is sent, to whatever route, is answered in words: never a fault."""

import asyncio
from datetime import timedelta
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from fastapi import FastAPI
from httpx import AsyncClient, Response
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories_desk import Told
from tests.web.conftest import Enter
from tests.web.test_routes import ids_of
from tests.web.walking import UNSAFE, Way, ways

ENDS_THE_VISIT = {"/sign-out", "/lock", "/live", "/me/sessions/end", "/demo/days"}
ODD = (
    *("", " ", "0", "-1", "1", "99999999999999999999", "1e9", "NaN", "inf", "null", "on", "mine;due=overdue"),
    *("2027-02-30", "2026-12-24", "9999-12-31", "0001-01-01", "00000000-0000-7000-8000-00000000dead"),
    *("' or 1=1 --", "<script>", "../../etc/passwd", "%00", "\x00", "\ud7ff", "\U0001d4b3\u202e", "a" * 5000),
)
WORDS = st.one_of(st.sampled_from(ODD), st.text(max_size=30), st.dates().map(str), st.uuids().map(str))


@st.composite
def requests(draw: st.DrawFn, among: list[Way], ids: dict[str, object]) -> tuple[Way, str, dict[str, str]]:
    """A route, an address with real or odd ids in it, and some of its fields filled with anything."""
    way = draw(st.sampled_from(among))
    place = draw(st.sampled_from(["real", "odd"]))
    odd = {name: quote(draw(WORDS), safe="") or "-" for name in ids}
    fields = draw(st.dictionaries(st.sampled_from([*way.words, "unknown"]), WORDS, max_size=6))
    return way, way.filled(ids if place == "real" else odd), fields


@pytest.mark.parametrize("name", ["Priya Nair", "Otto Reiss"])
async def test_garbage_is_never_a_fault(app: FastAPI, told: Told, enter: Enter, name: str) -> None:
    client, loop = await enter(name), asyncio.get_running_loop()
    among = [way for way in ways(app) if way.path not in ENDS_THE_VISIT]

    @settings(
        max_examples=250,
        deadline=timedelta(seconds=30),
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
        derandomize=True,
        database=None,
    )
    @given(requests(among, ids_of(told)))
    def tried(asked: tuple[Way, str, dict[str, str]]) -> None:
        answer = asyncio.run_coroutine_threadsafe(ask(client, *asked), loop).result(30)
        assert answer.status_code < 500, (answer.status_code, asked)

    await asyncio.to_thread(tried)


async def ask(client: AsyncClient, way: Way, path: str, fields: dict[str, str]) -> Response:
    headers = {"hx-request": "true"} if len(path) % 2 else {}
    sent: dict[str, Any] = {"data": fields} if way.method in UNSAFE else {"params": fields}
    return await client.request(way.method, path, headers=headers, **sent)


@pytest.mark.parametrize("headers", [{}, {"hx-request": "true"}], ids=["whole", "part"])
async def test_a_character_that_cannot_be_kept_is_refused_in_words(
    amara: AsyncClient, told: Told, headers: dict[str, str]
) -> None:
    task = f"/tasks/{told.tasks['Whitfield']}"
    for path, form in (
        (f"{task}/note", {"key": str(uuid4()), "note": "a\0b"}),
        (f"{task}/skip", {"key": str(uuid4()), "reason": "a\0b"}),
        (f"{task}/draft", {"note": "a\0b"}),
        ("/sign-in", {"email": "a\0b@desk.example", "password": "a\0b and more of it"}),
    ):
        answer = await amara.post(path, data=form, headers=headers)
        assert (answer.status_code, "cannot be kept" in answer.text) == (422, True), path
    search = (await amara.post("/search", data={"words": "a\0b"})).headers["location"]
    assert (await amara.get(search)).status_code == 422

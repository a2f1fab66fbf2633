"""What a browser may do with us, and what another site may not."""

import pytest
from fastapi import FastAPI
from httpx import AsyncClient

from tests.factories_desk import Told
from tests.web.conftest import ORIGIN, browser

EXPECTED = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
}


@pytest.mark.parametrize("path", ["/sign-in", "/queue/mine", "/nowhere", "/healthz"])
async def test_every_answer_carries_the_protecting_headers(amara: AsyncClient, path: str) -> None:
    headers = (await amara.get(path)).headers
    assert {name: headers[name] for name in EXPECTED} == EXPECTED
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("path", ["/sign-in", "/queue/mine", "/healthz", "/api/v1/tasks"])
async def test_no_answer_lets_another_origin_read_it(amara: AsyncClient, path: str) -> None:
    asked = {"origin": "https://elsewhere.test", "access-control-request-method": "GET"}
    for answer in (await amara.get(path, headers=asked), await amara.options(path, headers=asked)):
        assert not [name for name in answer.headers if name.startswith("access-control-")]


async def test_static_files_may_be_kept_for_ever_under_their_hashed_names(amara: AsyncClient) -> None:
    page = await amara.get("/queue/mine")
    address = page.text.partition('rel="stylesheet" href="')[2].partition('"')[0]
    answer = await amara.get(address)
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]
    assert (await amara.get("/static/app.css")).status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://elsewhere.test"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site", "origin": ORIGIN},
    ],
)
async def test_a_post_from_another_site_is_refused(amara: AsyncClient, headers: dict[str, str]) -> None:
    del amara.headers["origin"]
    assert (await amara.post("/next", headers=headers)).status_code == 403


async def test_a_post_with_a_cookie_but_without_an_origin_is_refused(amara: AsyncClient) -> None:
    del amara.headers["origin"]
    assert (await amara.post("/next")).status_code == 403
    assert (await amara.post("/next", headers={"sec-fetch-site": "same-origin"})).status_code == 303


async def test_nothing_describes_the_interface_to_strangers(app: FastAPI, told: Told) -> None:
    for path in ("/openapi.json", "/docs", "/redoc"):
        assert (await browser(app).get(path)).status_code == 404

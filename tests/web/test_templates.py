"""The rules of the templates, read from the files and from the pages that they make."""

import hashlib
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from httpx import AsyncClient

from tests.factories_desk import Told

WEB = Path(__file__).parents[2] / "web"
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
ALLOWED = {
    *("hx-get", "hx-post", "hx-target", "hx-swap", "hx-trigger", "hx-sync", "hx-include", "hx-disable"),
    *("hx-confirm", "hx-sse:connect"),
}
FORBIDDEN = re.compile(
    r"\|\s*safe|\bstyle\s*=|<style|\son[a-z]+\s*=|javascript:|data-hx-|Markup|autoescape false"
    r"|<script(?! src=\"\{\{)"
)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda each: f"{each.parent.name}-{each.stem}")
def test_a_template_uses_few_htmx_attributes_and_nothing_that_the_policy_blocks(path: Path) -> None:
    text = path.read_text()
    used = set(re.findall(r"\s(hx-[a-z:*0-9-]+)=", text))
    assert {each for each in used if not each.startswith("hx-status:")} <= ALLOWED
    assert not FORBIDDEN.search(text)


def test_the_vendored_scripts_are_what_their_makers_published() -> None:
    folder = WEB / "static" / "vendor"
    listed = tomllib.loads((folder / "vendor.toml").read_text())["file"]
    for each in listed:
        assert hashlib.sha256((folder / each["path"]).read_bytes()).hexdigest() == each["sha256"]
    assert {each["path"] for each in listed} == {
        str(path.relative_to(folder)) for path in folder.rglob("*.js")
    }


def test_our_scripts_keep_nothing_in_the_browser() -> None:
    ours = [each.read_text(encoding="utf-8") for each in (WEB / "static").glob("*.js")]
    assert len(ours) == 4
    assert not re.search("localStorage|sessionStorage|indexedDB|caches\\.|document\\.cookie", "".join(ours))
    assert '"history": false' in (WEB / "templates/base.html").read_text(encoding="utf-8")


def test_our_own_style_sheet_stays_small() -> None:
    assert len((WEB / "static" / "app.css").read_text().splitlines()) <= 400


SCREENS = (
    "/queue/mine",
    "/queue/denials",
    "/tasks/{Reyes}",
    "/tasks/{Whitfield}",
    "/tasks/{Tran}",
    "/tasks/{Silva}?view=approvals",
    "/tasks/{Kim}?view=waiting",
    "/tasks/{Petrov}?view=snoozed",
    "/boards/deadlines",
    "/boards/deadlines/filing/0-7",
    "/boards/deadlines/at-risk",
    "/boards/deadlines/unproven",
    "/boards/team",
    "/boards/team/tasks",
    "/boards/team/promises?promise=denials",
    "/boards/team/done",
    "/boards/team/skips",
    "/boards/performance",
    "/boards/escalation",
    "/quality",
    "/alerts",
    "/alerts/choices",
    "/remittances",
    "/files",
    "/payers",
    "/rules",
    "/audit",
    "/me",
)


def pages(told: Told) -> Iterator[str]:
    for screen in SCREENS:
        yield re.sub(r"\{(\w+)\}", lambda found: str(told.tasks[found[1]]), screen)


async def test_no_key_stands_twice_on_a_screen_and_each_is_shown(told: Told, enter: object) -> None:
    mara = await enter("Mara Stone")  # type: ignore[operator]
    for path in pages(told):
        answer = await mara.get(path)
        assert answer.status_code == 200, path
        controls = re.findall(r'<[a-z]+[^>]*data-key="([^"]+)"[^>]*>', answer.text)
        keys = Counter(key for each in controls for key in each.split())
        assert [key for key, count in keys.items() if count > 1] == [], path
        shown = set(re.findall(r"<kbd[^>]*>([^<]+)</kbd>", answer.text))
        unseen = {key for key in keys if key not in shown} - {"p", "e", "o"}
        assert not unseen, (path, unseen)
        tags = re.findall(r'<[a-z]+[^>]*data-key="[^"]+"[^>]*>', answer.text)
        assert all("aria-keyshortcuts" in tag or 'for="find"' in tag for tag in tags), path


async def test_ids_are_unique_on_every_screen(told: Told, enter: object) -> None:
    mara = await enter("Mara Stone")  # type: ignore[operator]
    for path in pages(told):
        ids = Counter(re.findall(r'\sid="([^"]+)"', (await mara.get(path)).text))
        assert [each for each, count in ids.items() if count > 1] == [], path


async def test_no_title_and_no_element_id_holds_a_patient(told: Told, amara: AsyncClient) -> None:
    for path in (f"/tasks/{told.tasks['Reyes']}", f"/claims/{told.claims['Reyes']}"):
        text = (await amara.get(path)).text
        title = re.search(r"<title>(.*?)</title>", text, re.DOTALL)
        assert title
        assert "Reyes" not in title[1]
        assert not re.search(r'(id|href|name)="[^"]*Reyes', text)


async def test_what_payers_and_patients_wrote_is_text(told: Told, amara: AsyncClient) -> None:
    note = {"key": "00000000-0000-4000-8000-000000000001", "note": "<img src=x onerror=alert(1)>"}
    await amara.post(f"/tasks/{told.tasks['Reyes']}/note", data=note)
    text = (await amara.get(f"/tasks/{told.tasks['Reyes']}")).text
    assert "<img" not in text
    assert "&lt;img" in text

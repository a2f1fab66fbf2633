"""What a session kept: sealed, for its person alone, changed by them alone, and forgotten after its days."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from httpx import AsyncClient
from sqlalchemy import select, update

from activities.actors import CLAIMDESK
from activities.kept_acts import forget_kept_acts
from activities.transactions import Office
from models import rulebook
from models.users import LoginSession
from tests.factories_desk import PASSWORD, Told, email
from tests.web.conftest import Enter
from tests.web.forms import Forms

PDF = {"paper": ("Reyes letter.pdf", b"%PDF-1.4", "application/pdf")}


async def ended(office: Office, days: int = 0) -> None:
    """Every session is over since that many days and a minute."""
    async with office.begin(CLAIMDESK) as work:
        since = work.real_now - timedelta(days=days, minutes=1)
        await work.session.execute(update(LoginSession).values(ends_at=since))


async def kept(office: Office) -> list[bool]:
    """Of each session whether it keeps something."""
    async with office.begin(CLAIMDESK) as work:
        found = select(LoginSession.sealed_act).order_by(LoginSession.created_at)
        return [each is not None for each in await work.session.scalars(found)]


async def sign_in(client: AsyncClient, name: str = "Amara Osei") -> str:
    answer = await client.post("/sign-in", data={"email": email(name), "password": PASSWORD})
    return answer.headers["location"]


async def lost_note(client: AsyncClient, office: Office, told: Told) -> None:
    """A note that was sent when the session was over already."""
    await ended(office)
    note = {"key": str(uuid4()), "note": "Reyes is at home", "spoken_to": "", "reference": ""}
    answer = await client.post(f"/tasks/{told.tasks['Reyes']}/note", data=note)
    assert answer.headers["location"] == "/sign-in"


@pytest.mark.parametrize("since", [-1, 1])
async def test_what_nobody_came_back_for_is_forgotten_after_its_days(
    amara: AsyncClient, told: Told, desk_office: Office, since: int
) -> None:
    async with desk_office.begin(CLAIMDESK) as work:
        days = rulebook.sign_in_limits(work.now.date()).kept_forms
    await lost_note(amara, desk_office, told)
    await ended(desk_office, days + since)
    is_over = since > 0
    assert await forget_kept_acts(desk_office) == is_over
    assert await kept(desk_office) == [not is_over]
    assert await sign_in(amara) == ("/" if is_over else "/sign-in/again")


async def test_after_its_days_it_is_not_given_out_even_before_the_sweep(
    amara: AsyncClient, told: Told, desk_office: Office
) -> None:
    await lost_note(amara, desk_office, told)
    await ended(desk_office, 30)
    assert await sign_in(amara) == "/"
    assert await kept(desk_office) == [True, False]
    assert await forget_kept_acts(desk_office) == 1


async def test_the_sweep_takes_nothing_from_a_session_that_holds(
    amara: AsyncClient, told: Told, desk_office: Office
) -> None:
    await lost_note(amara, desk_office, told)
    await sign_in(amara)
    assert await forget_kept_acts(desk_office) == 0
    assert "Reyes is at home" in (await amara.get("/sign-in/again")).text


async def test_a_card_that_is_refused_keeps_what_was_changed_on_it_and_stays_sealed(
    amara: AsyncClient, told: Told, desk_office: Office
) -> None:
    await lost_note(amara, desk_office, told)
    await sign_in(amara)
    page = (await amara.get("/sign-in/again")).text
    (path,) = re.findall(r'action="(/tasks/[^"]*kept=[^"]*)"', page)
    form = Forms(page).at(path.partition("?")[0])
    empty = {**form.hidden, "note": "  ", "spoken_to": "Ms. Okafor", "reference": ""}
    assert (await amara.post(path, data=empty)).status_code == 400
    again = Forms((await amara.get("/sign-in/again")).text).at(path.partition("?")[0])
    assert (again.values("note"), again.values("spoken_to")) == (["  "], ["Ms. Okafor"])
    async with desk_office.begin(CLAIMDESK) as work:
        found = await work.session.scalars(select(LoginSession.sealed_act))
        assert not [each for each in found if each and "Okafor" in each]
    assert (await amara.post(path, data={**empty, "note": "At home"})).status_code == 303
    assert (await amara.get("/sign-in/again")).headers["location"] == "/"


async def test_nobody_changes_what_another_kept(
    amara: AsyncClient, enter: Enter, told: Told, desk_office: Office
) -> None:
    await lost_note(amara, desk_office, told)
    await sign_in(amara)
    (path,) = re.findall(r'action="(/tasks/[^"]*kept=[^"]*)"', (await amara.get("/sign-in/again")).text)
    ben = await enter("Ben Carver")
    assert (
        await ben.post(path, data={"key": str(uuid4()), "note": " ", "spoken_to": "me"})
    ).status_code == 400
    again = Forms((await amara.get("/sign-in/again")).text).at(path.partition("?")[0])
    assert again.values("note") == ["Reyes is at home"]


async def test_of_files_that_were_not_sent_only_the_names_are_kept_sealed(
    amara: AsyncClient, told: Told, desk_office: Office
) -> None:
    screen = f"/tasks/{told.tasks['Reyes']}?view=mine"
    await ended(desk_office)
    path = f"/tasks/{told.tasks['Reyes']}/attachments?view=mine"
    referer = {"referer": f"https://desk.test{screen}"}
    late = await amara.post(path, data={"key": str(uuid4())}, files=PDF, headers=referer)
    assert "letter" not in late.headers["location"]
    async with desk_office.begin(CLAIMDESK) as work:
        sealed = (await work.session.scalars(select(LoginSession.sealed_act))).one()
    assert sealed
    assert "letter" not in sealed
    assert await sign_in(amara) == "/sign-in/again"
    page = (await amara.get("/sign-in/again")).text
    assert "Reyes letter.pdf" in page
    assert f'href="{screen}"' in page
    assert path not in page


async def test_an_act_that_waits_for_a_second_factor_can_be_left_and_never_goes_on_then(
    enter: Enter, desk_office: Office
) -> None:
    otto = await enter("Otto Reiss")
    async with desk_office.begin(CLAIMDESK) as work:
        older = LoginSession.strong_at - timedelta(minutes=6)
        await work.session.execute(update(LoginSession).values(strong_at=older))
    site = {"key": str(uuid4()), "name": "Cebu", "country": "PH", "networks": "10.0.0.0/8"}
    assert (await otto.post("/sites", data=site)).headers["location"] == "/step-up"
    assert 'action="/step-up/leave"' in (await otto.get("/step-up")).text
    assert (await otto.post("/step-up/leave")).headers["location"] == "/"
    assert (await otto.get("/sign-in/again")).headers["location"] == "/"
    assert await kept(desk_office) == [False]

"""Letters through the whole house: a mail server that is away loses nothing, and nothing goes twice."""

import socket

import pytest
from pydantic import SecretStr

from activities.actors import CLAIMDESK
from activities.alerts import choose_delivery, raise_alert
from activities.invitations import NewPerson, invite, who_is_invited
from activities.transactions import Office
from models.alerts import Alert
from models.practices import UNASSIGNED
from rules.access import Role
from rules.alerts import AlertKind, Delivery
from runtime.commands.serve import web_settings
from runtime.reconciliation import running_workflows
from tests.factories_tasks import a_person
from tests.house import House
from tests.mail_server import Post, serving


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> Post:
    """A mail server that the settings name and that does not listen yet."""
    with socket.create_server(("127.0.0.1", 0)) as line:
        post = Post(port=line.getsockname()[1])
    monkeypatch.setenv("CLAIMDESK_SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("CLAIMDESK_SMTP_PORT", str(post.port))
    monkeypatch.setenv("CLAIMDESK_SMTP_SECURITY", "none")
    return post


async def mention(office: Office, count: int) -> None:
    ana = await a_person(office, UNASSIGNED)
    await choose_delivery(office, ana, [(AlertKind.MENTION, Delivery.AT_ONCE)])
    async with office.begin(CLAIMDESK) as work:
        for number in range(count):
            await raise_alert(
                work, AlertKind.MENTION, f"task:{number}", UNASSIGNED, to=[ana.id], told="Ben asks"
            )


async def test_letters_written_while_the_mail_server_is_away_arrive_once_when_it_is_back(
    post: Post, house: House
) -> None:
    await mention(house.office, 3)

    async def tried() -> bool:
        if "mail:office" not in await running_workflows(house.client):
            return False
        handle = house.client.get_workflow_handle("mail:office")
        pending = (await handle.describe()).raw_description.pending_activities
        return bool(pending) and pending[0].attempt > 1

    await house.until(tried, "a second try")
    async with serving(post):

        async def arrived() -> bool:
            return len(post.letters) >= 3

        await house.until(arrived, "the letters")
        await house.client.get_workflow_handle("mail:office").result()
    assert sorted(post.addressed_to) == ["Ana@desk.example"] * 3
    assert len({each["Message-ID"] for each in post.letters}) == len(post.letters) == 3
    assert await house.count(Alert) == 3


async def test_an_invitation_goes_out_by_the_workflow_with_the_keys_of_the_settings(
    post: Post, house: House
) -> None:
    otto = await a_person(house.office, UNASSIGNED, Role.ADMINISTRATOR, "Otto")
    settings = house.desk.settings.model_copy(update={"database_url": SecretStr("postgresql://not-used")})
    door = web_settings(settings).door
    async with serving(post):
        invited = await invite(
            house.office, door, otto, NewPerson("nia@desk.example", "Nia", Role.BILLER, [])
        )

        async def arrived() -> bool:
            return bool(post.letters)

        await house.until(arrived, "the letter")
        await house.client.get_workflow_handle("mail:office").result()
    text = post.letters[0].get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert f"Open it: {invited.link}\r\n" in text
    assert await who_is_invited(house.office, invited.link.partition("=")[2]) == ("Nia", "nia@desk.example")

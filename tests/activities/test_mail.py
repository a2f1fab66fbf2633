"""Outgoing mail, on a real mail server: nothing is lost when it is away, and nothing goes twice."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import select, update

from activities.actors import CLAIMDESK
from activities.alerts import choose_delivery, raise_alert
from activities.mail import MAILING, MailServerSilent, NoPostman, SmtpPostman, send_mail, write_digests
from activities.transactions import Office
from models.alerts import Mail
from models.outbox import Wake
from rules.alerts import AlertKind, Delivery
from tests.factories_money import one_claim
from tests.factories_tasks import a_person
from tests.mail_server import Post, a_certificate, serving

ORIGIN = "https://desk.example"


def postman(post: Post, security: str = "none", certificates: str | None = None) -> SmtpPostman:
    return SmtpPostman(
        "localhost", post.port, security, "desk@claimdesk.example", ORIGIN, certificates=certificates
    )


async def tell(
    office: Office, delivery: Delivery = Delivery.AT_ONCE, times: int = 1, name: str = "Ana"
) -> None:
    """Somebody who wants to hear so is mentioned as often."""
    billed = await one_claim(office)
    person = await a_person(office, billed.practice_id, name=name)
    await choose_delivery(office, person, [(AlertKind.MENTION, delivery)])
    async with office.begin(CLAIMDESK) as work:
        for number in range(times):
            subject = f"task:{number}"
            told = f"Ben asks you about task {number}"
            await raise_alert(work, AlertKind.MENTION, subject, billed.practice_id, to=[person.id], told=told)


async def waiting(office: Office) -> int:
    async with office.begin(CLAIMDESK) as work:
        unsent = select(Mail.id).where(Mail.sent_at.is_(None), Mail.refused.is_(None))
        return len((await work.session.scalars(unsent)).all())


async def test_a_letter_says_what_kind_of_alert_and_where_and_nothing_of_the_alert(office: Office) -> None:
    await tell(office)
    async with serving(Post()) as post:
        assert await send_mail(office, postman(post)) == 1
    (letter,) = post.letters
    text = str(letter.get_payload())
    assert letter["Subject"] == "Claimdesk: Somebody mentioned you"
    assert f"{ORIGIN}/alerts" in text
    assert "Ben asks" not in letter.as_string()


async def test_a_letter_wakes_its_carrier_in_the_same_transaction(office: Office) -> None:
    await tell(office)
    async with office.begin(CLAIMDESK) as work:
        assert MAILING in set(await work.session.scalars(select(Wake.workflow_id)))


async def test_while_the_server_is_away_letters_wait_and_then_each_goes_once(office: Office) -> None:
    await tell(office, times=3)
    post = Post()
    async with serving(post):
        pass  # now nobody listens on that port
    with pytest.raises(MailServerSilent):
        await send_mail(office, postman(post))
    assert await waiting(office) == 3
    async with serving(post):
        assert await send_mail(office, postman(post)) == 3
        assert await send_mail(office, postman(post)) == 0
    assert len({each["Message-ID"] for each in post.letters}) == len(post.letters) == 3


async def test_a_server_that_breaks_off_gets_the_rest_later_and_nothing_twice(office: Office) -> None:
    await tell(office, times=2)
    async with serving(Post(late=["451 come back later"])) as post:
        with pytest.raises(MailServerSilent):
            await send_mail(office, postman(post))
        assert await send_mail(office, postman(post)) == 2
    assert len(post.letters) == 2


async def test_an_address_the_server_refuses_holds_up_nobody_else(office: Office) -> None:
    await tell(office, times=2)
    async with serving(Post(refuses=["550 no such mailbox"])) as post:
        assert await send_mail(office, postman(post)) == 1
    async with office.begin(CLAIMDESK) as work:
        (said,) = (await work.session.scalars(select(Mail.refused).where(Mail.refused.is_not(None)))).all()
    assert said == "the mail server refuses the address (550)"


async def test_an_address_that_is_busy_is_tried_again(office: Office) -> None:
    await tell(office)
    async with serving(Post(refuses=["450 busy"])) as post:
        with pytest.raises(MailServerSilent):
            await send_mail(office, postman(post))
        assert await send_mail(office, postman(post)) == 1


async def test_two_carriers_at_once_never_carry_the_same_letter(office: Office) -> None:
    await tell(office, times=30)
    async with serving(Post()) as post:
        carried = await asyncio.gather(*(send_mail(office, postman(post)) for _ in range(3)))
    assert sum(carried) == len({each["Message-ID"] for each in post.letters}) == len(post.letters) == 30


async def test_what_a_dead_carrier_had_in_hand_is_taken_by_another_under_the_same_id(office: Office) -> None:
    await tell(office)
    async with office.begin(CLAIMDESK) as work:
        held = await work.session.scalar(select(Mail.id))
        await work.session.execute(update(Mail).values(taken_until=work.real_now))
    async with serving(Post()) as post:
        await send_mail(office, postman(post))
    assert [each["Message-ID"] for each in post.letters] == [f"<{held}@claimdesk.example>"]


@pytest.mark.parametrize("trusted", [True, False])
async def test_the_line_is_sealed_and_a_strange_certificate_gets_no_letter(
    office: Office, tmp_path: Path, trusted: bool
) -> None:
    await tell(office)
    certificate = a_certificate(tmp_path)
    async with serving(Post(), certificate) as post:
        carrier = postman(post, "starttls", str(certificate) if trusted else None)
        if not trusted:
            with pytest.raises(MailServerSilent):
                await send_mail(office, carrier)
            assert post.letters == []
            return
        await send_mail(office, carrier)
    assert post.sealed == [True]


async def test_without_a_mail_server_letters_are_put_away(office: Office) -> None:
    await tell(office)
    assert await send_mail(office, NoPostman()) == 0
    assert await waiting(office) == 0


async def test_a_digest_comes_once_a_day_and_counts_what_is_unseen(office: Office) -> None:
    await tell(office, Delivery.DIGEST, times=3)
    assert await waiting(office) == 0
    assert await write_digests(office) == 1
    assert await write_digests(office) == 1
    async with serving(Post()) as post:
        assert await send_mail(office, postman(post)) == 1
    assert "Somebody mentioned you: 3 times." in str(post.letters[0].get_payload())

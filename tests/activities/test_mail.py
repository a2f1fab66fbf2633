"""Outgoing mail, on a real mail server: nothing is lost when it is away, and nothing goes twice."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from activities.actors import CLAIMDESK, Actor
from activities.alerts import choose_delivery, raise_alert
from activities.mail import (
    MAILING,
    MailServerSilent,
    NoPostman,
    SmtpPostman,
    put_away_links,
    send_mail,
    write_digests,
    write_mail,
)
from activities.sealing import Seal
from activities.transactions import Office
from models.alerts import Mail
from models.outbox import Wake
from models.practices import UNASSIGNED
from models.users import User
from rules.alerts import TITLES, AlertKind, Delivery
from tests.factories_money import one_claim
from tests.factories_tasks import a_person
from tests.mail_server import Post, a_certificate, serving

ORIGIN = "https://desk.example"
LINK = f"{ORIGIN}/invitation?token=river"
SEAL = Seal.of_letters("k" * 40)


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


async def invite(office: Office, seal: Seal = SEAL, name: str = "Nia") -> Actor:
    """Somebody whose letter carries a link that opens something by itself."""
    person = await a_person(office, UNASSIGNED, name=name)
    async with office.begin(CLAIMDESK) as work:
        await write_mail(work, person.id, f"invitation:{name}", "You are invited", (), seal.close(LINK))
    return person


async def kept(office: Office) -> list[tuple[str | None, str | None]]:
    async with office.begin(CLAIMDESK) as work:
        rows = await work.session.execute(select(Mail.sealed_link, Mail.refused).order_by(Mail.id))
        return [(sealed, refused) for sealed, refused in rows]


async def waiting(office: Office) -> int:
    async with office.begin(CLAIMDESK) as work:
        unsent = select(Mail.id).where(Mail.sent_at.is_(None), Mail.refused.is_(None))
        return len((await work.session.scalars(unsent)).all())


async def test_a_letter_says_what_kind_of_alert_and_where_and_nothing_of_the_alert(office: Office) -> None:
    await tell(office)
    async with serving(Post()) as post:
        assert await send_mail(office, postman(post), SEAL) == 1
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
        await send_mail(office, postman(post), SEAL)
    assert await waiting(office) == 3
    async with serving(post):
        assert await send_mail(office, postman(post), SEAL) == 3
        assert await send_mail(office, postman(post), SEAL) == 0
    assert len({each["Message-ID"] for each in post.letters}) == len(post.letters) == 3


async def test_a_server_that_breaks_off_gets_the_rest_later_and_nothing_twice(office: Office) -> None:
    await tell(office, times=2)
    async with serving(Post(late=["451 come back later"])) as post:
        with pytest.raises(MailServerSilent):
            await send_mail(office, postman(post), SEAL)
        assert await send_mail(office, postman(post), SEAL) == 2
    assert len(post.letters) == 2


async def test_an_address_the_server_refuses_holds_up_nobody_else(office: Office) -> None:
    await tell(office, times=2)
    async with serving(Post(refuses=["550 no such mailbox"])) as post:
        assert await send_mail(office, postman(post), SEAL) == 1
    async with office.begin(CLAIMDESK) as work:
        (said,) = (await work.session.scalars(select(Mail.refused).where(Mail.refused.is_not(None)))).all()
    assert said == "the mail server refuses the address (550)"


async def test_an_address_that_is_busy_is_tried_again(office: Office) -> None:
    await tell(office)
    async with serving(Post(refuses=["450 busy"])) as post:
        with pytest.raises(MailServerSilent):
            await send_mail(office, postman(post), SEAL)
        assert await send_mail(office, postman(post), SEAL) == 1


async def test_two_carriers_at_once_never_carry_the_same_letter(office: Office) -> None:
    await tell(office, times=30)
    async with serving(Post()) as post:
        carried = await asyncio.gather(*(send_mail(office, postman(post), SEAL) for _ in range(3)))
    assert sum(carried) == len({each["Message-ID"] for each in post.letters}) == len(post.letters) == 30


async def test_what_a_dead_carrier_had_in_hand_is_taken_by_another_under_the_same_id(office: Office) -> None:
    await tell(office)
    async with office.begin(CLAIMDESK) as work:
        held = await work.session.scalar(select(Mail.id))
        await work.session.execute(update(Mail).values(taken_until=work.real_now))
    async with serving(Post()) as post:
        await send_mail(office, postman(post), SEAL)
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
                await send_mail(office, carrier, SEAL)
            assert post.letters == []
            return
        await send_mail(office, carrier, SEAL)
    assert post.sealed == [True]


async def test_without_a_mail_server_letters_are_put_away(office: Office) -> None:
    await tell(office)
    assert await send_mail(office, NoPostman(), SEAL) == 0
    assert await waiting(office) == 0


async def test_a_digest_comes_once_a_day_and_counts_what_is_unseen(office: Office) -> None:
    await tell(office, Delivery.DIGEST, times=3)
    assert await waiting(office) == 0
    assert await write_digests(office) == 1
    assert await write_digests(office) == 1
    async with serving(Post()) as post:
        assert await send_mail(office, postman(post), SEAL) == 1
    assert "Somebody mentioned you: 3 times." in str(post.letters[0].get_payload())


async def test_whoever_left_the_office_gets_no_digest_any_more(office: Office) -> None:
    await tell(office, Delivery.DIGEST)
    async with office.begin(CLAIMDESK) as work:
        await work.session.execute(update(User).where(User.name == "Ana").values(active=False))
    assert await write_digests(office) == 0
    assert await waiting(office) == 0


@pytest.mark.parametrize("kind", list(AlertKind))
async def test_no_kind_of_alert_takes_more_than_its_title_into_a_letter(
    office: Office, kind: AlertKind
) -> None:
    """Both letters, at once and of the day: no name, number or day of birth that the alert itself may say."""
    private = "Reyes, Ramona, 1961-04-02, C-10480-7, account 44871"
    billed = await one_claim(office)
    people = [await a_person(office, billed.practice_id, name=name) for name in ("Ivy", "Dan")]
    for person, how in zip(people, (Delivery.AT_ONCE, Delivery.DIGEST), strict=True):
        await choose_delivery(office, person, [(kind, how)])
    async with office.begin(CLAIMDESK) as work:
        about = {"to": [each.id for each in people], "told": private}
        await raise_alert(work, kind, f"claim:{billed.claim_id}", billed.practice_id, **about)
    await write_digests(office)
    async with serving(Post()) as post:
        assert await send_mail(office, postman(post), SEAL) == 2
    assert all(TITLES[kind] in letter.as_string() for letter in post.letters)
    told = "".join(letter.as_string() for letter in post.letters)
    held = {*private.split(", "), str(billed.claim_id)}
    assert [each for each in held if each in told] == []


async def test_a_link_waits_sealed_arrives_open_and_is_forgotten(office: Office) -> None:
    await invite(office)
    ((sealed, _),) = await kept(office)
    assert "river" not in (sealed or "river")
    async with serving(Post()) as post:
        assert await send_mail(office, postman(post), SEAL) == 1
    text = post.letters[0].get_payload(decode=True)
    assert f"Open it: {LINK}\r\n" in text.decode()  # type: ignore[union-attr]
    assert "/alerts" not in str(text)  # a person who is not in yet has none
    assert await kept(office) == [(None, None)]


async def test_a_link_is_forgotten_too_when_the_address_is_refused(office: Office) -> None:
    await invite(office)
    async with serving(Post(refuses=["550 no such mailbox"])) as post:
        await send_mail(office, postman(post), SEAL)
    assert await kept(office) == [(None, "the mail server refuses the address (550)")]


async def test_a_link_whose_key_is_gone_holds_up_no_other_letter(office: Office) -> None:
    await invite(office, Seal.of_letters("g" * 40))
    await tell(office)
    async with serving(Post()) as post:
        assert await send_mail(office, postman(post), SEAL) == 1
    assert (None, "its link was sealed with a key that is gone") in await kept(office)


async def test_a_link_sealed_with_a_former_key_still_goes_out(office: Office) -> None:
    await invite(office)
    async with serving(Post()) as post:
        assert await send_mail(office, postman(post), Seal.of_letters("n" * 40, "k" * 40)) == 1


async def test_a_letter_that_was_put_away_does_not_go_out(office: Office) -> None:
    nia = await invite(office)
    async with office.begin(CLAIMDESK) as work:
        await put_away_links(work, nia.id, "replaced")
    async with serving(Post()) as post:
        assert await send_mail(office, postman(post), SEAL) == 0
    assert await kept(office) == [(None, "replaced")]


async def test_the_database_lets_no_link_stay_with_a_letter_that_is_done(office: Office) -> None:
    await invite(office)
    with pytest.raises(IntegrityError, match="ck_mail_forgets_its_link"):
        async with office.begin(CLAIMDESK) as work:
            await work.session.execute(update(Mail).values(sent_at=work.real_now))

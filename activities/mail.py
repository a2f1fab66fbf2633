"""Outgoing mail: written with the facts it tells of, sent by whoever takes it, kept until it is accepted."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Protocol
from uuid import UUID

import aiosmtplib
from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from activities.actors import CLAIMDESK
from activities.reach import actors_abroad
from activities.sealing import Seal
from activities.transactions import Office, Work
from models.alerts import Alert, Mail
from models.base import new_id
from models.users import User
from rules.alerts import TITLES, AlertKind, Delivery
from rules.errors import NotAllowed, PayerSilent

MAILING = "mail:office"  # the workflow that is woken to send
IN_HAND = timedelta(minutes=5)  # how long a sender that died keeps a mail from the others
AT_ONCE = 20


class MailServerSilent(PayerSilent):
    """The mail server does not take mail now; what waits is sent later."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail with its address, ready to go."""

    id: UUID
    address: str
    name: str
    title: str
    lines: Sequence[str]
    made_at: datetime
    link: str | None = field(default=None, repr=False)  # what to open; None: the alerts


class Postman(Protocol):
    """Carries letters to the mail server."""

    async def carry(self, letter: Letter) -> str | None:
        """None when the server took it, else why it never will. Raises MailServerSilent to try later."""


@dataclass(frozen=True, slots=True)
class NoPostman:
    """An office without a mail server: letters are put away unsent, the alerts stand in the app."""

    async def carry(self, letter: Letter) -> str | None:
        return "no mail server is set"


@dataclass(frozen=True, slots=True)
class SmtpPostman:
    """One mail server; `security` is "starttls", "tls" or, in development alone, "none"."""

    host: str
    port: int
    security: str
    sender: str
    origin: str  # how the reader's browser reaches us
    user: str | None = None
    password: str | None = None
    certificates: str | None = None  # a file of authorities to trust besides the machine's own

    async def carry(self, letter: Letter) -> str | None:
        try:
            await aiosmtplib.send(
                message_of(letter, self.sender, self.origin),
                hostname=self.host,
                port=self.port,
                username=self.user,
                password=self.password,
                use_tls=self.security == "tls",
                start_tls=self.security == "starttls",
                cert_bundle=self.certificates,
                timeout=30,
            )
        except aiosmtplib.SMTPRecipientsRefused as refused:
            first = refused.recipients[0]
            if first.code >= 500:
                return f"the mail server refuses the address ({first.code})"
            raise MailServerSilent("The mail server asks to come back later.") from None
        except (aiosmtplib.SMTPException, OSError) as fault:
            raise MailServerSilent(f"The mail server took nothing: {type(fault).__name__}.") from None
        return None


def message_of(letter: Letter, sender: str, origin: str) -> EmailMessage:
    """The mail as it travels; sent again after an unclear end it has the same Message-ID."""
    message = EmailMessage()
    message["From"], message["To"] = sender, letter.address
    message["Subject"] = f"Claimdesk: {letter.title}"
    message["Date"] = format_datetime(letter.made_at)
    message["Message-ID"] = f"<{letter.id}@{sender.rpartition('@')[2].rstrip('>')}>"
    message["Auto-Submitted"] = "auto-generated"
    link = letter.link or f"{origin}/alerts"
    said = [f"Hello {letter.name},", "", *letter.lines, "", f"Open it: {link}", ""]
    if letter.link is None:
        said.append(f"Which alerts come by e-mail is yours to choose: {origin}/alerts/choices")
    message.set_content("\n".join(said))
    return message


async def write_mail(
    work: Work, user_id: UUID, cause: str, title: str, lines: Sequence[str] = (), sealed: str | None = None
) -> None:
    """A mail that goes out once this transaction has committed; its cause makes it one mail.

    `sealed` is the link it carries in place of the one to the alerts.
    """
    values = {"id": new_id(), "user_id": user_id, "cause": cause, "title": title, "made_at": work.now}
    values["sealed_link"] = sealed
    row = insert(Mail).values(**values, lines=list(lines) or [f"{title}."]).on_conflict_do_nothing()
    if (await work.session.execute(row.returning(Mail.id))).one_or_none():
        work.wake(MAILING)


async def put_away_links(work: Work, user_id: UUID, because: str) -> None:
    """What waits for this person with a link in it does not go out any more."""
    waiting = update(Mail).where(Mail.user_id == user_id, Mail.sealed_link.is_not(None))
    await work.session.execute(waiting.values(refused=because, sealed_link=None))


async def send_mail(office: Office, postman: Postman, seal: Seal) -> int:
    """Carry everything that waits, each letter by one sender; gives how many the server took.

    Raises MailServerSilent when the server takes nothing now: what is left goes at the next try.
    """
    sent = 0
    while letters := await _take(office):
        for letter in letters:
            try:
                refused = await _carry(postman, seal, letter)
            except MailServerSilent:
                await _put_back(office, [each.id for each in letters])
                raise
            await _done(office, letter.id, refused)
            sent += refused is None
    return sent


async def _carry(postman: Postman, seal: Seal, letter: Letter) -> str | None:
    """As `carry`, with the link as the reader gets it."""
    if letter.link is None:
        return await postman.carry(letter)
    try:
        return await postman.carry(replace(letter, link=seal.open(letter.link)))
    except NotAllowed:
        return "its link was sealed with a key that is gone"


async def _take(office: Office) -> list[Letter]:
    """The oldest letters that nobody has in hand; they are ours for five minutes."""
    async with office.begin(CLAIMDESK) as work:
        free = Mail.taken_until.is_(None) | (Mail.taken_until < work.real_now)
        waiting = select(Mail.id).where(Mail.sent_at.is_(None), Mail.refused.is_(None), free)
        ids = (
            await work.session.scalars(
                waiting.order_by(Mail.id).limit(AT_ONCE).with_for_update(skip_locked=True)
            )
        ).all()
        taken = update(Mail).where(Mail.id.in_(ids)).values(taken_until=work.real_now + IN_HAND)
        await work.session.execute(taken)
        found = (
            select(Mail.id, User.email, User.name, Mail.title, Mail.lines, Mail.made_at, Mail.sealed_link)
            .join(User, User.id == Mail.user_id)
            .where(Mail.id.in_(ids))
            .order_by(Mail.id)
        )
        return [Letter(*row) for row in await work.session.execute(found)]


async def _put_back(office: Office, ids: Sequence[UUID]) -> None:
    async with office.begin(CLAIMDESK) as work:
        unsent = update(Mail).where(Mail.id.in_(ids), Mail.sent_at.is_(None))
        await work.session.execute(unsent.values(taken_until=None))


async def _done(office: Office, mail_id: UUID, refused: str | None) -> None:
    async with office.begin(CLAIMDESK) as work:
        done = update(Mail).where(Mail.id == mail_id)
        sent_at = None if refused else work.real_now
        facts = {"sent_at": sent_at, "refused": refused, "taken_until": None, "sealed_link": None}
        await work.session.execute(done.values(**facts))


async def write_digests(office: Office) -> int:
    """One mail a day to each person who wants a digest and has unseen alerts; gives how many were written."""
    async with office.begin(CLAIMDESK) as work:
        lines = await _unseen(work)
        abroad = await actors_abroad(work, lines.keys())
    for person in abroad:  # they count what they may still see, which the database says
        async with office.begin(person) as theirs:
            lines[person.id] = (await _unseen(theirs)).get(person.id, [])
    async with office.begin(CLAIMDESK) as work:
        today = work.now.date()
        told = {user_id: said for user_id, said in lines.items() if said}
        for user_id, said in told.items():
            await write_mail(work, user_id, f"digest:{user_id}:{today}", "What waits for you", said)
        return len(told)


async def _unseen(work: Work) -> dict[UUID, list[str]]:
    """What everybody here has not seen yet and wants told once a day, as far as this transaction sees it."""
    unseen = (
        select(Alert.user_id, Alert.kind, func.count())
        .join(User, User.id == Alert.user_id)
        .where(Alert.seen_at.is_(None), Alert.delivery == Delivery.DIGEST, User.active)
        .group_by(Alert.user_id, Alert.kind)
        .order_by(Alert.user_id, Alert.kind)
    )
    lines: dict[UUID, list[str]] = {}
    for user_id, kind, count in await work.session.execute(unseen):
        lines.setdefault(user_id, []).append(_line(kind, count))
    return lines


def _line(kind: AlertKind, count: int) -> str:
    return f"{TITLES[kind]}." if count == 1 else f"{TITLES[kind]}: {count} times."

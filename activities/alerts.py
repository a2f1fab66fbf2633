"""Telling people: an alert in the app, and by e-mail for those who chose so; said twice, it counts once."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import Select, delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from activities.actors import Actor
from activities.mail import write_mail
from activities.reach import blind_sites
from activities.transactions import Office, Work
from models.alerts import Alert, AlertChoice
from models.base import new_id
from models.practices import OFFICE
from models.rulebook import alert_habits
from models.sites import Site
from models.users import Membership, User
from rules.access import PERMISSIONS, REVIEWERS, Permission, Role
from rules.alerts import TITLES, AlertKind, Delivery, deliver, require_choice
from rules.errors import Unknown

SEES_ALL = Role.ADMINISTRATOR  # works for no practice and sees every one


async def raise_alert(
    work: Work,
    kind: AlertKind,
    subject: str,
    practice_id: UUID | None,
    *,
    to: Collection[UUID] | Permission,
    told: str,
) -> int:
    """Tell these people, or everybody with this permission who works for the practice; gives how many.

    `subject` is "task:<id>" or the like and says where the alert leads; `told` is one sentence without a
    patient's data. Who has not yet seen the same alert is not told again, nobody of what they did
    themselves, and nobody abroad of what is not seen from there: a letter alone would tell that it exists.
    """
    habit = alert_habits(work.now.date())[kind]
    people = (await work.session.execute(_people(kind, practice_id, to))).all()
    sites = {site.id: site for _, _, site in people}
    blind = await blind_sites(work, sites.values(), practice_id, subject)
    rows = []
    for user_id, chosen, site in people:
        delivery = deliver(habit, chosen)
        if delivery is not Delivery.OFF and user_id != work.actor.id and site.id not in blind:
            rows.append({"id": new_id(), "user_id": user_id, "delivery": delivery})
    if not rows:
        return 0
    same = {
        "kind": kind,
        "subject": subject,
        "practice_id": practice_id,
        "told": told,
        "created_at": work.now,
    }
    put = insert(Alert).values([row | same for row in rows]).on_conflict_do_nothing()
    said = (await work.session.execute(put.returning(Alert.id, Alert.user_id, Alert.delivery))).all()
    for alert_id, user_id, delivery in said:
        work.ring_person(user_id)
        if delivery is Delivery.AT_ONCE:
            await write_mail(work, user_id, f"alert:{alert_id}", TITLES[kind])
    return len(said)


def _people(
    kind: AlertKind, practice_id: UUID | None, to: Collection[UUID] | Permission
) -> Select[UUID, Delivery | None, Site]:
    """Those who are meant and may see the practice, what they chose for this kind, and where they work."""
    chosen = (AlertChoice.user_id == User.id) & (AlertChoice.kind == kind)
    found = select(User.id, AlertChoice.delivery, Site).join(Site, Site.id == User.site_id)
    found = found.outerjoin(AlertChoice, chosen).where(User.active)
    if isinstance(to, Permission):
        found = found.where(User.role.in_([role for role, may in PERMISSIONS.items() if to in may]))
    else:
        found = found.where(User.id.in_(to))
    if practice_id == OFFICE:
        found = found.where(User.role.in_(REVIEWERS))
    elif practice_id is not None:
        theirs = select(Membership).where(
            Membership.user_id == User.id, Membership.practice_id == practice_id
        )
        found = found.where(or_(User.role == SEES_ALL, theirs.exists()))
    return found.order_by(User.id)


async def mark_seen(office: Office, actor: Actor, alert_id: UUID) -> str:
    """This alert needs nobody's eye any more; gives its subject. Raises Unknown when it is not one's own."""
    async with office.begin(actor) as work:
        mine = update(Alert).where(Alert.id == alert_id, Alert.user_id == actor.id)
        seen = mine.where(Alert.seen_at.is_(None)).values(seen_at=work.now)
        await work.session.execute(seen)
        subject = await work.session.scalar(
            select(Alert.subject).where(Alert.id == alert_id, Alert.user_id == actor.id)
        )
        if subject is None:
            raise Unknown("There is no such alert.")
        return subject


async def mark_all_seen(office: Office, actor: Actor) -> int:
    """All of one's own at once; gives how many were new."""
    async with office.begin(actor) as work:
        mine = update(Alert).where(Alert.user_id == actor.id, Alert.seen_at.is_(None))
        seen = await work.session.scalars(mine.values(seen_at=work.now).returning(Alert.id))
        return len(seen.all())


async def choose_delivery(
    office: Office, actor: Actor, choices: Sequence[tuple[AlertKind, Delivery]]
) -> None:
    """Keep how one wants to hear of each kind. Raises Conflict for one that may not be switched off."""
    async with office.begin(actor) as work:
        habits = alert_habits(work.now.date())
        for kind, delivery in choices:
            require_choice(kind, habits[kind], delivery)
        mine = AlertChoice.user_id == actor.id
        await work.session.execute(delete(AlertChoice).where(mine))
        work.session.add_all(
            AlertChoice(user_id=actor.id, kind=kind, delivery=delivery) for kind, delivery in choices
        )
        work.record("chose alerts", f"user:{actor.id}")

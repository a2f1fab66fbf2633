"""The quarterly review: who has which rights, and whether they still should."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased

from activities.days import office_day
from activities.sessions import Person
from activities.transactions import Office, Work
from activities.users import end_sessions, person_of
from models.training import AccessReview, TrainingAcknowledgement
from models.users import LoginSession, Membership, User
from rules.access import Permission, require
from rules.access_reviews import quarter_of
from rules.errors import Conflict, NotAllowed


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One person's rights as they stand, and what was decided about them this quarter."""

    user: User
    practices: int
    last_seen: datetime | None
    trained_at: datetime | None
    review: AccessReview | None
    reviewer: str | None


async def review_list(work: Work) -> tuple[str, list[ReviewRow]]:
    """The quarter, and everybody who may sign in, those first whom nobody reviewed yet."""
    quarter = quarter_of(await office_day(work))
    count = select(func.count()).where(Membership.user_id == User.id).scalar_subquery()
    seen = select(func.max(LoginSession.last_active_at)).where(LoginSession.user_id == User.id)
    read = select(func.max(TrainingAcknowledgement.acknowledged_at))
    read = read.where(TrainingAcknowledgement.user_id == User.id)
    reviewer = aliased(User)
    found = (
        select(User, count, seen.scalar_subquery(), read.scalar_subquery(), AccessReview, reviewer.name)
        .outerjoin(AccessReview, (AccessReview.user_id == User.id) & (AccessReview.quarter == quarter))
        .outerjoin(reviewer, reviewer.id == AccessReview.reviewed_by)
        .where(User.role != "system", User.active | AccessReview.user_id.is_not(None))
        .order_by(AccessReview.user_id.is_not(None), User.name)
    )
    return quarter, [ReviewRow(*row) for row in await work.session.execute(found)]


async def decide_access(office: Office, person: Person, user_id: UUID, *, confirmed: bool) -> None:
    """Confirm a person's rights for this quarter, or end their access at once; never one's own.

    Raises NotAllowed, Conflict when somebody decided already, or Unknown.
    """
    require(person.role, Permission.REVIEW_ACCESS)
    if user_id == person.id:
        raise NotAllowed("Somebody else reviews your own access.")
    async with office.begin(person.actor) as work:
        user = await person_of(work, user_id)
        practices = select(func.count()).select_from(Membership).where(Membership.user_id == user_id)
        row = insert(AccessReview).values(
            quarter=quarter_of(await office_day(work)),
            user_id=user_id,
            reviewed_by=person.id,
            reviewed_at=work.real_now,
            role=user.role,
            practices=await work.session.scalar(practices),
            confirmed=confirmed,
        )
        fresh = row.on_conflict_do_nothing().returning(AccessReview.user_id)
        if (await work.session.execute(fresh)).one_or_none() is None:
            raise Conflict("This person's access was reviewed this quarter already.")
        if not confirmed:
            user.active = False
            await end_sessions(work, user_id, "Your access was ended at its review.")
        work.record("confirmed access" if confirmed else "ended access", f"user:{user_id}", role=user.role)

"""The daily discipline: who is reminded of their training, and who of the quarter's access review."""

from datetime import timedelta

from sqlalchemy import func, select

from activities.access_reviews import review_list
from activities.actors import CLAIMDESK
from activities.alerts import raise_alert
from activities.emergency_reviews import give_missing
from activities.transactions import Office, Work
from models import rulebook
from models.emergency_access import EmergencyAccess
from models.training import TrainingAcknowledgement
from models.users import User
from rules.access import Permission
from rules.alerts import AlertKind

MONDAY = 0


async def remind(office: Office) -> int:
    """Every morning: trainings soon due and emergency accesses that nobody has reviewed; on Mondays also
    access reviews that wait. Gives how many alerts.
    """
    async with office.begin(CLAIMDESK) as work:
        told = await _of_training(work) + await _of_emergencies(work)
        return told + (await _of_reviews(work) if work.now.weekday() == MONDAY else 0)


async def _of_training(work: Work) -> int:
    limits = rulebook.sign_in_limits(work.now.date())
    soon = work.now - timedelta(days=limits.training - limits.training_reminder)
    last = func.max(TrainingAcknowledgement.acknowledged_at)
    due = (
        select(User.id)
        .join(TrainingAcknowledgement, TrainingAcknowledgement.user_id == User.id)
        .where(User.active)
        .group_by(User.id)
        .having(last < soon)
    )
    people = (await work.session.scalars(due)).all()
    told = "Your yearly security training is soon due: the sign-in asks for it."
    return await raise_alert(work, AlertKind.TRAINING, "me:training", None, to=people, told=told)


async def _of_emergencies(work: Work) -> int:
    """Until somebody else has reviewed it, an emergency access comes back every morning, and has its task."""
    await give_missing(work)
    over = EmergencyAccess.ends_at <= work.real_now, EmergencyAccess.reviewed_at.is_(None)
    waiting = (
        select(EmergencyAccess.id, User.name).join(User, User.id == EmergencyAccess.user_id).where(*over)
    )
    told = 0
    for access_id, name in (await work.session.execute(waiting)).all():
        said, to = f"{name}'s emergency access waits for its review.", Permission.REVIEW_ACCESS
        about = f"emergency:{access_id}"
        told += await raise_alert(work, AlertKind.BREAK_GLASS, about, None, to=to, told=said)
    return told


async def _of_reviews(work: Work) -> int:
    quarter, rows = await review_list(work)
    waiting = sum(row.review is None for row in rows)
    if not waiting:
        return 0
    told = f"{waiting} people's access waits for its review of {quarter}."
    to, kind = Permission.REVIEW_ACCESS, AlertKind.ACCESS_REVIEW
    return await raise_alert(work, kind, f"access:{quarter}", None, to=to, told=told)

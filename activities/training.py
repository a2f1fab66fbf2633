"""The yearly security training: whose is due, and the proof that they read it."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from activities.transactions import Work
from models import rulebook
from models.training import TrainingAcknowledgement
from rules.errors import Conflict
from rules.training import Training


def training_now(work: Work) -> Training:
    """What is to be read today."""
    return rulebook.training(work.now.date())


async def is_trained(work: Work, user_id: UUID) -> bool:
    """Whether this person acknowledged the version in force within the year."""
    since = work.real_now - timedelta(days=rulebook.sign_in_limits(work.now.date()).training)
    said = select(TrainingAcknowledgement.id).where(
        TrainingAcknowledgement.user_id == user_id,
        TrainingAcknowledgement.version == training_now(work).version,
        TrainingAcknowledgement.acknowledged_at > since,
    )
    return await work.session.scalar(said.limit(1)) is not None


async def acknowledge(work: Work, user_id: UUID, version: str) -> None:
    """Keep that this person read this version. Raises Conflict when a newer one came meanwhile."""
    current = training_now(work)
    if version != current.version:
        raise Conflict("The training was changed while you read it: please read it again.")
    work.session.add(
        TrainingAcknowledgement(
            user_id=user_id,
            version=current.version,
            text_hash=current.text_hash,
            acknowledged_at=work.real_now,
        )
    )
    work.record("acknowledged the security training", f"user:{user_id}", version=version)

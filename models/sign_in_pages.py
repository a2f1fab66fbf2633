"""How people's sign-ins stand, for the administrator's page and for one's own."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import BindParameter, ScalarSelect, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.emergency_access import EmergencyAccess
from models.invitations import Invitation
from models.second_factors import AuthenticatorApp, LinkedIdentity, Passkey
from models.users import LoginSession, User


@dataclass(frozen=True, slots=True)
class SignInRow:
    """What one person can show at the door, and where they are now; `invited_until` while they never came."""

    has_app: bool
    passkeys: int
    sessions: int
    identities: int
    invited_until: datetime | None


async def sign_ins(session: AsyncSession, now: datetime) -> dict[UUID, SignInRow]:
    """Everybody's, by person."""
    app = select(AuthenticatorApp.user_id).where(AuthenticatorApp.user_id == User.id).exists()
    keys = select(func.count()).where(Passkey.user_id == User.id)
    holds = LoginSession.ended_because.is_(None), LoginSession.ends_at > now
    here = select(func.count()).where(LoginSession.user_id == User.id, *holds)
    linked = select(func.count()).where(LinkedIdentity.user_id == User.id)
    until = select(Invitation.ends_at).where(Invitation.user_id == User.id)
    parts = (each.scalar_subquery() for each in (keys, here, linked, until))
    rows = await session.execute(select(User.id, app, *parts))
    return {user_id: SignInRow(*row) for user_id, *row in rows}


def emergency_of_user(now: BindParameter[datetime]) -> tuple[ScalarSelect[str], ScalarSelect[datetime]]:
    """The role that a person took for the hour, and until when: columns for a statement about users."""
    running = EmergencyAccess.user_id == User.id, EmergencyAccess.ends_at > now
    role = select(EmergencyAccess.role).where(*running).scalar_subquery()
    return role, select(EmergencyAccess.ends_at).where(*running).scalar_subquery()

"""Identities of a provider, each linked with one person: linked first, then good for signing in."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from activities.access import must_stand_at_site
from activities.actors import CLAIMDESK
from activities.doors import Door, Opened, Visit
from activities.invitations import invited_person
from activities.session_tokens import acting, open_session
from activities.sessions import Person
from activities.single_sign_on import Identity, Provider
from activities.transactions import Office, Work
from activities.users import end_sessions
from models.invitations import Invitation
from models.second_factors import LinkedIdentity
from models.users import User
from rules.access import Role
from rules.errors import Conflict, NotAllowed

NOBODY = "Nobody here is linked with this identity: sign in another way and link it, or ask to be invited."
NO_GROUP = "None of your groups at the sign-in service opens this desk: ask your administrator."


async def sign_in_by_identity(
    office: Office, door: Door, provider: Provider, identity: Identity, visit: Visit
) -> Opened:
    """Open a session of the person linked with this identity. Raises NotAllowed when there is none."""
    async with office.begin(CLAIMDESK) as work:
        same = LinkedIdentity.issuer == identity.issuer, LinkedIdentity.subject == identity.subject
        found = select(User).join(LinkedIdentity, LinkedIdentity.user_id == User.id)
        user = await work.session.scalar(found.where(*same, User.active))
        if user is None:
            work.record("refused an identity", f"address:{visit.address}")
    if user is None:
        raise NotAllowed(NOBODY)
    role = role_of(provider.groups, identity.groups)
    await must_stand_at_site(office, user, visit.address)
    async with office.begin(acting(user)) as work:
        if role is not None and role != user.role:
            await _become(work, user.id, role)
        return await open_session(work, door, user, visit, is_strong=identity.is_strong)


async def accept_by_identity(
    office: Office, door: Door, token: str, identity: Identity, visit: Visit
) -> Opened:
    """Take an invitation without a password: from now on this identity is the person's.

    Raises Unknown for an invitation that is over, Conflict for an identity of somebody else.
    """
    async with office.begin(CLAIMDESK) as work:
        user = await invited_person(work, token)
        work.actor = acting(user)
        await _link(work, user.id, identity)
        await work.session.execute(delete(Invitation).where(Invitation.user_id == user.id))
        work.record("accepted an invitation", f"user:{user.id}", by="single sign-on")
        return await open_session(work, door, user, visit, is_strong=identity.is_strong)


async def link_identity(office: Office, person: Person, identity: Identity) -> None:
    """From now on this identity signs this person in. Raises Conflict for one of somebody else."""
    async with office.begin(person.actor) as work:
        await _link(work, person.id, identity)


def role_of(mapping: Mapping[str, Role], groups: tuple[str, ...]) -> Role | None:
    """The role of the first group of the settings that this person is in; None: the settings name none.

    Raises NotAllowed when the settings name groups and the person is in none of them.
    """
    if not mapping:
        return None
    role = next((role for group, role in mapping.items() if group in groups), None)
    if role is None:
        raise NotAllowed(NO_GROUP)
    return role


async def _become(work: Work, user_id: UUID, role: Role) -> None:
    await work.session.execute(update(User).where(User.id == user_id).values(role=role))
    await end_sessions(
        work, user_id, "Your groups at the sign-in service changed your rights: sign in again."
    )
    work.record("changed", f"user:{user_id}", role=role, by="groups of single sign-on")


async def _link(work: Work, user_id: UUID, identity: Identity) -> None:
    row = insert(LinkedIdentity).values(
        issuer=identity.issuer, subject=identity.subject, user_id=user_id, linked_at=work.real_now
    )
    await work.session.execute(row.on_conflict_do_nothing())
    same = LinkedIdentity.issuer == identity.issuer, LinkedIdentity.subject == identity.subject
    if await work.session.scalar(select(LinkedIdentity.user_id).where(*same)) != user_id:
        raise Conflict("This identity belongs to somebody else here.")
    work.record("linked an identity", f"user:{user_id}", issuer=identity.issuer)

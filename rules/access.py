"""Who may do what: roles, permissions, and the two pairs of eyes that give up money."""

from enum import StrEnum
from uuid import UUID

from rules.errors import NotAllowed


class Role(StrEnum):
    """One for each person; logins are never shared."""

    BILLER = "biller"
    CODER = "coder"
    POSTER = "poster"
    FRONT_DESK = "front desk"
    CREDENTIALING = "credentialing"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"
    AUDITOR = "auditor"
    PROVIDER = "provider"
    PRACTICE_OWNER = "practice owner"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    """A deed that not everybody may do."""

    WORK_TASKS = "work tasks"
    TRANSFER_ANY = "transfer any task"
    SEE_DEADLINES = "see the deadline board"
    SEE_TEAM = "see the work of the team"
    SET_ESCALATION = "set who is asked next"
    REVIEW_WORK = "review finished work"
    APPROVE_WRITE_OFF = "approve a write-off"
    MANAGE_TEAMS = "manage teams and allocation"
    KEEP_TEXTS = "keep playbooks and note templates"
    MANAGE_USERS = "manage users"
    MANAGE_SITES = "manage sites"
    IMPORT_FILES = "import files"
    READ_AUDIT = "read the audit trail"
    REVIEW_ACCESS = "review who has access"


_DESK = frozenset({Permission.WORK_TASKS, Permission.SEE_DEADLINES})
_LEAD = _DESK | {
    Permission.SEE_TEAM,
    Permission.REVIEW_WORK,
    Permission.TRANSFER_ANY,
    Permission.APPROVE_WRITE_OFF,
    Permission.IMPORT_FILES,
    Permission.MANAGE_TEAMS,
    Permission.KEEP_TEXTS,
}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.BILLER: _DESK | {Permission.IMPORT_FILES},
    Role.CODER: _DESK,
    Role.POSTER: _DESK | {Permission.IMPORT_FILES},
    Role.FRONT_DESK: _DESK,
    Role.CREDENTIALING: _DESK,
    Role.SUPERVISOR: _LEAD,
    Role.MANAGER: _LEAD | {Permission.SET_ESCALATION, Permission.READ_AUDIT, Permission.REVIEW_ACCESS},
    Role.AUDITOR: frozenset({Permission.SEE_DEADLINES, Permission.READ_AUDIT}),
    Role.PROVIDER: frozenset({Permission.WORK_TASKS}),
    Role.PRACTICE_OWNER: frozenset({Permission.SEE_DEADLINES}),
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.MANAGE_USERS,
            Permission.REVIEW_ACCESS,
            Permission.MANAGE_SITES,
            Permission.MANAGE_TEAMS,
            Permission.IMPORT_FILES,
            Permission.READ_AUDIT,
            Permission.SEE_DEADLINES,
        }
    ),
}


REVIEWERS = tuple(role for role in Role if Permission.REVIEW_ACCESS in PERMISSIONS[role])


def may(role: Role, permission: Permission) -> bool:
    return permission in PERMISSIONS[role]


def require(role: Role, permission: Permission) -> None:
    """Raises NotAllowed, naming the deed and the role."""
    if not may(role, permission):
        raise NotAllowed(f"A {role} may not {permission}.")


def require_second_person(role: Role, requested_by: UUID, approver: UUID) -> None:
    """Approval of a write-off. Raises NotAllowed for the wrong role and for one's own request."""
    require(role, Permission.APPROVE_WRITE_OFF)
    if requested_by == approver:
        raise NotAllowed("Your own request needs somebody else's approval.")

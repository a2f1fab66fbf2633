"""Access: roles and the two pairs of eyes."""

from uuid import UUID

import pytest

from rules.access import PERMISSIONS, Permission, Role, may, require, require_second_person
from rules.errors import NotAllowed

ANN, BEN = UUID(int=1), UUID(int=2)


def test_every_role_is_in_the_map_and_every_permission_is_somebodys() -> None:
    assert set(PERMISSIONS) == set(Role)
    assert set().union(*PERMISSIONS.values()) == set(Permission)


@pytest.mark.parametrize(
    ("role", "permission", "allowed"),
    [
        (Role.BILLER, Permission.WORK_TASKS, True),
        (Role.BILLER, Permission.APPROVE_WRITE_OFF, False),
        (Role.SUPERVISOR, Permission.TRANSFER_ANY, True),
        (Role.MANAGER, Permission.READ_AUDIT, True),
        (Role.AUDITOR, Permission.WORK_TASKS, False),
        (Role.PRACTICE_OWNER, Permission.WORK_TASKS, False),
        (Role.ADMINISTRATOR, Permission.MANAGE_USERS, True),
        (Role.ADMINISTRATOR, Permission.WORK_TASKS, False),
    ],
)
def test_a_role_may_do_what_its_work_needs(role: Role, permission: Permission, allowed: bool) -> None:
    assert may(role, permission) is allowed


def test_a_refusal_names_role_and_deed() -> None:
    with pytest.raises(NotAllowed, match="A poster may not approve a write-off"):
        require(Role.POSTER, Permission.APPROVE_WRITE_OFF)


def test_nobody_approves_their_own_request() -> None:
    require_second_person(Role.SUPERVISOR, ANN, BEN)
    with pytest.raises(NotAllowed, match="somebody else"):
        require_second_person(Role.SUPERVISOR, ANN, ANN)
    with pytest.raises(NotAllowed, match="may not approve"):
        require_second_person(Role.BILLER, ANN, BEN)

"""Groups add up, and never to more than one of them gives."""

from uuid import UUID

import pytest

from watchgate.http.permissions import Permission
from watchgate.identity.oidc.model import Rights
from watchgate.identity.oidc.rights import rights_of
from watchgate.identity.roles import Role

ONE, TWO = UUID(int=1), UUID(int=2)
TABLE = {
    "viewers": Rights(Role.VIEWER),
    "analysts": Rights(Role.ANALYST),
    "approvers": Rights(Role.APPROVER, frozenset({Permission.REVEAL})),
    "admins of one": Rights(Role.ADMIN, workspaces=frozenset({ONE})),
    "analysts of one": Rights(Role.ANALYST, workspaces=frozenset({ONE})),
    "analysts of two": Rights(Role.ANALYST, workspaces=frozenset({TWO})),
}


@pytest.mark.parametrize("groups", [[], ["unknown"], ["Viewers"], ["viewers "]])
def test_no_group_of_the_table_is_no_access(groups):
    assert rights_of(groups, TABLE) is None


def test_one_group_gives_what_stands_there():
    assert rights_of(["approvers", "unknown"], TABLE) == TABLE["approvers"]


def test_two_groups_add_up():
    rights = rights_of(["analysts", "approvers"], TABLE)

    assert rights.permissions == Role.ANALYST.permissions | Role.APPROVER.permissions | {Permission.REVEAL}
    assert rights.workspaces is None


def test_workspaces_add_up_when_the_role_is_the_same():
    rights = rights_of(["analysts of one", "analysts of two"], TABLE)

    assert rights == Rights(Role.ANALYST, workspaces=frozenset({ONE, TWO}))


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        (["admins of one", "viewers"], Rights(Role.VIEWER)),
        (["admins of one", "analysts of two"], Rights(Role.ANALYST, workspaces=frozenset({ONE, TWO}))),
    ],
)
def test_what_is_for_one_workspace_does_not_spread_to_others(groups, expected):
    assert rights_of(groups, TABLE) == expected

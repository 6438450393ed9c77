"""Which role may do what?"""

from enum import StrEnum

from watchgate.http.permissions import GRANTED_ONLY, KEYS_ONLY, Permission


class Role(StrEnum):
    """What a person or an API token is for. Content stays masked for all; to reveal it is granted beside the role."""

    VIEWER = "viewer"
    ANALYST = "analyst"
    APPROVER = "approver"
    ADMIN = "admin"
    AUDITOR = "auditor"

    @property
    def permissions(self) -> frozenset[Permission]:
        return _PERMISSIONS[self]


_PERMISSIONS = {
    Role.VIEWER: frozenset({Permission.READ}),
    Role.ANALYST: frozenset({Permission.READ, Permission.REQUEST, Permission.TAKE_PART}),
    Role.APPROVER: frozenset({Permission.READ, Permission.APPROVE, Permission.TAKE_PART}),
    Role.ADMIN: frozenset(Permission) - GRANTED_ONLY - KEYS_ONLY,
    Role.AUDITOR: frozenset({Permission.READ, Permission.AUDIT}),
}

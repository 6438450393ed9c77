"""What does each route ask of its caller? One table; what does not stand in it is not served."""

from collections.abc import Mapping
from enum import Enum
from typing import Final

from watchgate.http.permissions import Permission


class SignedInOnly(Enum):
    """To be somebody, whoever it is."""

    SIGNED_IN = "signed-in"


PUBLIC: Final = None
"""Asks for nothing, not even a token."""
SIGNED_IN: Final = SignedInOnly.SIGNED_IN
"""Asks for a valid token or session, and no permission: what concerns the caller himself."""

Asks = Permission | SignedInOnly | None
Routes = Mapping[tuple[str, str], Asks]

ROUTES: Routes = {
    ("GET", "/healthz"): PUBLIC,
    ("GET", "/readyz"): PUBLIC,
    ("GET", "/api/v1/openapi.json"): PUBLIC,
    ("POST", "/api/v1/session"): PUBLIC,
    ("GET", "/api/v1/session"): SIGNED_IN,
    ("DELETE", "/api/v1/session"): SIGNED_IN,
    ("POST", "/api/v1/session/password"): SIGNED_IN,
    ("GET", "/api/v1/sessions"): SIGNED_IN,
    ("DELETE", "/api/v1/sessions"): SIGNED_IN,
    ("DELETE", "/api/v1/sessions/{session_id}"): SIGNED_IN,
    ("GET", "/setup"): PUBLIC,
    ("GET", "/invitation"): PUBLIC,
    ("POST", "/api/v1/setup"): PUBLIC,
    ("POST", "/api/v1/invitation"): PUBLIC,
    ("GET", "/api/v1/me"): SIGNED_IN,
    ("GET", "/api/v1/users"): Permission.IDENTITY,
    ("POST", "/api/v1/users"): Permission.IDENTITY,
    ("GET", "/api/v1/users/{user_id}"): Permission.IDENTITY,
    ("PATCH", "/api/v1/users/{user_id}"): Permission.IDENTITY,
    ("DELETE", "/api/v1/users/{user_id}"): Permission.IDENTITY,
    ("POST", "/api/v1/users/{user_id}/disable"): Permission.IDENTITY,
    ("POST", "/api/v1/users/{user_id}/enable"): Permission.IDENTITY,
    ("POST", "/api/v1/users/{user_id}/invite"): Permission.IDENTITY,
    ("GET", "/api/v1/tokens"): SIGNED_IN,
    ("POST", "/api/v1/tokens"): SIGNED_IN,
    ("GET", "/api/v1/tokens/{token_id}"): SIGNED_IN,
    ("POST", "/api/v1/tokens/{token_id}/revoke"): SIGNED_IN,
    ("GET", "/api/v1/workspaces"): Permission.READ,
    ("POST", "/api/v1/workspaces"): Permission.MANAGE,
    ("GET", "/api/v1/workspaces/{workspace_id}"): Permission.READ,
    ("PATCH", "/api/v1/workspaces/{workspace_id}"): Permission.MANAGE,
    ("DELETE", "/api/v1/workspaces/{workspace_id}"): Permission.MANAGE,
    ("POST", "/api/v1/workspaces/{workspace_id}/test"): Permission.MANAGE,
    ("GET", "/api/v1/conversations"): Permission.READ,
    ("GET", "/api/v1/conversations/{workspace_id}/{conversation_id}"): Permission.READ,
    ("POST", "/api/v1/conversations/{workspace_id}/{conversation_id}/reveal"): Permission.REVEAL,
    ("GET", "/api/v1/files"): Permission.READ,
    ("GET", "/api/v1/people"): Permission.READ,
    ("GET", "/api/v1/findings"): Permission.READ,
    ("GET", "/api/v1/findings/summary"): Permission.READ,
    ("GET", "/api/v1/findings/{workspace_id}/{finding_id}"): Permission.READ,
    ("GET", "/api/v1/ingest/status"): Permission.READ,
    ("GET", "/api/v1/ledger/logs"): Permission.AUDIT,
    ("GET", "/api/v1/ledger/logs/{log}/entries"): Permission.AUDIT,
    ("GET", "/api/v1/signin"): PUBLIC,
    ("GET", "/api/v1/signin/{provider}"): PUBLIC,
    ("GET", "/api/v1/signin/{provider}/callback"): PUBLIC,
    ("POST", "/api/v1/signin/{provider}/signout"): SIGNED_IN,
    ("POST", "/api/v1/remediation/requests"): Permission.REQUEST,
    ("GET", "/api/v1/remediation/requests"): Permission.READ,
    ("GET", "/api/v1/remediation/requests/{request_id}"): Permission.READ,
    ("GET", "/api/v1/remediation/requests/{request_id}/objects"): Permission.READ,
    ("GET", "/api/v1/remediation/requests/{request_id}/comments"): Permission.READ,
    ("POST", "/api/v1/remediation/requests/{request_id}/comments"): Permission.TAKE_PART,
    ("POST", "/api/v1/remediation/requests/{request_id}/request"): Permission.REQUEST,
    ("POST", "/api/v1/remediation/requests/{request_id}/approve"): Permission.APPROVE,
    ("POST", "/api/v1/remediation/requests/{request_id}/reject"): Permission.APPROVE,
    ("POST", "/api/v1/remediation/requests/{request_id}/withdraw"): Permission.REQUEST,
    ("POST", "/api/v1/remediation/requests/{request_id}/emergency"): Permission.EMERGENCY,
    ("POST", "/api/v1/remediation/requests/{request_id}/acknowledge"): Permission.APPROVE,
    ("POST", "/api/v1/remediation/requests/{request_id}/run"): Permission.REQUEST,
    ("POST", "/api/v1/remediation/requests/{request_id}/pause"): Permission.TAKE_PART,
    ("POST", "/api/v1/remediation/requests/{request_id}/resume"): Permission.REQUEST,
    ("POST", "/api/v1/remediation/requests/{request_id}/cancel"): Permission.TAKE_PART,
    ("GET", "/api/v1/remediation/requests/{request_id}/notices"): Permission.READ,
    ("GET", "/api/v1/remediation/rules"): Permission.READ,
    ("POST", "/api/v1/remediation/rules"): Permission.REQUEST,
    ("GET", "/api/v1/remediation/rules/{rule_id}"): Permission.READ,
    ("PUT", "/api/v1/remediation/rules/{rule_id}"): Permission.REQUEST,
    ("DELETE", "/api/v1/remediation/rules/{rule_id}"): Permission.REQUEST,
    ("POST", "/api/v1/remediation/rules/{rule_id}/switch"): Permission.REQUEST,
    ("POST", "/api/v1/remediation/rules/{rule_id}/approve"): Permission.APPROVE,
    ("POST", "/api/v1/remediation/rules/{rule_id}/revoke"): Permission.APPROVE,
    ("GET", "/api/v1/gateway-keys"): Permission.IDENTITY,
    ("POST", "/api/v1/gateway-keys"): Permission.IDENTITY,
    ("GET", "/api/v1/gateway-keys/{key_id}"): Permission.IDENTITY,
    ("PATCH", "/api/v1/gateway-keys/{key_id}"): Permission.IDENTITY,
    ("POST", "/api/v1/gateway-keys/{key_id}/rotate"): Permission.IDENTITY,
    ("POST", "/api/v1/gateway-keys/{key_id}/revoke"): Permission.IDENTITY,
    ("GET", "/api/v1/gateway-keys/{key_id}/usage"): Permission.IDENTITY,
    ("GET", "/api/v1/remediation/requests/{request_id}/receipt"): Permission.READ,
    ("GET", "/api/v1/remediation/requests/{request_id}/objects/{number}/receipt"): Permission.READ,
    ("GET", "/api/v1/holds"): Permission.READ,
    ("POST", "/api/v1/holds"): Permission.HOLD,
    ("GET", "/api/v1/holds/{hold_id}"): Permission.READ,
    ("POST", "/api/v1/holds/{hold_id}/release"): Permission.HOLD,
    ("GET", "/api/v1/skills"): Permission.READ,
    ("POST", "/api/v1/skills"): Permission.REQUEST,
    ("GET", "/api/v1/skills/{skill_id}/versions/{version}"): Permission.READ,
    ("GET", "/api/v1/skills/{skill_id}/versions/{version}/archive"): Permission.READ,
    ("GET", "/api/v1/skills/{skill_id}/versions/{version}/changes"): Permission.READ,
    ("POST", "/api/v1/skills/{skill_id}/versions/{version}/submit"): Permission.REQUEST,
    ("POST", "/api/v1/skills/{skill_id}/versions/{version}/approve"): Permission.APPROVE,
    ("POST", "/api/v1/skills/{skill_id}/versions/{version}/send-back"): Permission.APPROVE,
    ("POST", "/api/v1/skills/{skill_id}/versions/{version}/publish"): Permission.MANAGE,
    ("POST", "/api/v1/skills/{skill_id}/versions/{version}/deprecate"): Permission.MANAGE,
    ("POST", "/api/v1/skills/{skill_id}/versions/{version}/withdraw"): Permission.MANAGE,
    ("GET", "/api/v1/skills/presence"): Permission.READ,
    ("GET", "/api/v1/skills/presence/looks"): Permission.READ,
    ("POST", "/api/v1/skills/presence/look"): Permission.MANAGE,
    ("POST", "/api/v1/skills/presence/registrations"): Permission.MANAGE,
    ("DELETE", "/api/v1/skills/presence/registrations/{workspace_id}/{skill_id}"): Permission.MANAGE,
    ("POST", "/api/v1/skills/presence/{workspace_id}/{skill_id}/{target}/reveal"): Permission.REVEAL,
    ("GET", "/api/v1/skills/presence/unmanaged"): Permission.READ,
    ("POST", "/api/v1/skills/presence/unmanaged/reveal"): Permission.REVEAL,
    ("POST", "/api/v1/skills/presence/gpts"): Permission.MANAGE,
    ("GET", "/api/v1/skills/{skill_id}/pushed"): Permission.READ,
    ("GET", "/api/v1/skills/{skill_id}/push"): Permission.MANAGE,
    ("POST", "/api/v1/skills/{skill_id}/push"): Permission.MANAGE,
    ("POST", "/api/v1/skills/{skill_id}/take-back"): Permission.MANAGE,
    ("GET", "/api/v1/platform-keys"): Permission.MANAGE,
    ("PUT", "/api/v1/platform-keys/{project}"): Permission.MANAGE,
    ("GET", "/api/v1/entitlements/{workspace_id}/groups"): Permission.READ,
    ("POST", "/api/v1/entitlements/{workspace_id}/groups/read"): Permission.MANAGE,
    ("POST", "/api/v1/entitlements/{workspace_id}/groups/import"): Permission.MANAGE,
    ("PUT", "/api/v1/entitlements/{workspace_id}/archetypes/{archetype}"): Permission.MANAGE,
    ("GET", "/api/v1/entitlements/{workspace_id}/people/{user_id}/skills"): Permission.READ,
    ("PUT", "/api/v1/entitlements/{workspace_id}/people/{user_id}/skills/{skill_id}"): Permission.MANAGE,
    ("DELETE", "/api/v1/entitlements/{workspace_id}/people/{user_id}/skills/{skill_id}"): Permission.MANAGE,
    ("GET", "/api/v1/entitlements/{workspace_id}/skills/{skill_id}/people"): Permission.READ,
    ("POST", "/hub/v1/records"): Permission.RECORD,
    ("GET", "/api/v1/hub/records"): Permission.READ,
    ("GET", "/api/v1/hub/records/verification"): Permission.AUDIT,
    ("GET", "/api/v1/hub/records/{record_id}"): Permission.READ,
    ("POST", "/api/v1/hub/records/{record_id}/reveal"): Permission.REVEAL,
    ("GET", "/api/v1/hub/governance"): Permission.READ,
    ("POST", "/api/v1/hub/usage/import"): Permission.MANAGE,
    ("GET", "/api/v1/hub/usage/runs"): Permission.READ,
    ("GET", "/api/v1/hub/usage/summary"): Permission.READ,
    ("GET", "/api/v1/hub/usage/unmanaged"): Permission.READ,
    ("GET", "/api/v1/hub/usage/sources"): Permission.READ,
    ("GET", "/api/v1/hub/keys"): Permission.MANAGE,
    ("POST", "/api/v1/hub/keys"): Permission.MANAGE,
    ("POST", "/api/v1/hub/keys/{key_id}/revoke"): Permission.MANAGE,
}

LARGE_BODIES: Mapping[tuple[str, str], int] = {
    ("POST", "/api/v1/skills"): 50_000_000,
    ("POST", "/api/v1/hub/usage/import"): 60_000_000,
}
"""Method and path → how many bytes a body may have there, where that is more than elsewhere."""


class RouteTable:
    """Finds the line of the table that a path belongs to."""

    def __init__(self, routes: Routes) -> None:
        self._templates: dict[tuple[str, ...], dict[str, Asks]] = {}
        for (method, path), asks in routes.items():
            self._templates.setdefault(_segments(path), {})[method] = asks

    def find(self, path: str) -> tuple[Mapping[str, Asks], Mapping[str, str]]:
        """Method → what it asks for, and parameter → value, of the template that *path* matches; both empty without one.

        A literal segment is preferred to a parameter, as in `/conversations/{id}` beside `/conversations/summary`.
        """
        asked = _segments(path)
        matching = [template for template in self._templates if _is_match(template, asked)]
        if not matching:
            return {}, {}
        best = min(matching, key=lambda template: [_is_parameter(part) for part in template])
        named = {part[1:-1]: got for part, got in zip(best, asked, strict=True) if _is_parameter(part)}
        return self._templates[best], named


def _segments(path: str) -> tuple[str, ...]:
    return tuple(path.split("/"))


def _is_parameter(part: str) -> bool:
    return part.startswith("{")


def _is_match(template: tuple[str, ...], asked: tuple[str, ...]) -> bool:
    return len(template) == len(asked) and all(
        part == got or (_is_parameter(part) and got != "") for part, got in zip(template, asked, strict=True)
    )

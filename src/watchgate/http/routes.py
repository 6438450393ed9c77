"""What does each route ask of its caller? One table; what does not stand in it is not served."""

from collections.abc import Mapping

from watchgate.http.permissions import Permission

PUBLIC = None
"""Asks for nothing, not even a token."""

Routes = Mapping[tuple[str, str], Permission | None]

ROUTES: Routes = {
    ("GET", "/healthz"): PUBLIC,
    ("GET", "/readyz"): PUBLIC,
    ("GET", "/api/v1/openapi.json"): PUBLIC,
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
}


class RouteTable:
    """Finds the line of the table that a path belongs to."""

    def __init__(self, routes: Routes) -> None:
        self._templates: dict[tuple[str, ...], dict[str, Permission | None]] = {}
        for (method, path), permission in routes.items():
            self._templates.setdefault(_segments(path), {})[method] = permission

    def methods_of(self, path: str) -> Mapping[str, Permission | None]:
        """Method → permission of the template that *path* matches; empty when there is none.

        A literal segment is preferred to a parameter, as in `/conversations/{id}` beside `/conversations/summary`.
        """
        asked = _segments(path)
        matching = [template for template in self._templates if _is_match(template, asked)]
        if not matching:
            return {}
        return self._templates[min(matching, key=lambda template: [_is_parameter(part) for part in template])]


def _segments(path: str) -> tuple[str, ...]:
    return tuple(path.split("/"))


def _is_parameter(part: str) -> bool:
    return part.startswith("{")


def _is_match(template: tuple[str, ...], asked: tuple[str, ...]) -> bool:
    return len(template) == len(asked) and all(
        part == got or (_is_parameter(part) and got != "") for part, got in zip(template, asked, strict=True)
    )

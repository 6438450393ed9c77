"""Write `docs/reference/routes.md`, who may call which route: `python -m tools.routes`."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from watchgate.app import describe_api
from watchgate.http.application import OPENAPI_PATH
from watchgate.http.permissions import GRANTED_ONLY, WHOLE_ONLY, Permission
from watchgate.http.routes import PUBLIC, ROUTES, SIGNED_IN, Asks
from watchgate.identity.roles import Role

PATH = Path(__file__).parents[1] / "docs/reference/routes.md"

_OPENING = """\
# Routes and permissions

Who may do what: each role's permissions, and the permission that each route of the REST API asks for. What does not stand here is
not served. A test asks every route as every role, with a token and signed in, and compares the answers with this table.

This page is written by `python -m tools.routes`; do not edit it.

## Roles

"""
_ROUTES = """\

## Routes

*Anybody*: without a token or session. *Signed in*: with any valid token or session; what is asked about is one's own. Else the roles
that bring the permission along, or *granted* when it is given to a person by name. Whoever is limited to workspaces sees nothing of
others: they answer as if they were not there (404).

"""


def text() -> str:
    """What the page has to hold."""
    lines = [_OPENING, *_table(_permissions(), ("Permission", *Role, "What it allows")), _ROUTES]
    lines += _table(_routes(), ("Route", "What it does", "Permission", "Who"))
    return "\n".join(line.removesuffix("\n") for line in lines) + "\n"


def _permissions() -> Iterator[tuple[str, ...]]:
    for permission in Permission:
        yield (
            f"`{permission.value}`",
            *(_held(role, permission) for role in Role),
            _meanings()[permission]
            + (" Not for who is limited to workspaces." if permission in WHOLE_ONLY else ""),
        )


def _held(role: Role, permission: Permission) -> str:
    if permission in GRANTED_ONLY:
        return "by grant"
    return "✓" if permission in role.permissions else ""


def _routes() -> Iterator[tuple[str, ...]]:
    described = described_routes()
    for route, asks in ROUTES.items():
        if route in described:
            yield f"`{' '.join(route)}`", described[route], _permission(asks), _who(asks)


def described_routes() -> dict[tuple[str, str], str]:
    """What each route that is served does, in a sentence."""
    described = {
        (method.upper(), path): operation["description"].splitlines()[0]
        for path, operations in describe_api()["paths"].items()
        for method, operation in operations.items()
    }
    return {**described, ("GET", OPENAPI_PATH): "The description of this API, for programs."}


def _permission(asks: Asks) -> str:
    return f"`{asks.value}`" if isinstance(asks, Permission) else ""


def _who(asks: Asks) -> str:
    if asks is PUBLIC:
        return "anybody"
    if asks is SIGNED_IN:
        return "signed in"
    roles = [role.value for role in Role if asks in role.permissions]
    return "everybody with a role" if len(roles) == len(Role) else ", ".join(roles) or "granted"


def _meanings() -> dict[Permission, str]:
    """The sentence below each permission, where it is defined."""
    lines = (Path(__file__).parents[1] / "src/watchgate/http/permissions.py").read_text().splitlines()
    below = {
        one.strip().partition(" = ")[0]: lines[number + 1].strip() for number, one in enumerate(lines[:-1])
    }
    return {permission: below[permission.name].strip('"') for permission in Permission}


def _table(rows: Iterable[tuple[str, ...]], columns: tuple[str, ...]) -> Iterator[str]:
    yield f"| {' | '.join(columns)} |"
    yield f"|{' --- |' * len(columns)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '/') for cell in row)} |"


if __name__ == "__main__":
    PATH.parent.mkdir(parents=True, exist_ok=True)
    PATH.write_text(text(), encoding="utf-8")

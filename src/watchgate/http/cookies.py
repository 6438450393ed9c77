"""How do our cookies look? `__Host-…`, out of reach of scripts; without Secure only on plain http at a loopback address.

| reached by | name | Secure |
|---|---|---|
| https, or any name that is not loopback | `__Host-watchgate` | yes |
| http://127.0.0.1, http://[::1], http://localhost | `watchgate` | no: some browsers keep Secure cookies from plain http even there |
"""

import ipaddress
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

SESSION_COOKIE = "watchgate"
_MAX_COOKIE_CHARS = 4096

Scope = Mapping[str, Any]


def set_cookie(
    response: Response, request: Request, name: str, value: str, *, lives_s: int | None = None
) -> None:
    """Give the browser a cookie; without *lives_s*, until it is closed."""
    is_secure = not is_plain_loopback(request.scope)
    response.set_cookie(
        _full_name(request.scope, name),
        value,
        max_age=lives_s,
        secure=is_secure,
        httponly=True,
        samesite="lax",
    )


def clear_cookie(response: Response, request: Request, name: str) -> None:
    """Have the browser forget it."""
    is_secure = not is_plain_loopback(request.scope)
    response.delete_cookie(_full_name(request.scope, name), secure=is_secure, httponly=True, samesite="lax")


def cookie_of(scope: Scope, name: str) -> str | None:
    """The value of our cookie; None when there is none, or two that differ (then one was planted)."""
    wanted = _full_name(scope, name)
    values = {value for key, value in _pairs(scope) if key == wanted}
    return values.pop() if len(values) == 1 else None


def is_plain_loopback(scope: Scope) -> bool:
    """Was it asked over plain http, by an address of the same machine?"""
    if scope["scheme"] != "http":
        return False
    return is_loopback(host_of(scope))


def is_loopback(netloc: str) -> bool:
    """Does `host` or `host:port` name the same machine?"""
    host = netloc.rpartition(":")[0] if _has_port(netloc) else netloc
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def host_of(scope: Scope) -> str:
    """`host` or `host:port` as the request names it, in lower case; empty when it does not, or more than once."""
    values = [value for name, value in scope["headers"] if name == b"host"]
    return str(values[0].decode("latin-1")).strip().lower() if len(values) == 1 else ""


def _has_port(host: str) -> bool:
    return host.rpartition(":")[2].isdecimal() and (not host.startswith("[") or "]:" in host)


def _full_name(scope: Scope, name: str) -> str:
    return name if is_plain_loopback(scope) else f"__Host-{name}"


def _pairs(scope: Scope) -> list[tuple[str, str]]:
    text = "; ".join(value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie")
    if len(text) > 2 * _MAX_COOKIE_CHARS:
        return []
    parts = (part.strip().partition("=") for part in text.split(";"))
    return [(name, value) for name, _, value in parts]

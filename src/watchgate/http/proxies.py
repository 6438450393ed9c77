"""Who is really asking, when a proxy stands between? What the socket says, unless a proxy we trust says otherwise."""

import ipaddress
from collections.abc import Iterable

from starlette.types import ASGIApp, Receive, Scope, Send

Headers = list[tuple[bytes, bytes]]
_FORWARDED = (b"x-forwarded-for", b"x-forwarded-proto", b"x-forwarded-host")


class TrustedProxies:
    """Outermost of all: puts the client's own address, scheme and host into the scope.

    The address is the last one in `X-Forwarded-For` that is not itself a trusted proxy: what stands before it, the client
    may have written. Without trust the headers are dropped, so that nothing behind can fall for them.
    """

    def __init__(self, app: ASGIApp, trusted: Iterable[str] = ()) -> None:
        self._app = app
        self._trusted = [ipaddress.ip_network(one) for one in trusted]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers = [pair for pair in scope["headers"] if pair[0] not in _FORWARDED]
            if self._is_trusted(client_address(scope)):
                scope = self._believing(scope, headers)
            else:
                scope = {**scope, "headers": headers}
        await self._app(scope, receive, send)

    def _believing(self, scope: Scope, headers: Headers) -> Scope:
        client = scope["client"]
        for address in reversed(_listed(scope, b"x-forwarded-for")):
            if not _is_address(address):
                break
            client = (address, 0)
            if not self._is_trusted(address):
                break
        scheme = (_listed(scope, b"x-forwarded-proto") or [scope["scheme"]])[-1].lower()
        if host := _listed(scope, b"x-forwarded-host"):
            headers = [pair for pair in headers if pair[0] != b"host"] + [
                (b"host", host[-1].encode("latin-1"))
            ]
        return {
            **scope,
            "client": client,
            "scheme": scheme if scheme in {"http", "https"} else scope["scheme"],
            "headers": headers,
        }

    def _is_trusted(self, address: str) -> bool:
        return _is_address(address) and any(ipaddress.ip_address(address) in net for net in self._trusted)


def client_address(scope: Scope) -> str:
    """The address that asks; empty when it is not known (a UNIX socket)."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def _listed(scope: Scope, wanted: bytes) -> list[str]:
    text = ",".join(value.decode("latin-1") for name, value in scope["headers"] if name == wanted)
    return [part.strip() for part in text.split(",") if part.strip()]


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True

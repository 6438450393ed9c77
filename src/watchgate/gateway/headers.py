"""Which headers travel on, in each direction?"""

from collections.abc import Iterable

from watchgate.gateway.replies import Headers

HOP_BY_HOP = frozenset(
    b"connection keep-alive proxy-connection proxy-authenticate proxy-authorization te trailer transfer-encoding upgrade".split(),
)
"""RFC 9110 §7.6.1."""

_STAYS_HERE = HOP_BY_HOP | {
    b"host", b"content-length", b"accept-encoding", b"expect", b"cookie", b"forwarded", b"x-forwarded-for", b"x-forwarded-host",
    b"x-forwarded-proto", b"x-forwarded-port", b"x-real-ip", b"via",
}  # fmt: skip
_OURS = b"x-watchgate-"


def to_upstream(
    headers: Iterable[tuple[bytes, bytes]],
    *,
    credential: str | None,
    organization: str | None = None,
    project: str | None = None,
) -> Headers:
    """The client's end-to-end headers with the target's credential instead of the client's own.

    Without a credential the client's `Authorization` travels on. We must be able to read the answer, so no compression is asked for.
    """
    own: dict[bytes, str | None] = {
        b"authorization": f"Bearer {credential}" if credential else None,
        b"openai-organization": organization,
        b"openai-project": project,
    }
    replaced = {name for name, value in own.items() if value}
    named_in_connection = _named_in_connection(headers)
    onward = [
        (name, value)
        for name, value in headers
        if name not in _STAYS_HERE
        and name not in replaced
        and not name.startswith(_OURS)
        and name not in named_in_connection
    ]
    onward += [(name, value.encode()) for name, value in own.items() if value]
    onward.append((b"accept-encoding", b"identity"))
    return onward


def to_client(headers: Iterable[tuple[bytes, bytes]], *, exchange_id: str, drop: frozenset[bytes] = frozenset()) -> Headers:
    """The target's end-to-end headers and our own id. Framing is ours; cookies of a target are no business of the client."""
    named_in_connection = _named_in_connection(headers)
    onward = [
        (name, value)
        for name, value in headers
        if name not in HOP_BY_HOP
        and name not in {b"content-length", b"date", b"server", b"set-cookie", b"alt-svc", b"strict-transport-security"}
        and name not in drop
        and name not in named_in_connection
    ]
    onward.append((b"x-watchgate-exchange", exchange_id.encode()))
    return onward


def get(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> str | None:
    """The first value of a header, or None."""
    for key, value in headers:
        if key == name:
            return value.decode("latin-1")
    return None


def _named_in_connection(headers: Iterable[tuple[bytes, bytes]]) -> frozenset[bytes]:
    for name, value in headers:
        if name == b"connection":
            return frozenset(token.strip().lower() for token in value.split(b","))
    return frozenset()

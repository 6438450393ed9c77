"""Which headers travel on, in each direction?"""

from watchgate.gateway.replies import Headers

HOP_BY_HOP = frozenset(
    b"connection keep-alive proxy-connection proxy-authenticate proxy-authorization te trailer transfer-encoding upgrade".split(),
)
"""RFC 9110 §7.6.1."""

_STAYS_HERE = HOP_BY_HOP | {
    b"host", b"content-length", b"accept-encoding", b"expect", b"cookie", b"forwarded", b"x-forwarded-for", b"x-forwarded-host",
    b"x-forwarded-proto", b"x-forwarded-port", b"x-real-ip", b"via",
}  # fmt: skip
_ANSWER_STAYS_HERE = HOP_BY_HOP | {
    b"content-length",
    b"date",
    b"server",
    b"set-cookie",
    b"alt-svc",
    b"strict-transport-security",
}
_AUTHORIZATION = frozenset({b"authorization"})
_NONE: frozenset[bytes] = frozenset()
_OURS = b"x-watchgate-"
_GATEWAY_KEY = b"wgk_"


def to_upstream(
    headers: Headers,
    *,
    credential: str | None,
    organization: str | None = None,
    project: str | None = None,
) -> Headers:
    """The client's end-to-end headers with the target's credential instead of the client's own.

    Without a credential the client's `Authorization` travels on, but never a key of our own. We must be able to read the answer, so no compression is asked for.
    """
    onward: Headers = [(b"accept-encoding", b"identity")]
    replaced: frozenset[bytes] = frozenset()
    if credential:
        onward.append((b"authorization", b"Bearer " + credential.encode()))
        replaced = _AUTHORIZATION
    for name, value in ((b"openai-organization", organization), (b"openai-project", project)):
        if value:
            onward.append((name, value.encode()))
            replaced |= {name}
    stays = _STAYS_HERE | replaced | _named_in_connection(headers)
    onward += [
        header
        for header in headers
        if header[0] not in stays and not header[0].startswith(_OURS) and _GATEWAY_KEY not in header[1]
    ]
    return onward


def to_client(headers: Headers, *, exchange_id: str, drop: frozenset[bytes] = frozenset()) -> Headers:
    """The target's end-to-end headers and our own id. Framing is ours; cookies of a target are no business of the client."""
    stays = _ANSWER_STAYS_HERE | drop | _named_in_connection(headers)
    onward = [header for header in headers if header[0] not in stays]
    onward.append((b"x-watchgate-exchange", exchange_id.encode()))
    return onward


def get(headers: Headers, name: bytes) -> str | None:
    """The first value of a header, or None."""
    for key, value in headers:
        if key == name:
            return value.decode("latin-1")
    return None


def _named_in_connection(headers: Headers) -> frozenset[bytes]:
    for name, value in headers:
        if name == b"connection":
            return frozenset(token.strip().lower() for token in value.split(b","))
    return _NONE

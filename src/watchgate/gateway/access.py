"""May this client come in?

`auto`: programs on this machine need no key; everybody else is refused. A request counts as local only when the connection comes
from a loopback address, no proxy says that it came from elsewhere, and no foreign web page sent it through somebody's browser.
"""

from collections.abc import Mapping
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from watchgate.gateway.replies import Reply, refusal

_FORWARDED = frozenset({b"forwarded", b"x-forwarded-for", b"x-real-ip"})


def refuse_client(auth: str, peer: str | None, headers: Mapping[bytes, bytes]) -> Reply | None:
    """The refusal, or None when the client may come in."""
    if auth == "none" or _is_local(peer, headers):
        return None
    return refusal(
        401,
        "invalid_api_key",
        "This Watchgate gateway lets only programs on its own machine in without a key, and this request came from elsewhere. "
        "Send a gateway key (wgk_…) as the API key; whoever runs the gateway makes one with `watchgate keys create`, or opens it to "
        "everybody with `clients: {auth: none}` in the policy pack.",
    )


def _is_local(peer: str | None, headers: Mapping[bytes, bytes]) -> bool:
    if not _is_loopback(peer) or not headers.keys().isdisjoint(_FORWARDED):
        return False
    origin = headers.get(b"origin")
    return _is_local_host(headers.get(b"host")) and (origin is None or _is_local_origin(origin))


def _is_local_origin(origin: bytes) -> bool:
    return _is_local_host(urlsplit(origin).netloc)


@lru_cache(maxsize=256)
def _is_local_host(netloc: bytes | None) -> bool:
    if netloc is None:
        return True
    host = urlsplit(b"//" + netloc).hostname or b""
    return host == b"localhost" or _is_loopback(host.decode("latin-1"))


@lru_cache(maxsize=256)
def _is_loopback(address: str | None) -> bool:
    try:
        parsed = ip_address(address or "")
    except ValueError:
        return False
    mapped = getattr(parsed, "ipv4_mapped", None)
    return (mapped or parsed).is_loopback

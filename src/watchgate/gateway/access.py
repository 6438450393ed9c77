"""May this client come in?

`auto`: programs on this machine need no key; everybody else is refused. A request counts as local only when the connection comes
from a loopback address, no proxy says that it came from elsewhere, and no foreign web page sent it through somebody's browser.
"""

from ipaddress import ip_address
from urllib.parse import urlsplit

from watchgate.gateway.headers import get
from watchgate.gateway.replies import Headers, Reply, refusal

_FORWARDED = (b"forwarded", b"x-forwarded-for", b"x-real-ip")


def refuse_client(auth: str, peer: str | None, headers: Headers) -> Reply | None:
    """The refusal, or None when the client may come in."""
    if auth == "none" or _is_local(peer, headers):
        return None
    return refusal(
        401,
        "invalid_api_key",
        "This Watchgate gateway lets only programs on its own machine in without a key, and this request came from elsewhere. "
        "Run the client on the gateway's machine, or ask whoever runs the gateway: they can open it to the network with "
        "`clients: {auth: none}` in the policy pack.",
    )


def _is_local(peer: str | None, headers: Headers) -> bool:
    if not _is_loopback(peer) or any(name in _FORWARDED for name, _ in headers):
        return False
    origin = get(headers, b"origin")
    return _is_local_host(get(headers, b"host")) and (origin is None or _is_local_host(urlsplit(origin).netloc))


def _is_local_host(netloc: str | None) -> bool:
    if netloc is None:
        return True
    host = urlsplit(f"//{netloc}").hostname
    return host == "localhost" or _is_loopback(host)


def _is_loopback(address: str | None) -> bool:
    try:
        parsed = ip_address(address or "")
    except ValueError:
        return False
    mapped = getattr(parsed, "ipv4_mapped", None)
    return (mapped or parsed).is_loopback

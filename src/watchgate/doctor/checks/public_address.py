"""Under which address do people come, and are passwords and sessions protected on the way?"""

import ipaddress
from urllib.parse import urlsplit

from watchgate.doctor.model import Lines, ok, warning
from watchgate.settings import Settings

_NAME = "public address"
_PROXY = (
    "Put a proxy with TLS before it, and set public_url and trusted_proxies: docs/sign-in.md, behind a proxy."
)


async def look(settings: Settings) -> Lines:
    """One line."""
    host = settings.listen.rpartition(":")[0].strip("[]")
    if settings.public_url is None:
        if _is_loopback(host):
            return [ok(_NAME, f"this machine only, at http://{settings.listen}")]
        detail = f"{settings.listen} is open to the network, where plain http protects nothing"
        return [warning(_NAME, detail, _PROXY)]
    parts = urlsplit(settings.public_url)
    if parts.scheme != "https" and not _is_loopback(parts.hostname or ""):
        detail = (
            f"{settings.public_url} is not https: passwords travel unprotected, and browsers keep no session"
        )
        return [warning(_NAME, detail, _PROXY)]
    if parts.scheme == "https" and not settings.trusted_proxies:
        detail = f"{settings.public_url}, but no proxy is trusted: everybody seems to come from the proxy's address"
        return [warning(_NAME, detail, "Set trusted_proxies to the proxy's address.")]
    return [ok(_NAME, settings.public_url)]


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

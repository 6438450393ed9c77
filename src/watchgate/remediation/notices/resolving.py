"""To which address does a webhook go? Looked up once, judged, and then used: a name that changes meanwhile changes nothing."""

import asyncio
import ipaddress
import socket

from watchgate.remediation.notices.model import NotDelivered


async def address_of(host: str, port: int, *, allow_private: bool) -> str:
    """An address of *host*; all it has must be public, unless private ones are allowed. Raises NotDelivered."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotDelivered("the webhook's name is not known", is_final=False) from None
    addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
    if not allow_private and not all(_is_public(one) for one in addresses):
        raise NotDelivered(
            "the webhook's name leads to a private address; `allow_private` permits that", is_final=True
        )
    return addresses[0]


def _is_public(text: str) -> bool:
    address = ipaddress.ip_address(text.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    if mapped is not None:
        address = mapped
    return address.is_global and not address.is_multicast

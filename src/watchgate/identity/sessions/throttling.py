"""How long has the next attempt to sign in to wait? Twice as long after each, once the free ones are used up.

| counted for | free attempts | then | at most |
|---|---|---|---|
| an account (known or not) | 5 | 1 s, 2 s, 4 s … | 5 min |
| an address (IPv6: its /64) | 20 | 1 s, 2 s, 4 s … | 15 min |

The account's count is forgotten with a sign-in that succeeds, both an hour after the last attempt.
"""

import ipaddress
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256
from unicodedata import normalize

FORGOTTEN_AFTER = timedelta(hours=1)
_IPV6_PREFIX = 64


class Counted(StrEnum):
    ACCOUNT = "account"
    ADDRESS = "address"

    @property
    def free(self) -> int:
        """So many attempts need not wait for each other."""
        return 5 if self is Counted.ACCOUNT else 20

    @property
    def longest(self) -> timedelta:
        return timedelta(minutes=5 if self is Counted.ACCOUNT else 15)


@dataclass(frozen=True, slots=True)
class Subject:
    """What attempts are counted for, in a form that does not say what it is."""

    counted: Counted
    digest: bytes


def account(email: str) -> Subject:
    return _subject(Counted.ACCOUNT, normalize("NFC", email).casefold().strip())


def address(text: str) -> Subject:
    """IPv6 addresses of one /64 are one subject: a single machine has all of them."""
    try:
        parsed = ipaddress.ip_address(text)
    except ValueError:
        return _subject(Counted.ADDRESS, text)
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return _subject(Counted.ADDRESS, str(parsed.ipv4_mapped))
        return _subject(Counted.ADDRESS, str(ipaddress.ip_network((parsed, _IPV6_PREFIX), strict=False)))
    return _subject(Counted.ADDRESS, str(parsed))


def delay_after(counted: Counted, attempts: int) -> timedelta:
    """How long the next attempt waits, after so many that did not succeed."""
    beyond = attempts - counted.free
    if beyond < 0:
        return timedelta()
    return min(timedelta(seconds=2 ** min(beyond, 20)), counted.longest)


def _subject(counted: Counted, text: str) -> Subject:
    return Subject(counted, sha256(f"{counted}:{text}".encode("utf-8", "surrogatepass")).digest())

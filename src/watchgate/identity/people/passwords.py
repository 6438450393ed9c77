"""Will this password do, and is it the one? argon2id, in threads, a few at a time: each takes 64 MiB for a moment."""

import asyncio
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from watchgate.identity.people.model import email_key
from watchgate.kernel.content import Content
from watchgate.kernel.errors import UserError

MIN_CHARS = 12
MAX_CHARS = 256
_AT_ONCE = 2
_COMMON = frozenset(
    [
        "password1234",
        "passwordpassword",
        "123456789012",
        "1234567890123",
        "qwertyuiopas",
        "qwertyuiop123",
        "administrator",
        "administrator1",
        "letmeinletmein",
        "iloveyou1234",
        "welcome12345",
        "watchgate123",
        "changemenow1",
        "aaaaaaaaaaaa",
    ]
)
_hasher = PasswordHasher()


class WeakPassword(UserError):
    """The password is easy to guess."""


class Passwords:
    """Hashes passwords and compares them. One for a process: its bound is for all of it."""

    def __init__(self) -> None:
        self._slots = asyncio.Semaphore(_AT_ONCE)

    async def hash(self, password: Content) -> str:
        async with self._slots:
            return await asyncio.to_thread(lambda: _hasher.hash(password.reveal()))

    async def is_right(self, password: Content, known: str | None) -> bool:
        """Without a *known* hash it is wrong, and takes as long."""
        async with self._slots:
            return await asyncio.to_thread(_is_right, password, known)


def check(password: Content, email: str, name: str) -> None:
    """Raises WeakPassword: too short, too long, a common one, or made of the person's own name."""
    text = password.reveal()
    if not MIN_CHARS <= len(text) <= MAX_CHARS:
        raise WeakPassword(f"A password has {MIN_CHARS} to {MAX_CHARS} characters. Choose another.")
    folded = email_key(text)
    own = {email_key(email), email_key(email).partition("@")[0], email_key(name)}
    if folded in _COMMON | own or len(set(folded)) < 4:
        raise WeakPassword("This password is easy to guess. Choose another; a sentence is good.")


def needs_rehash(known: str) -> bool:
    return _hasher.check_needs_rehash(known)


def _is_right(password: Content, known: str | None) -> bool:
    try:
        return _hasher.verify(known or _nobodys(), password.reveal()) and known is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys() -> str:
    return _hasher.hash("nobody has this one")

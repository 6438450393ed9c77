"""Will this password do, and is it the one? argon2id, in threads, a few at a time: each takes 64 MiB for a moment."""

import asyncio
from functools import cache
from pathlib import Path
from unicodedata import normalize

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from watchgate.identity.people.model import email_key
from watchgate.kernel.content import Content
from watchgate.kernel.errors import UserError

MIN_CHARS = 12
MAX_CHARS = 256
_AT_ONCE = 2
_FEW = 4
"""A password of fewer different characters is as good as a short one."""
_hasher = PasswordHasher()


class WeakPassword(UserError):
    """The password is easy to guess."""


class Passwords:
    """Hashes passwords and compares them. One for a process: its bound is for all of it."""

    def __init__(self) -> None:
        self._slots = asyncio.Semaphore(_AT_ONCE)

    async def hash(self, password: Content) -> str:
        async with self._slots:
            return await asyncio.to_thread(lambda: _hasher.hash(_plain(password)))

    async def is_right(self, password: Content, known: str | None) -> bool:
        """Without a *known* hash it is wrong, and takes as long."""
        async with self._slots:
            return await asyncio.to_thread(_is_right, password, known)


def check(password: Content, email: str, name: str) -> None:
    """Raises WeakPassword: too short, too long, a common one, or made of the person's own name (NIST SP 800-63B §3.1.1.2)."""
    text = _plain(password)
    if not MIN_CHARS <= len(text) <= MAX_CHARS:
        raise WeakPassword(f"A password has {MIN_CHARS} to {MAX_CHARS} characters. Choose another.")
    folded = email_key(text)
    before, _, after = email_key(email).partition("@")
    own = {email_key(email), before, before + after, email_key(name), email_key(name).replace(" ", "")}
    is_own = folded in own or any(folded == part * (len(folded) // len(part)) for part in own if part)
    if folded in _common() or is_own or len(set(folded)) < _FEW:
        raise WeakPassword("This password is easy to guess. Choose another; a sentence is good.")


def needs_rehash(known: str) -> bool:
    return _hasher.check_needs_rehash(known)


def _is_right(password: Content, known: str | None) -> bool:
    nobodys = _nobodys()  # also when it is not needed: who is the first to ask must not show in the time
    try:
        return _hasher.verify(known or nobodys, _plain(password)) and known is not None
    except (VerificationError, InvalidHashError):
        return False


def _plain(password: Content) -> str:
    """The same on every keyboard: one character can be written in several ways."""
    return normalize("NFKC", password.reveal())


@cache
def _nobodys() -> str:
    return _hasher.hash("nobody has this one")


@cache
def _common() -> frozenset[str]:
    lines = (Path(__file__).parent / "common_passwords.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))

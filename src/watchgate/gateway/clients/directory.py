"""Whose key is this? The keys of one file, found by the hash of what the client sends.

What is compared is a hash of 256 random bits, so how long it takes says nothing that helps to guess one.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import Enum

from watchgate.gateway.clients.client import Client
from watchgate.identity.gateway_keys.file import KeyEntry
from watchgate.identity.gateway_keys.model import hash_of
from watchgate.policy.globs import any_name


class NoKey(Enum):
    """Why a key lets nobody in."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"


class Directory:
    """The keys in force. Frozen after construction."""

    def __init__(self, entries: Iterable[KeyEntry] = ()) -> None:
        self._found: dict[bytes, tuple[Client, float | None]] = {}
        self.size = 0
        for entry in entries:
            self.size += 1
            client = _client(entry)
            for secret in entry.secrets:
                ends = _earlier(entry.expires_at, secret.valid_until)
                self._found[bytes.fromhex(secret.sha256)] = (client, ends)

    def find(self, key: bytes, now_s: float) -> Client | NoKey:
        """Whose *key* is, at this time (seconds since 1970)."""
        found = self._found.get(hash_of(key))
        if found is None:
            return NoKey.UNKNOWN
        client, ends = found
        return client if ends is None or now_s < ends else NoKey.EXPIRED


def _client(entry: KeyEntry) -> Client:
    allowance = entry.allowance
    may_ask = any_name(allowance.models) if allowance.models else None
    return Client(entry.id, entry.team, entry.project, allowance, may_ask)


def _earlier(*moments: datetime | None) -> float | None:
    return min((moment.timestamp() for moment in moments if moment is not None), default=None)

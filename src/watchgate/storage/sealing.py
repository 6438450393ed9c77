"""How is other people's text sealed at rest? AES-256-GCM under one data key for each workspace, wrapped by a KEK.

Deleting a data key erases everything that was sealed with it.
"""

import hmac
import os
from hashlib import sha256
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.kernel.clock import Clock, utc_now
from watchgate.kernel.errors import UserError
from watchgate.kernel.randomness import random_bytes
from watchgate.settings import Settings, key_encryption_keys
from watchgate.storage import data_keys
from watchgate.storage.key_encryption import KEY_BYTES, FileKeys, HeldKeys, KeyEncryption, held_keys_from_text

__all__ = ["DataKeyErased", "Keyring", "SealBroken", "WorkspaceSealer", "key_encryption", "rewrap_all"]

FINGERPRINT_BYTES = 16
_VERSION = b"\x01"
_NONCE_BYTES = 12
_OVERHEAD_BYTES = len(_VERSION) + _NONCE_BYTES + 16


class SealBroken(UserError):
    """Sealed bytes that were changed, cut, moved to another place, or sealed with another key."""


class DataKeyErased(UserError):
    """There is no data key: the workspace was erased, or never enrolled."""


class WorkspaceSealer:
    """Seals and opens what belongs to one workspace. Safe from any thread."""

    def __init__(self, data_key: bytes) -> None:
        self._data_key = data_key
        self._cipher = AESGCM(_derived(data_key, b"watchgate seal 1"))
        self._fingerprints = hmac.new(_derived(data_key, b"watchgate fingerprint 1"), digestmod=sha256)

    def seal(self, plaintext: bytes, *, context: bytes) -> bytes:
        """*plaintext*, sealed for the place that *context* names: version byte, nonce, ciphertext and tag (29 bytes more)."""
        nonce = random_bytes(_NONCE_BYTES)
        return _VERSION + nonce + self._cipher.encrypt(nonce, plaintext, context)

    def open(self, sealed: bytes, *, context: bytes) -> bytes:
        """What was sealed for this place. Raises SealBroken."""
        if sealed[:1] != _VERSION or len(sealed) < _OVERHEAD_BYTES:
            raise SealBroken("This sealed text is not one of ours, or was cut. Restore it from a backup.")
        try:
            return self._cipher.decrypt(sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :], context)
        except InvalidTag:
            raise SealBroken(
                "This sealed text was changed since it was written, or belongs elsewhere. Restore it from a backup."
            ) from None

    def fingerprint(self, value: bytes) -> bytes:
        """16 bytes that are the same for the same value of the same workspace, and say nothing else about it."""
        digest = self._fingerprints.copy()
        digest.update(value)
        return digest.digest()[:FINGERPRINT_BYTES]

    def reveal_data_key(self) -> bytes:
        """The key itself, to hand to a process of ours over a pipe (`WorkspaceSealer(key)` there). Never to be stored."""
        return self._data_key


class Keyring:
    """Gives out the sealers of workspaces. Nothing is cached: an erased key is gone at once."""

    def __init__(self, kek: KeyEncryption, clock: Clock = utc_now) -> None:
        self._kek = kek
        self._clock = clock

    async def for_workspace(self, tx: AsyncConnection, workspace_id: UUID) -> WorkspaceSealer:
        """The workspace's sealer; its data key is made when there is none. Raises UserError when it cannot be unwrapped."""
        found = await data_keys.find(tx, self._kek, workspace_id)
        if found is None:
            await data_keys.make(tx, self._kek, workspace_id, os.urandom(KEY_BYTES), self._clock())
            return await self.existing(tx, workspace_id)
        return WorkspaceSealer(found)

    async def existing(self, tx: AsyncConnection, workspace_id: UUID) -> WorkspaceSealer:
        """The workspace's sealer, also in a transaction that only reads. Raises DataKeyErased when there is none."""
        found = await data_keys.find(tx, self._kek, workspace_id)
        if found is None:
            raise DataKeyErased(
                f"The workspace {workspace_id} has no data key: it was erased, or never enrolled."
            )
        return WorkspaceSealer(found)

    async def erase(self, tx: AsyncConnection, workspace_id: UUID) -> None:
        """Delete the data key: what it sealed can never be opened again (but with a backup that holds the key)."""
        await data_keys.delete(tx, workspace_id)


async def rewrap_all(tx: AsyncConnection, old: KeyEncryption, new: KeyEncryption) -> int:
    """Wrap every data key anew; returns how many. New data keys wait until the transaction ends. Raises UserError."""
    return await data_keys.rewrap(tx, old, new)


def _derived(data_key: bytes, purpose: bytes) -> bytes:
    return hmac.digest(data_key, purpose, sha256)


def key_encryption(settings: Settings) -> FileKeys | HeldKeys:
    """The KEK in force: `WATCHGATE_KEK`, else the file in the data folder (made on first use). Raises UserError."""
    text = key_encryption_keys()
    return held_keys_from_text(text) if text else FileKeys(settings.data_dir)

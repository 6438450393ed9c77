"""What protects the data keys? A key-encryption key (KEK) that never enters the database: in a file, the environment, or a KMS."""

import base64
import binascii
import os
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from watchgate.kernel.errors import UserError

KEY_BYTES = 32
_NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A data key, encrypted under the KEK with the id *kek_id*."""

    kek_id: str
    wrapped: bytes


class KeyEncryption(Protocol):
    """The port for a KMS. Methods may block; they are called from threads. Both raise UserError."""

    @property
    def key_id(self) -> str:
        """Which KEK wraps now?"""

    def wrap(self, data_key: bytes, *, context: bytes) -> Wrapped:
        """Encrypt under the current KEK. *context* is authenticated, not stored."""

    def unwrap(self, wrapped: Wrapped, *, context: bytes) -> bytes:
        """Decrypt. An older KEK may do it too, as long as it is at hand."""


class HeldKeys:
    """KEKs that we hold ourselves: the first wraps, all unwrap. AES-256-GCM."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        self._ciphers = {key_id_of(key): AESGCM(key) for key in keys}
        self._current = key_id_of(keys[0])

    @property
    def key_id(self) -> str:
        return self._current

    def wrap(self, data_key: bytes, *, context: bytes) -> Wrapped:
        nonce = os.urandom(_NONCE_BYTES)
        return Wrapped(self._current, nonce + self._ciphers[self._current].encrypt(nonce, data_key, context))

    def unwrap(self, wrapped: Wrapped, *, context: bytes) -> bytes:
        cipher = self._ciphers.get(wrapped.kek_id)
        if cipher is None:
            raise UserError(
                f"A data key is wrapped with the key-encryption key {wrapped.kek_id}, but at hand is {self._current}. "
                "Bring back keys/kek of this database, or set WATCHGATE_KEK to it."
            )
        nonce, body = wrapped.wrapped[:_NONCE_BYTES], wrapped.wrapped[_NONCE_BYTES:]
        try:
            return cipher.decrypt(nonce, body, context)
        except InvalidTag:
            raise UserError(
                "A wrapped data key was changed, or moved to another workspace. Restore it from a backup."
            ) from None


class FileKeys:
    """The KEK of a data folder, `keys/kek` (0600, made on first use). Read each time: another process may rotate it."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir / "keys"
        _make_first(self._folder)

    @property
    def key_id(self) -> str:
        return self._held().key_id

    def wrap(self, data_key: bytes, *, context: bytes) -> Wrapped:
        return self._held().wrap(data_key, context=context)

    def unwrap(self, wrapped: Wrapped, *, context: bytes) -> bytes:
        return self._held().unwrap(wrapped, context=context)

    @property
    def has_previous(self) -> bool:
        """Is the KEK before the present one still there, from a rotation that is under way or was cut short?"""
        return (self._folder / "kek.previous").exists()

    def prepare_next(self) -> HeldKeys:
        """A new KEK on disk, as `keys/kek.next`; it wraps nothing of ours until `adopt_next`."""
        next_key = os.urandom(KEY_BYTES)
        (self._folder / "kek.next").unlink(missing_ok=True)
        _write(self._folder / "kek.next", next_key)
        return HeldKeys([next_key])

    def adopt_next(self) -> None:
        """From now on the next KEK wraps. The one before stays as `keys/kek.previous` until `forget_previous`."""
        (self._folder / "kek.previous").unlink(missing_ok=True)
        os.link(self._folder / "kek", self._folder / "kek.previous")
        (self._folder / "kek.next").rename(self._folder / "kek")
        _sync_folder(self._folder)

    def forget_previous(self) -> None:
        """Delete the KEK that nothing is wrapped with any more."""
        (self._folder / "kek.previous").unlink(missing_ok=True)
        _sync_folder(self._folder)

    def _held(self) -> HeldKeys:
        names = (
            "kek",
            "kek.previous",
            "kek.next",
        )  # the latter two, while a rotation is under way or was cut short
        paths = [path for name in names if (path := self._folder / name).exists()]
        if not paths or paths[0].name != "kek":
            raise UserError(
                f"The key file {self._folder / 'kek'} is gone. Restore it from a backup: without it nothing can be opened."
            )
        return HeldKeys([_read(path) for path in paths])


def held_keys_from_text(text: str) -> HeldKeys:
    """KEKs as `WATCHGATE_KEK` has them: base64 of 32 bytes; several with commas, the current one first. Raises UserError."""
    try:
        keys = [base64.b64decode(part.strip(), validate=True) for part in text.split(",")]
    except binascii.Error:
        keys = [b""]
    if any(len(key) != KEY_BYTES for key in keys):
        raise UserError(
            "WATCHGATE_KEK is not base64 of 32 bytes. Make one with:  head -c 32 /dev/urandom | base64"
        )
    return HeldKeys(keys)


def key_id_of(key: bytes) -> str:
    """A name for a KEK that says nothing about it: 16 hexadecimal digits."""
    return sha256(b"watchgate key-encryption key id" + key).hexdigest()[:16]


def _make_first(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if (folder / "kek").exists():
        return
    own = folder / f"kek.{os.getpid()}"
    own.unlink(missing_ok=True)
    _write(own, os.urandom(KEY_BYTES))
    try:
        os.link(own, folder / "kek")  # whole, and only the first of several processes
    except FileExistsError:
        return
    finally:
        own.unlink()
        _sync_folder(folder)


def _write(path: Path, key: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())


def _read(path: Path) -> bytes:
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise UserError(
            f"The key file {path} is damaged: it holds {len(key)} bytes instead of {KEY_BYTES}. Restore it from a backup."
        )
    return key


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

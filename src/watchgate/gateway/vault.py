"""How is kept text sealed at rest? AES-256-GCM under a key of this data folder.

The key lies in `keys/content.key` (0600). Lose it, and the kept texts are gone for good; delete it, and they are erased.
"""

import os
from base64 import b64decode, b64encode
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from watchgate.kernel.errors import UserError

_NONCE_BYTES = 12


class Vault:
    """Seals and opens text with the key of one data folder."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._cipher = AESGCM(key)
        self.key_id = sha256(b"watchgate content key id" + key).hexdigest()[:16]

    @classmethod
    def of(cls, data_dir: Path) -> "Vault":
        """The vault of *data_dir*; its key is made on first use."""
        return cls(_key_file(data_dir / "keys" / "content.key"))

    def seal(self, plaintext: bytes) -> dict[str, str]:
        """What may be stored: `{"key_id", "sealed"}`, the latter base64 of nonce and ciphertext."""
        nonce = os.urandom(_NONCE_BYTES)
        sealed = nonce + self._cipher.encrypt(nonce, plaintext, self.key_id.encode())
        return {"key_id": self.key_id, "sealed": b64encode(sealed).decode()}

    def open(self, stored: dict[str, str]) -> bytes:
        """The plaintext. Raises UserError when it was sealed with another key or has been changed."""
        if stored.get("key_id") != self.key_id:
            raise UserError(
                "This text was sealed with another key. Point --data-dir at the folder that holds keys/content.key."
            )
        sealed = b64decode(stored["sealed"])
        try:
            return self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], self.key_id.encode())
        except InvalidTag:
            raise UserError(
                "This sealed text has been changed since it was written; it cannot be opened."
            ) from None

    def derived_key(self, purpose: str) -> bytes:
        """A key for another purpose, that says nothing about this one."""
        return sha256(b"watchgate derived key\0" + purpose.encode() + b"\0" + self._key).digest()


def _key_file(path: Path) -> bytes:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        key = path.read_bytes()
        if len(key) != 32:
            raise UserError(
                f"The key file {path} is damaged: it holds {len(key)} bytes instead of 32. Restore it from a backup."
            ) from None
        return key
    with os.fdopen(descriptor, "wb") as file:
        key = os.urandom(32)
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    return key

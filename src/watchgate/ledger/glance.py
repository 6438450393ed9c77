"""Is the newest checkpoint of a log signed by the log's key? A glance at its end that writes nothing; the verifier reads it all."""

import base64
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from watchgate.ledger.checkpoints import newest_checkpoint
from watchgate.ledger.segment import segments_of

_ED25519 = b"\x01"


@dataclass(frozen=True, slots=True)
class Glance:
    """So many entries are signed; or what is wrong, empty when nothing is."""

    signed_size: int
    problem: str = ""


def glance_at(writer_dir: Path) -> Glance:
    """Look at one log. Raises OSError."""
    try:
        newest = newest_checkpoint(writer_dir / "checkpoints")
    except ValueError:
        return Glance(0, "its newest checkpoint cannot be read")
    if newest is None:
        return Glance(0)
    if not segments_of(writer_dir):
        return Glance(newest.size, "the entries that its newest checkpoint covers are missing")
    try:
        verifier_key = (writer_dir / "key.pub").read_text(encoding="ascii").strip()
        _verify(newest.note, verifier_key)
    except FileNotFoundError:
        return Glance(newest.size, "its public key is missing")
    except (InvalidSignature, ValueError):
        return Glance(newest.size, "its newest checkpoint is not signed by its key")
    return Glance(newest.size)


def _verify(note: str, verifier_key: str) -> None:
    """Raises InvalidSignature, or ValueError for what is neither note nor key."""
    name, key_id, encoded = verifier_key.split("+", 2)
    public = base64.b64decode(encoded, validate=True)
    if public[:1] != _ED25519 or sha256(name.encode() + b"\n" + public).digest()[:4].hex() != key_id:
        raise ValueError("not an Ed25519 key, or not with this id")
    text, _, signatures = note.partition("\n\n")
    own = [line for line in signatures.splitlines() if line.startswith(f"— {name} ")]
    if not own or not text.startswith(f"{name}\n"):
        raise ValueError("not a note of this log")
    signature = base64.b64decode(own[0].rpartition(" ")[2], validate=True)
    Ed25519PublicKey.from_public_bytes(public[1:]).verify(signature[4:], f"{text}\n".encode())

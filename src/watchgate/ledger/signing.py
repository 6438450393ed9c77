"""Who vouches for a log? One Ed25519 key per writer, in the text forms of C2SP signed notes (c2sp.org/signed-note).

key.pub   <name>+<key id>+<base64(0x01 ‖ public key)>                give this to whoever shall verify
key       PRIVATE+KEY+<name>+<key id>+<base64(0x01 ‖ seed)>          stays here, readable by its owner only
"""

import base64
import secrets
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from watchgate.kernel.errors import UserError
from watchgate.ledger.files import write_whole

_ED25519 = b"\x01"
_PRIVATE = "PRIVATE+KEY"


class Signer:
    """A named private key. The name is the log's origin, the first line of each of its checkpoints."""

    def __init__(self, name: str, seed: bytes) -> None:
        self.name = name
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        encoded = _ED25519 + self._key.public_key().public_bytes_raw()
        self._key_id = sha256(name.encode() + b"\n" + encoded).digest()[:4]
        self.verifier_key = f"{name}+{self._key_id.hex()}+{base64.b64encode(encoded).decode()}"

    def sign_note(self, text: str) -> str:
        """*text* as a signed note: the text, a blank line, one signature line."""
        signature = base64.b64encode(self._key_id + self._key.sign(text.encode())).decode()
        return f"{text}\n— {self.name} {signature}\n"

    def private_text(self) -> str:
        seed = base64.b64encode(_ED25519 + self._key.private_bytes_raw()).decode()
        return f"{_PRIVATE}+{self.name}+{self._key_id.hex()}+{seed}"


def load_or_make_signer(writer_dir: Path) -> Signer:
    """The key of the log in *writer_dir*. A new log gets a new one; a log whose key is lost cannot be continued."""
    private, public = writer_dir / "key", writer_dir / "key.pub"
    if private.exists():
        signer = _parse(private)
    elif public.exists():
        raise UserError(
            f"The private key {private} is missing, so this log cannot be continued. Put it back, or move the folder {writer_dir} away: a new log begins then."
        )
    else:
        signer = Signer(f"watchgate/{secrets.token_hex(8)}/{writer_dir.name}", secrets.token_bytes(32))
        write_whole(private, signer.private_text().encode() + b"\n")
    if not public.exists():
        write_whole(public, signer.verifier_key.encode() + b"\n")
    return signer


def _parse(path: Path) -> Signer:
    try:
        text = path.read_text(encoding="ascii").strip()
        name, key_id, encoded = text.removeprefix(_PRIVATE + "+").split("+", 2)
        seed = base64.b64decode(encoded, validate=True)
        signer = Signer(name, seed[1:])
    except ValueError:
        raise UserError(
            f"The private key {path} is damaged. Put the right file back, or move the folder {path.parent} away: a new log begins then."
        ) from None
    if text != signer.private_text() or key_id != signer.verifier_key.split("+")[1]:
        raise UserError(
            f"The private key {path} does not match its own key id. Put the right file back, or move the folder {path.parent} away: a new log begins then."
        )
    return signer

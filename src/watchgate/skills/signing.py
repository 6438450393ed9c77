"""Who vouches for a version of a skill? An Ed25519 key, by a signed note (c2sp.org/signed-note) over its id, version and digest.

`SKILL.sig` lies beside `SKILL.md` and is not part of what it signs:

    watchgate-skill/1
    incident.postmortem
    1.2.0
    sha256:…

    — sre@acme.example kZ3…
"""

import base64
import secrets
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from watchgate.kernel.errors import UserError
from watchgate.skills.package.digest import FORMAT
from watchgate.skills.package.skill import Skill

_ED25519 = b"\x01"
_PRIVATE = "PRIVATE+KEY+"
_ID_BYTES = 4


class SigningKey:
    """A named private key. `public`: `name+id+base64`, to be given to whoever shall verify."""

    def __init__(self, name: str, seed: bytes) -> None:
        if not name or "+" in name or any(char.isspace() for char in name):
            raise UserError(
                "A signing key's name has no spaces and no plus sign: an e-mail address, for example."
            )
        self.name = name
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        encoded = _ED25519 + self._key.public_key().public_bytes_raw()
        self._id = _key_id(name, encoded)
        self.public = f"{name}+{self._id.hex()}+{base64.b64encode(encoded).decode()}"

    def private(self) -> str:
        """What its file holds. Whoever has it can sign."""
        seed = base64.b64encode(_ED25519 + self._key.private_bytes_raw()).decode()
        return f"{_PRIVATE}{self.name}+{self._id.hex()}+{seed}"

    def sign(self, skill: Skill) -> str:
        """The text of `SKILL.sig`."""
        text = _signed_text(skill)
        signature = base64.b64encode(self._id + self._key.sign(text.encode())).decode()
        return f"{text}\n— {self.name} {signature}\n"


def new_key(name: str) -> SigningKey:
    return SigningKey(name, secrets.token_bytes(32))


def read_key(text: str) -> SigningKey:
    """The key of a private key's file. Raises UserError."""
    try:
        name, _, seed = text.strip().removeprefix(_PRIVATE).split("+", 2)
        key = SigningKey(name, base64.b64decode(seed, validate=True)[1:])
    except ValueError:
        raise UserError("This is not a signing key. `watchgate skills signing-key` makes one.") from None
    if key.private() != text.strip():
        raise UserError("The signing key is damaged: it does not fit its own id. Take the right file.")
    return key


def check(skill: Skill, signature: str, public: str) -> None:
    """Raises UserError unless *signature* is one of the key *public* over exactly this skill."""
    name, key_id, key = _public(public)
    text, _, lines = signature.partition("\n\n")
    if f"{text}\n" != _signed_text(skill):
        raise UserError(
            "The signature is of something else: the skill has been changed since it was signed, or is another one."
        )
    for line in lines.removesuffix("\n").split("\n"):
        signer, _, encoded = line.removeprefix("— ").rpartition(" ")
        try:
            raw = base64.b64decode(encoded, validate=True)
            if signer == name and raw[:_ID_BYTES] == key_id:
                key.verify(raw[_ID_BYTES:], f"{text}\n".encode())
                return
        except (ValueError, InvalidSignature):
            continue
    raise UserError(f"There is no good signature of {name}. Have it signed again.")


def _signed_text(skill: Skill) -> str:
    return f"{FORMAT}\n{skill.manifest.skill_id}\n{skill.manifest.version}\n{skill.digest}\n"


def _public(text: str) -> tuple[str, bytes, Ed25519PublicKey]:
    try:
        name, key_id, encoded = text.strip().split("+", 2)
        raw = base64.b64decode(encoded, validate=True)
        key = Ed25519PublicKey.from_public_bytes(raw[1:])
    except ValueError:
        raw = b""
    if raw[:1] != _ED25519 or _key_id(name, raw).hex() != key_id:
        raise UserError(
            "This is not a public key (name+id+base64), as `watchgate skills signing-key` prints one."
        )
    return name, bytes.fromhex(key_id), key


def _key_id(name: str, encoded: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + encoded).digest()[:_ID_BYTES]

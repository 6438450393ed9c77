"""How is a body kept? As JSON with a salt in front, sealed with the Hub's own data key; its digest is of salt and JSON.

The digest stands in the ledger for ever. The salt goes when the body is erased, so that nobody can guess it back.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from watchgate.kernel.randomness import random_bytes
from watchgate.storage.sealing import WorkspaceSealer

HUB = UUID("00000000-0000-4000-8000-000000000001")
"""Whose data key seals records: they belong to the installation, not to one workspace. Fixed for ever."""
_SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class SealedBody:
    """`digest` is `sha256:` and hexadecimal digits."""

    sealed: bytes
    digest: str


def as_text(body: Mapping[str, Any]) -> str:
    """The body as JSON: keys sorted, so that the same body is the same text."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def seal(sealer: WorkspaceSealer, record_id: str, body: str) -> SealedBody:
    """Seal it for the record with this id."""
    salted = random_bytes(_SALT_BYTES) + body.encode(errors="surrogatepass")
    return SealedBody(sealer.seal(salted, context=_context(record_id)), digest_of(salted))


def salted_of(sealer: WorkspaceSealer, record_id: str, sealed: bytes) -> bytes:
    """Salt and body. Raises SealBroken."""
    return sealer.open(sealed, context=_context(record_id))


def body_of(salted: bytes) -> str:
    return salted[_SALT_BYTES:].decode(errors="surrogatepass")


def digest_of(salted: bytes) -> str:
    return f"sha256:{sha256(salted).hexdigest()}"


def _context(record_id: str) -> bytes:
    return b"hub record\0" + record_id.encode()

"""Which version of a skill is this? The digest of all its files: the same bytes under the same names, the same digest.

The canonical manifest is RFC 8785 JSON: `{"files": [[path, bytes, sha256], …], "format": "watchgate-skill/1"}`, the files
in the order of their paths' UTF-8 bytes, without the signature. The digest is `sha256:` and the SHA-256 of it in hex.
"""

from collections.abc import Mapping
from hashlib import sha256

from watchgate.kernel.canonical_json import Json, canonical_json

FORMAT = "watchgate-skill/1"
SIGNATURE = "SKILL.sig"


def canonical_manifest(files: Mapping[str, bytes]) -> bytes:
    """What the digest is of, and what is signed."""
    listed: list[Json] = [
        [path, len(files[path]), sha256(files[path]).hexdigest()]
        for path in sorted(files, key=str.encode)
        if path != SIGNATURE
    ]
    return canonical_json({"files": listed, "format": FORMAT})


def digest_of(files: Mapping[str, bytes]) -> str:
    """`sha256:…` of *files*."""
    return f"sha256:{sha256(canonical_manifest(files)).hexdigest()}"

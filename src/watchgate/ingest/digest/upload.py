"""What does an uploaded file bring into the catalogue? Its text sealed, and what was found in it and in its name."""

import msgspec

from watchgate.detection.engine import default_engine
from watchgate.ingest.digest.event import Sealer
from watchgate.ingest.digest.examine import Examiner
from watchgate.ingest.digest.rows import FindingRow
from watchgate.kernel.content import Content


class DigestedUpload(msgspec.Struct, frozen=True):
    """`sealed`: the text, None when there is none; `size_chars` of it."""

    sealed: bytes | None
    size_chars: int
    findings: list[FindingRow]


def digest_upload(file_id: str, sha256: str, name: str, text: str | None, sealer: Sealer) -> DigestedUpload:
    """*text*: None when it could not be read; the name is examined all the same."""
    parts = [("name", Content(name))]
    if text is not None:
        parts.append(("text", Content(text)))
    findings = Examiner(default_engine(), sealer.fingerprint).findings("file", file_id, parts)
    if text is None:
        return DigestedUpload(None, 0, findings)
    sealed = sealer.seal(text.encode(errors="replace"), context=b"text:" + sha256.encode())
    return DigestedUpload(sealed, len(text), findings)

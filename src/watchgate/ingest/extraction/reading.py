"""What is in this file? Asked within the process that may be killed for it: nothing here is bounded in time or memory."""

from kreuzberg import (
    ExtractionConfig,
    ExtractionResult,
    KreuzbergError,
    PageConfig,
    extract_bytes_sync,
)
from kreuzberg._internal_bindings import detect_mime_type_from_bytes  # public, but not in its list of exports

from watchgate.ingest.extraction.archives import UNREADABLE, fault_of_archive, is_archive
from watchgate.ingest.extraction.formats import PDF, PLAIN_TEXT, Reader, reader_of, type_of
from watchgate.ingest.extraction.margins import marginal_texts
from watchgate.ingest.extraction.model import Extracted, Limits, NotScanned, Outcome, Reason
from watchgate.ingest.extraction.plain_text import decode_text
from watchgate.kernel.content import Content

_OLD_OFFICE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
"""A locked Office file is an old-style container with a part of this name."""
_CONFIG = ExtractionConfig(
    use_cache=False, enable_quality_processing=False, pages=PageConfig(extract_pages=True)
)


def read_file(data: bytes, ending: str, limits: Limits) -> Outcome:
    """The text of *data*, a file whose name ends with *ending*."""
    if not data:
        return NotScanned(Reason.EMPTY)
    mime = type_of(_detected(data), ending)
    if (fault := _fault_before(data, limits)) is not None:
        return NotScanned(fault, mime)
    match reader_of(mime):
        case Reader.TEXT:
            return _read_text(data, str(mime))
        case Reader.DOCUMENT:
            return _read_document(data, str(mime))
        case Reader.PICTURE:
            return NotScanned(Reason.NO_TEXT, mime)
        case Reader.NOBODY:
            return _read_text(data, PLAIN_TEXT) if mime is None else NotScanned(Reason.UNSUPPORTED_TYPE, mime)


def _detected(data: bytes) -> str | None:
    try:
        return detect_mime_type_from_bytes(data)
    except (KreuzbergError, RuntimeError):
        return None


def _fault_before(data: bytes, limits: Limits) -> Reason | None:
    if is_archive(data):
        return fault_of_archive(data, limits)
    if data.startswith(_OLD_OFFICE_MAGIC) and _ENCRYPTED_OFFICE in data:
        return Reason.ENCRYPTED
    return None


def _read_text(data: bytes, mime: str) -> Outcome:
    text = decode_text(data)
    return NotScanned(Reason.UNSUPPORTED_TYPE) if text is None else _outcome(text, mime, [])


def _read_document(data: bytes, mime: str) -> Outcome:
    try:
        result = extract_bytes_sync(data, mime, _CONFIG)
    except (KreuzbergError, RuntimeError) as flaw:
        return NotScanned(_reason_of(flaw), mime)
    texts, gaps = _texts(result), _gaps(result, mime)
    try:
        texts += [text for text in _margins(data) if text not in texts[0]]
    except UNREADABLE:
        gaps.append(Reason.DAMAGED)
    return _outcome("\n\n".join(texts), mime, gaps)


def _reason_of(flaw: Exception) -> Reason:
    """By the words of the library, which has no codes for it."""
    words = str(flaw).lower()
    if "password" in words or "encrypted" in words:
        return Reason.ENCRYPTED
    return Reason.TOO_LARGE if "security limit exceeded" in words else Reason.DAMAGED


def _margins(data: bytes) -> list[str]:
    return list(marginal_texts(data)) if is_archive(data) else []


def _texts(result: ExtractionResult) -> list[str]:
    """The text of a document, then of those within it; an archive repeats the texts of its plain members."""
    within = [text for child in result.children or () for text in _texts(child["result"])]
    return [result.content, *(text for text in within if text not in result.content)]


def _gaps(result: ExtractionResult, mime: str) -> list[Reason]:
    gaps = []
    if mime == PDF and any(not page["content"].strip() for page in result.pages or ()):
        gaps.append(Reason.NO_TEXT)
    if result.processing_warnings or _count_within(result) > len(result.children or ()):
        gaps.append(Reason.UNSUPPORTED_TYPE)
    within = result.children or ()
    return gaps + [gap for child in within for gap in _gaps(child["result"], child["mime_type"])]


def _count_within(result: ExtractionResult) -> int:
    """How many files an archive or a letter says it holds."""
    files, attachments = result.metadata.get("files"), result.metadata.get("attachments")
    members = [file for file in files if not file["is_dir"]] if isinstance(files, list) else []
    return len(members) + (len(attachments) if isinstance(attachments, list) else 0)


def _outcome(text: str, mime: str, gaps: list[Reason]) -> Outcome:
    if not text.strip():
        return NotScanned(Reason.NO_TEXT, mime)
    return Extracted(Content(text), mime, tuple(dict.fromkeys(gaps)))

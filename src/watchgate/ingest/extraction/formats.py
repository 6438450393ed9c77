"""Of which type is a file, and who can read it? By what its first bytes say, then by how its name ends."""

from enum import Enum, auto

PLAIN_TEXT = "text/plain"
PDF = "application/pdf"
ZIP = "application/zip"
_OFFICE = "application/vnd.openxmlformats-officedocument"


class Reader(Enum):
    """Who reads a type. NOBODY: we know no way; PICTURE: there may be text, but nobody reads pictures here."""

    TEXT = auto()
    DOCUMENT = auto()
    PICTURE = auto()
    NOBODY = auto()


_DOCUMENT_ENDINGS = {
    "pdf": PDF,
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "rtf": "application/rtf",
    "html": "text/html",
    "htm": "text/html",
    "eml": "message/rfc822",
    "msg": "application/vnd.ms-outlook",
    "epub": "application/epub+zip",
    "zip": ZIP,
}
_DOCUMENTS = frozenset(_DOCUMENT_ENDINGS.values()) | {
    "application/vnd.ms-word.document.macroenabled.12",
    "application/vnd.ms-excel.sheet.macroenabled.12",
    "application/vnd.ms-excel.sheet.binary.macroenabled.12",
    "application/vnd.ms-powerpoint.presentation.macroenabled.12",
}
_TEXT_ENDINGS = {"csv": "text/csv", "tsv": "text/tab-separated-values", "md": "text/markdown"} | {
    "json": "application/json",
    "jsonl": "application/x-ndjson",
    "xml": "application/xml",
    "svg": "image/svg+xml",
}
_TEXTS = frozenset({*_TEXT_ENDINGS.values(), "text/xml", "application/javascript", "application/x-yaml"})
_UNSURE = frozenset({PLAIN_TEXT, ZIP, "application/octet-stream"})
"""What first bytes say of a file of many a type; then its name decides, if it names one."""


def type_of(detected: str | None, ending: str) -> str | None:
    """The MIME type of a file that looks like *detected* and whose name ends with *ending*. None: it cannot be told."""
    if detected is not None and detected not in _UNSURE:
        return detected.lower()
    named = _DOCUMENT_ENDINGS.get(ending)
    if detected == PLAIN_TEXT:
        # Whatever its name says, text is text: it cannot be a PDF. But a letter or a page is read better as what it is.
        return named if named in {"text/html", "message/rfc822"} else _TEXT_ENDINGS.get(ending, PLAIN_TEXT)
    return named or _TEXT_ENDINGS.get(ending) or detected


def reader_of(mime: str | None) -> Reader:
    """Who reads files of type *mime*."""
    if mime is None:
        return Reader.NOBODY
    if mime in _DOCUMENTS:
        return Reader.DOCUMENT
    if mime in _TEXTS or mime.startswith("text/"):
        return Reader.TEXT
    return Reader.PICTURE if mime.startswith("image/") else Reader.NOBODY


def ending_of(name: str) -> str:
    """How the name of a file ends, in small letters and without the dot; empty when it has none that could be a type."""
    _, dot, ending = name.rpartition(".")
    return ending.lower() if dot and ending.isascii() and ending.isalnum() and len(ending) <= 8 else ""

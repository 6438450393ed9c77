"""Which kinds of file are attached, how often, and in which languages can we draw their letters?"""

from dataclasses import dataclass

from watchgate.simulator.population.chance import Weighted

_OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True, slots=True)
class Kind:
    """`has_rows`: a table, not a text. `is_latin`: our fonts know the letters of western Europe only."""

    name: str
    extension: str
    mime: str
    has_rows: bool = False
    is_latin: bool = False
    is_readable: bool = True


PDF = Kind("pdf", "pdf", "application/pdf", is_latin=True)
DOCX = Kind("docx", "docx", f"{_OFFICE}wordprocessingml.document")
XLSX = Kind("xlsx", "xlsx", f"{_OFFICE}spreadsheetml.sheet", has_rows=True)
CSV = Kind("csv", "csv", "text/csv", has_rows=True)
TXT = Kind("txt", "txt", "text/plain")
PNG = Kind("png", "png", "image/png", is_latin=True)
LOCKED_PDF = Kind("locked-pdf", "pdf", "application/pdf", is_latin=True, is_readable=False)
EMPTY = Kind("empty", "txt", "text/plain", is_readable=False)
BOMB = Kind("bomb", "docx", DOCX.mime, is_readable=False)

KINDS = Weighted.of(
    {PDF: 28, DOCX: 22, XLSX: 15, CSV: 12, TXT: 12, PNG: 8, LOCKED_PDF: 2, EMPTY: 1.6, BOMB: 1.2}
)
LATIN_LANGUAGES = frozenset({"en", "de", "fr", "es", "it", "pt", "nl"})

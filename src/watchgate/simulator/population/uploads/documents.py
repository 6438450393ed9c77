"""How does a text become the bytes of a file? PDF, DOCX, XLSX, CSV, PNG; the same text always gives the same bytes."""

import textwrap
from io import BytesIO

from watchgate.simulator.population.extras import MISSING
from watchgate.simulator.population.uploads.archives import timeless

try:
    from docx import Document
    from openpyxl import Workbook
    from PIL import Image, ImageDraw, ImageFont
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas
except ImportError as missing:
    raise MISSING from missing

_LINE_CHARS = 92
_LINES_OF_A_PAGE = 52
_LINE_POINTS = 14
_LEFT_POINTS, _TOP_POINTS = 50, 790
_PICTURE_WIDTH, _PICTURE_LINE, _PICTURE_CHARS = 1_100, 34, 70


def pdf(text: str) -> bytes:
    """Pages of A4. Letters outside of western Europe are lost."""
    return _pdf(text, None)


def locked_pdf(text: str, password: str) -> bytes:
    """A PDF that nobody reads without *password*."""
    return _pdf(text, StandardEncryption(password, ownerPassword=password, strength=128))


def _pdf(text: str, lock: StandardEncryption | None) -> bytes:
    written = BytesIO()
    canvas = Canvas(written, pagesize=A4, invariant=1, encrypt=lock)
    lines = _wrapped(text, _LINE_CHARS)
    for first in range(0, len(lines), _LINES_OF_A_PAGE):
        page = canvas.beginText(_LEFT_POINTS, _TOP_POINTS)
        page.setFont("Helvetica", 10, leading=_LINE_POINTS)
        for line in lines[first : first + _LINES_OF_A_PAGE]:
            page.textLine(line)
        canvas.drawText(page)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def docx(text: str) -> bytes:
    """A paragraph for each line; the first is the title."""
    title, *lines = text.split("\n")
    document = Document()
    document.add_heading(title, level=1)
    for line in lines:
        document.add_paragraph(line)
    written = BytesIO()
    document.save(written)
    return timeless(written.getvalue())


def xlsx(rows: str) -> bytes:
    """One sheet; *rows* as lines with tabs between the cells."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Data")
    for row in rows.splitlines():
        sheet.append(row.split("\t"))
    written = BytesIO()
    workbook.save(written)
    return timeless(written.getvalue())


def csv_bytes(rows: str) -> bytes:
    """Semicolons between the cells, in UTF-8; as many characters as *rows*, so positions hold."""
    return rows.replace("\t", ";").encode()


def png(text: str) -> bytes:
    """Black letters on white, large enough to be read by a machine."""
    lines = _wrapped(text, _PICTURE_CHARS)
    picture = Image.new("L", (_PICTURE_WIDTH, _PICTURE_LINE * (len(lines) + 2)), 255)
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(size=26)
    for number, line in enumerate(lines, 1):
        draw.text((30, number * _PICTURE_LINE), line, fill=0, font=font)
    written = BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


def _wrapped(text: str, width: int) -> list[str]:
    return [part for line in text.split("\n") for part in textwrap.wrap(line, width) or [""]]

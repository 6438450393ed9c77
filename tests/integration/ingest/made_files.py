"""Real files of every kind, made on the spot."""

import io
import struct
import zipfile

import docx
import openpyxl
from openpyxl.comments import Comment
from PIL import Image, ImageDraw
from reportlab.lib import pdfencrypt
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

IBAN = "DE89 3704 0044 0532 0130 00"


def pdf(*pages: str, password: str | None = None) -> bytes:
    """A page for each text; an empty one is a picture."""
    buffer = io.BytesIO()
    locked = pdfencrypt.StandardEncryption(password) if password else None
    paper = canvas.Canvas(buffer, encrypt=locked)
    for page in pages or (IBAN,):
        if page:
            paper.drawString(100, 700, page)
        else:
            paper.drawImage(ImageReader(io.BytesIO(png())), 100, 600)
        paper.showPage()
    paper.save()
    return buffer.getvalue()


def word(text: str = IBAN, *, header: str = "") -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    document.add_table(1, 2).cell(0, 1).text = "in a table"
    if header:
        document.sections[0].header.paragraphs[0].text = header
    return saved(document.save)


def excel(*rows: list[object], comment: str = "") -> bytes:
    book = openpyxl.Workbook()
    for row in rows or ([IBAN, 4711],):
        book.active.append(row)
    hidden = book.create_sheet("Hidden")
    hidden.sheet_state = "hidden"
    hidden["A1"] = "in a hidden sheet"
    if comment:
        book.active["A1"].comment = Comment(comment, "somebody")
    return saved(book.save)


def png() -> bytes:
    picture = Image.new("RGB", (200, 60), "white")
    ImageDraw.Draw(picture).text((10, 20), IBAN, fill="black")
    return saved(lambda buffer: picture.save(buffer, "PNG"))


def archive(**members: bytes) -> bytes:
    """Double underscores in the names stand for dots."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name.replace("__", "."), data)
    return buffer.getvalue()


def bomb(megabytes: int = 100) -> bytes:
    """A Word file whose text unpacks to this much."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        with zipfile.ZipFile(io.BytesIO(word())) as sound:
            for name in sound.namelist():
                if name != "word/document.xml":
                    file.writestr(name, sound.read(name))
        with file.open("word/document.xml", "w", force_zip64=True) as member:
            for _ in range(megabytes):
                member.write(b" " * 1_000_000)
    return buffer.getvalue()


def with_lying_sizes(data: bytes) -> bytes:
    """The archive *data*, whose directories say that every member unpacks to 100 bytes."""
    changed = bytearray(data)
    for magic, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        start = changed.find(magic)
        while start >= 0:
            struct.pack_into("<I", changed, start + place, 100)
            start = changed.find(magic, start + 4)
    return bytes(changed)


def with_locked_flag(data: bytes) -> bytes:
    """The archive *data*, whose members say that they are encrypted."""
    changed = bytearray(data)
    for magic, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        start = changed.find(magic)
        while start >= 0:
            changed[start + place] |= 1
            start = changed.find(magic, start + 4)
    return bytes(changed)


def saved(save) -> bytes:
    buffer = io.BytesIO()
    save(buffer)
    return buffer.getvalue()

"""How is a ZIP file written so that the same content gives the same bytes, and how is a small one written that never ends?"""

import re
import zlib
from io import BytesIO
from struct import pack
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_BIRTH = (2026, 1, 1, 0, 0, 0)
_DATE = re.compile(rb"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?Z?")
_CORE = "docProps/core.xml"

_CHUNK = b" " * 4_194_304
_CHUNKS = 128
_HEAD = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w='
    b'"http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t xml:space="preserve">'
)
_TAIL = b"</w:t></w:r></w:p></w:body></w:document>"
_PARTS = {
    "[Content_Types].xml": b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    b'<Override PartName="/word/document.xml" ContentType='
    b'"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    b'Target="word/document.xml"/></Relationships>',
}


def timeless(office_file: bytes) -> bytes:
    """*office_file* (DOCX or XLSX) without the moment of its making."""
    packed = BytesIO()
    with ZipFile(BytesIO(office_file)) as source, ZipFile(packed, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == _CORE:
                content = _DATE.sub(b"2026-01-01T00:00:00Z", content)
            target.writestr(ZipInfo(name, _BIRTH), content, ZIP_DEFLATED)
    return packed.getvalue()


def bomb() -> bytes:
    """A DOCX of about half a megabyte whose text is half a gigabyte of blanks."""
    archive, directory = BytesIO(), BytesIO()
    count = 0
    for name, parts in (
        *((name, [content]) for name, content in _PARTS.items()),
        ("word/document.xml", None),
    ):
        packed, check, size = _deflated(parts) if parts else _endless()
        encoded = name.encode()
        common = pack("<HHHHHIIIHH", 20, 0, 8, 0, 0x5C21, check, len(packed), size, len(encoded), 0)
        offset = archive.tell()
        archive.write(b"PK\x03\x04" + common + encoded + packed)
        directory.write(b"PK\x01\x02\x14\x00" + common + pack("<HHHII", 0, 0, 0, 0, offset) + encoded)
        count += 1
    start, listed = archive.tell(), directory.getvalue()
    end = pack("<HHHHIIH", 0, 0, count, count, len(listed), start, 0)
    return archive.getvalue() + listed + b"PK\x05\x06" + end


def _deflated(parts: list[bytes]) -> tuple[bytes, int, int]:
    """The packed bytes, their checksum and their unpacked size."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed, check, size = b"", 0, 0
    for part in parts:
        packed += squeeze.compress(part)
        check = zlib.crc32(part, check)
        size += len(part)
    return packed + squeeze.flush(), check, size


def _endless() -> tuple[bytes, int, int]:
    """As `_deflated`, for one chunk many times: it is packed once, since a full flush makes what is packed independent of its place."""
    head, chunk, tail = (
        zlib.compressobj(9, wbits=-15),
        zlib.compressobj(9, wbits=-15),
        zlib.compressobj(9, wbits=-15),
    )
    first = head.compress(_HEAD) + head.flush(zlib.Z_FULL_FLUSH)
    again = chunk.compress(_CHUNK) + chunk.flush(zlib.Z_FULL_FLUSH)
    check = zlib.crc32(_HEAD)
    for _ in range(_CHUNKS):
        check = zlib.crc32(_CHUNK, check)
    last = tail.compress(_TAIL) + tail.flush()
    return (
        first + again * _CHUNKS + last,
        zlib.crc32(_TAIL, check),
        len(_HEAD) + _CHUNKS * len(_CHUNK) + len(_TAIL),
    )

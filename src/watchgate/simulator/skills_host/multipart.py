"""Which parts has a `multipart/form-data` body? Their names, file names (with folders, as they were sent) and bytes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from watchgate.simulator.api_error import ApiError

_BOUNDARY = re.compile(r'boundary="?([^";,]+)"?', re.IGNORECASE)
_PARAMETER = re.compile(r'(?:^|[;\s])(name|filename)="([^"]*)"', re.IGNORECASE)
_ESCAPED = {"%22": '"', "%0D": "\r", "%0A": "\n"}


@dataclass(frozen=True, slots=True)
class Part:
    """`filename` is None for a plain field."""

    name: str
    filename: str | None
    content: bytes


def parts_of(body: bytes, content_type: str) -> list[Part]:
    """Raises ApiError for a body of another kind, or one that ends too early."""
    boundary = _BOUNDARY.search(content_type)
    if not content_type.lower().startswith("multipart/form-data") or not boundary:
        raise ApiError(400, "Upload the files of the skill as multipart/form-data.", param="files")
    return list(_parts(b"\r\n" + body, b"\r\n--" + boundary[1].strip().encode()))


def _parts(body: bytes, delimiter: bytes) -> Iterator[Part]:
    for piece in body.split(delimiter)[1:]:
        if piece.startswith(b"--"):
            return
        head, _, content = piece.partition(b"\r\n\r\n")
        said = {name.lower(): _plain(value) for name, value in _PARAMETER.findall(_disposition(head))}
        yield Part(said.get("name", ""), said.get("filename"), content)
    raise ApiError(400, "The multipart body ends before its last boundary.", param="files")


def _disposition(head: bytes) -> str:
    lines = head.decode("utf-8", "replace").split("\r\n")
    return next((line for line in lines if line.lower().startswith("content-disposition:")), "")


def _plain(value: str) -> str:
    for escaped, character in _ESCAPED.items():
        value = value.replace(escaped, character)
    return value

"""What does detection see today in an asset that was examined before? Read from what is sealed in the catalogue."""

from collections.abc import Callable, Sequence
from typing import Protocol

import msgspec

from watchgate.detection.engine import default_engine
from watchgate.ingest.digest.event import MAX_SCANNED_CHARS, Sealer
from watchgate.ingest.digest.examine import Examiner, Part
from watchgate.ingest.digest.rows import FindingRow
from watchgate.ingest.digest.titles import named_by_place
from watchgate.ingest.events.model import Rejected
from watchgate.ingest.events.parse import parse
from watchgate.kernel.content import Content
from watchgate.storage.sealing import SealBroken


class Opener(Sealer, Protocol):
    """Opens what it sealed. Raises SealBroken."""

    def open(self, sealed: bytes, *, context: bytes) -> bytes: ...


class Place(msgspec.Struct, frozen=True):
    """Where a finding stands, and the fingerprint of its value."""

    entity: str
    start: int
    end: int
    fingerprint: bytes


class StoredAsset(msgspec.Struct, frozen=True):
    """One asset with its sealed pieces, each with the context it was sealed in.

    `known`: findings of which it must be told whether their value still stands there (of titles, which change).
    """

    kind: str
    asset_id: str
    sealed: tuple[tuple[bytes, bytes], ...]
    known: tuple[Place, ...] = ()


class ExaminedAgain(msgspec.Struct, frozen=True):
    """`stands[i]`: does the value of `known[i]` still stand in the text?"""

    findings: list[FindingRow]
    stands: list[bool]


def examine_again(assets: Sequence[StoredAsset], sealer: Opener) -> list[ExaminedAgain | None]:
    """For each asset what is found in it; None when its text cannot be opened, or is longer than what is scanned."""
    examiner = Examiner(default_engine(), sealer.fingerprint)
    return [_examined(asset, sealer, examiner) for asset in assets]


def _examined(asset: StoredAsset, sealer: Opener, examiner: Examiner) -> ExaminedAgain | None:
    try:
        opened = [sealer.open(sealed, context=context) for context, sealed in asset.sealed]
    except SealBroken:
        return None
    parts = _PARTS[asset.kind](opened)
    if parts is None or sum(len(text) for _, text in parts) > MAX_SCANNED_CHARS:
        return None
    found = examiner.findings(asset.kind, asset.asset_id, parts)
    if asset.kind != "title":
        return ExaminedAgain(found, [])
    title = parts[0][1].reveal()
    return ExaminedAgain(
        [named_by_place(row) for row in found], [_stands(place, title, sealer) for place in asset.known]
    )


def _stands(place: Place, text: str, sealer: Opener) -> bool:
    value = f"{place.entity}\0{text[place.start : place.end]}".encode(errors="surrogatepass")
    return sealer.fingerprint(value) == place.fingerprint


class _Part(msgspec.Struct):
    name: str
    text: str


class _Message(msgspec.Struct):
    parts: list[_Part]


def _message(opened: Sequence[bytes]) -> list[Part] | None:
    return [
        (part.name, Content(part.text))
        for document in opened
        for part in msgspec.json.decode(document, type=_Message).parts
    ]


def _title(opened: Sequence[bytes]) -> list[Part] | None:
    return [("title", Content(text.decode(errors="replace"))) for text in opened]


def _file(opened: Sequence[bytes]) -> list[Part] | None:
    return [
        (name, Content(text.decode(errors="replace")))
        for name, text in zip(("name", "text"), opened, strict=False)
    ]


def _event(opened: Sequence[bytes]) -> list[Part] | None:
    parts: list[Part] = []
    for raw in opened:
        event = parse(msgspec.json.decode(raw))
        if isinstance(event, Rejected) or event.is_cut:
            return None
        parts += event.texts
    return parts


_PARTS: dict[str, Callable[[Sequence[bytes]], list[Part] | None]] = {
    "message": _message,
    "title": _title,
    "file": _file,
    "event": _event,
}

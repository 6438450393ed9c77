"""Which file is behind an id? Its name and what it says come from the id alone; bytes are made when asked for."""

from collections.abc import Callable, Iterator

from watchgate.simulator.population.chance import Stream, chance, pick
from watchgate.simulator.population.conversations import Conversation
from watchgate.simulator.population.identifiers import FileIds
from watchgate.simulator.population.layout import Layout
from watchgate.simulator.population.messages import Voice
from watchgate.simulator.population.model import SimulatedFile
from watchgate.simulator.population.office_hours import moment
from watchgate.simulator.population.staff import Staff
from watchgate.simulator.population.uploads import documents
from watchgate.simulator.population.uploads.archives import bomb
from watchgate.simulator.population.uploads.content import Content, compose_content
from watchgate.simulator.population.uploads.kinds import (
    BOMB,
    CSV,
    DOCX,
    EMPTY,
    KINDS,
    LATIN_LANGUAGES,
    LOCKED_PDF,
    PDF,
    PNG,
    TXT,
    XLSX,
    Kind,
)

_STEMS = [
    "minutes",
    "report",
    "contract",
    "offer",
    "budget",
    "customers",
    "forecast",
    "notes",
    "protocol",
    "invoice",
    "plan",
    "draft",
    "scan",
    "payroll",
    "survey",
    "tender",
    "agenda",
    "handbook",
]
_FILES_OF_A_MESSAGE = 16

_MAKERS: dict[Kind, Callable[[str], bytes]] = {
    PDF: documents.pdf,
    DOCX: documents.docx,
    XLSX: documents.xlsx,
    CSV: documents.csv_bytes,
    TXT: str.encode,
    PNG: documents.png,
    LOCKED_PDF: lambda _text: documents.locked_pdf("Confidential.", "swordfish"),
    EMPTY: lambda _text: b"",
    BOMB: lambda _text: bomb(),
}


class FileShelf:
    """The uploaded files of a population."""

    def __init__(self, seed: int, layout: Layout, staff: Staff, voices: dict[str, Voice]) -> None:
        self._seed, self._layout, self._staff, self._voices = seed, layout, staff, voices
        self._ids = FileIds(seed)

    def refs(self, talk: Conversation, index: int) -> list[dict[str, str]]:
        """What the message at *index* says of its files."""
        number = talk.event_of.get(index)
        if number is None:
            return []
        return [
            {"id": self._ids.id_of(number, place), "name": self._head(number, place)[1]}
            for place in range(talk.attached[index])
        ]

    def files(self) -> Iterator[SimulatedFile]:
        """All of them, in the order of their ids' events."""
        for block in self._layout.blocks():
            for number, slot in enumerate(self._layout.block(block), self._layout.first(block)):
                talk = slot.conversation
                if talk and talk.event_of.get(slot.turn) == number:
                    for place in range(talk.attached[slot.turn]):
                        yield self._file(number, place, talk, slot.time_us)

    def file(self, file_id: str) -> SimulatedFile | None:
        found = self._found(file_id)
        return found and self._file(*found)

    def file_bytes(self, file_id: str) -> bytes:
        """Raises KeyError."""
        found = self._found(file_id)
        if found is None:
            raise KeyError(file_id)
        number, place, talk, _ = found
        kind, _name = self._head(number, place)
        return _MAKERS[kind](self._content(number, place, kind, talk).text)

    def _found(self, file_id: str) -> tuple[int, int, Conversation, int] | None:
        at = self._ids.place_of(file_id)
        if at is None or at[0] >= self._layout.total:
            return None
        number, place = at
        slot = self._layout.slot(number)
        talk = slot.conversation
        if talk is None or talk.event_of.get(slot.turn) != number or place >= talk.attached[slot.turn]:
            return None
        return number, place, talk, slot.time_us

    def _file(self, number: int, place: int, talk: Conversation, time_us: int) -> SimulatedFile:
        kind, name = self._head(number, place)
        return SimulatedFile(
            file_id=self._ids.id_of(number, place),
            owner_id=self._staff.people[talk.owner].user_id,
            conversation_id=talk.conversation_id,
            name=name,
            mime=kind.mime,
            uploaded_at=moment(time_us),
            planted=self._content(number, place, kind, talk).planted,
        )

    def _head(self, number: int, place: int) -> tuple[Kind, str]:
        luck = chance(self._seed, Stream.FILE, number * _FILES_OF_A_MESSAGE + place)
        kind = KINDS.drawn(luck)
        return kind, f"{pick(luck, _STEMS)}-{luck.randrange(1, 400)}.{kind.extension}"

    def _content(self, number: int, place: int, kind: Kind, talk: Conversation) -> Content:
        luck = chance(self._seed, Stream.FILE, (number * _FILES_OF_A_MESSAGE + place) | 1 << 60)
        language = talk.language if not kind.is_latin or talk.language in LATIN_LANGUAGES else "en"
        return compose_content(luck, kind, self._voices[language])

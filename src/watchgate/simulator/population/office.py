"""What happened in the simulated office? The whole population behind the interface of `model.py`: `OfficePopulation`.

Nothing is kept but names, sentences and a few blocks of the layout: an event is composed when somebody asks for it.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from watchgate.simulator.population.belongings.shelf import BelongingShelf
from watchgate.simulator.population.builders import Builders
from watchgate.simulator.population.chance import Stream, chance, pick
from watchgate.simulator.population.giving import Giving
from watchgate.simulator.population.happenings.scene import Scene
from watchgate.simulator.population.happenings.write import other_event
from watchgate.simulator.population.layout import Layout, Slot
from watchgate.simulator.population.lexicon import Lexicon
from watchgate.simulator.population.message_events import Telling, message_event
from watchgate.simulator.population.messages import Voice
from watchgate.simulator.population.model import Belonging, Person, SimulatedEvent, SimulatedFile
from watchgate.simulator.population.office_hours import OfficeHours, moment
from watchgate.simulator.population.phrases import LANGUAGES, TOPICS
from watchgate.simulator.population.staff import hire
from watchgate.simulator.population.uploads.shelf import FileShelf


class OfficePopulation:
    """*people* in an office who said *messages* messages (edits count) during *days* days up to *end*, and what else was logged.

    Fulfils `Population`. Making it takes half a second, an event some thirty microseconds. May be used from one thread at a time.
    Raises ValueError for figures that make no office.
    """

    def __init__(self, seed: int, messages: int, people: int, days: int, end: datetime) -> None:
        if messages < 0 or people < 1 or days < 1 or end.tzinfo is None:
            raise ValueError("messages >= 0, people >= 1, days >= 1 and an aware end are needed")
        self._seed = seed
        self._voices = {language: _voice(seed, language, end.year) for language in LANGUAGES}
        self._staff = hire(seed, people, {name: voice.giving for name, voice in self._voices.items()})
        self._layout = Layout(seed, messages, self._staff, OfficeHours(days, end))
        born = end - timedelta(days=days)
        self._builders = Builders(seed, self._staff.people, born)
        self._shelf = FileShelf(seed, self._layout, self._staff, self._voices)
        self._belongings = BelongingShelf(seed, self._staff, self._voices, born=born, end=end)
        self.workspace_id = self._staff.workspace_id
        self.organization_id = self._staff.organization_id
        self.people: Sequence[Person] = self._staff.people

    def __len__(self) -> int:
        return self._layout.total

    def time_of(self, number: int) -> datetime:
        """When event *number* happened. Raises IndexError."""
        return moment(self._layout.slot(number).time_us)

    def type_of(self, number: int) -> str:
        """The type of event *number*. Raises IndexError."""
        return self._layout.slot(number).kind

    def event(self, number: int) -> SimulatedEvent:
        """Event *number*. Raises IndexError."""
        slot = self._layout.slot(number)
        luck = chance(self._seed, Stream.EVENT, number)
        talk = slot.conversation
        if talk is None:
            return other_event(slot.kind, self._scene(slot, number))
        telling = Telling(
            slot,
            talk,
            self._staff.people[talk.owner],
            self._voices[talk.language],
            self.workspace_id,
            self._builders,
            self._shelf.refs(talk, slot.turn) if talk.attached else [],
        )
        return message_event(luck, telling)

    def conversations(self) -> Iterator[tuple[str, str]]:
        """Every conversation: its id and the id of its owner. Composes nothing."""
        for block in self._layout.blocks():
            talks = {
                slot.conversation.conversation_id: slot.conversation.owner
                for slot in self._layout.block(block)
                if slot.conversation
            }
            for conversation_id, owner in talks.items():
                yield conversation_id, self.people[owner].user_id

    def files(self) -> Iterator[SimulatedFile]:
        return self._shelf.files()

    def file(self, file_id: str) -> SimulatedFile | None:
        return self._shelf.file(file_id)

    def file_bytes(self, file_id: str) -> bytes:
        """The content of a file. Raises KeyError."""
        return self._shelf.file_bytes(file_id)

    def gpts(self) -> Sequence[dict[str, Any]]:
        return self._builders.gpts

    def projects(self) -> Sequence[dict[str, Any]]:
        return self._builders.projects

    def belonging(self, kind: str, number: int, made_at: datetime | None = None) -> Belonging:
        """Object *number* of *kind*. Raises KeyError."""
        return self._belongings.make(kind, number, made_at)

    def _scene(self, slot: Slot, number: int) -> Scene:
        luck = chance(self._seed, Stream.EVENT, number)
        talk = self._layout.conversation_near(number)
        owner = talk.owner if talk else luck.choices(range(len(self.people)), cum_weights=self._staff.busy)[0]
        voice = self._voices[talk.language if talk else self._staff.languages[owner]]
        return Scene(
            luck,
            moment(slot.time_us),
            self.workspace_id,
            self.organization_id,
            self.people[owner],
            pick(luck, self.people),
            talk,
            voice.lexicon.shelves[talk.topic if talk else pick(luck, TOPICS)],
            self._builders.gpts[number % len(self._builders.gpts)],
        )


def _voice(seed: int, language: str, year: int) -> Voice:
    lexicon = Lexicon(seed, language, year)
    return Voice(lexicon, Giving(seed, lexicon.names))

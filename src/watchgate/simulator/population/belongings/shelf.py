"""Which object is the so-manieth of its kind? Each can be made alone, from luck that nothing else draws from."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from watchgate.simulator.population.belongings import codex, further
from watchgate.simulator.population.belongings.agent import agent
from watchgate.simulator.population.belongings.automation import automation
from watchgate.simulator.population.belongings.canvas import canvas
from watchgate.simulator.population.belongings.desk import Desk
from watchgate.simulator.population.belongings.library_file import library_file
from watchgate.simulator.population.belongings.memory import memory
from watchgate.simulator.population.belongings.recording import recording
from watchgate.simulator.population.belongings.skill import skill
from watchgate.simulator.population.chance import Stream, chance
from watchgate.simulator.population.messages import Voice
from watchgate.simulator.population.model import Belonging
from watchgate.simulator.population.staff import Staff

USUAL: Mapping[str, Callable[[Desk], Belonging]] = {
    "memory": memory,
    "canvas": canvas,
    "recording": recording,
    "automation": automation,
    "skill": skill,
    "agent": agent,
    "library_file": library_file,
    "codex_task": codex.codex_task,
    "codex_environment": codex.codex_environment,
}
"""What every office has some of."""

FURTHER: Mapping[str, Callable[[Desk], Belonging]] = {
    "conversation": further.conversation,
    "file": further.file,
    "gpt": further.gpt,
    "project": further.project,
}
"""What the office has anyway, and more of when a test says so."""

KINDS: Mapping[str, Callable[[Desk], Belonging]] = {**USUAL, **FURTHER}
_NUMBERS = 1 << 32


class BelongingShelf:
    """The objects of *staff*, made between *born* and *end* where nothing else is said."""

    def __init__(
        self, seed: int, staff: Staff, voices: Mapping[str, Voice], *, born: datetime, end: datetime
    ) -> None:
        self._seed, self._staff, self._voices = seed, staff, voices
        self._born, self._age = born, end - born

    def make(self, kind: str, number: int, made_at: datetime | None = None) -> Belonging:
        """Object *number* (from 0) of *kind*, one of `KINDS`. Raises KeyError."""
        write = KINDS[kind]
        luck = chance(self._seed, Stream.BELONGING, list(KINDS).index(kind) * _NUMBERS + number)
        whose = luck.choices(range(len(self._staff.people)), cum_weights=self._staff.busy)[0]
        drawn_at = self._born + timedelta(seconds=int(self._age.total_seconds() * luck.random()))
        desk = Desk(
            luck,
            number,
            self._staff.people[whose],
            self._staff.people,
            self._voices[self._staff.languages[whose]],
            self._staff.topics[whose],
            made_at or drawn_at,
        )
        return write(desk)

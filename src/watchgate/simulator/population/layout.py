"""What happens as event number N? The sequence is cut into blocks, and each block is laid out from its own luck when it is asked for.

A conversation lies within one block, so no block needs to know another.
"""

from functools import lru_cache
from typing import NamedTuple

from watchgate.simulator.population.chance import Stream, Weighted, chance
from watchgate.simulator.population.conversations import Conversation, begin, timed
from watchgate.simulator.population.office_hours import OfficeHours
from watchgate.simulator.population.staff import Staff

MESSAGE = "CONVERSATION_MESSAGE"
OTHERS = Weighted.of(
    {
        "AUDIT_LOG": 30,
        "AUTH_LOG": 24,
        "APP_LOG": 15,
        "APP_AUTH_LOG": 3,
        "CODEX_LOG": 13,
        "CHATGPT_PLUGIN_SPREADSHEET": 4,
        "CODEX_SECURITY_LOG": 2,
        "CUSTOM_AGENTS_LOG": 5,
        "COSTS": 4,
    }
)
_MESSAGES_SHARE, _OTHERS_SHARE = 92, 8
_BLOCK_EVENTS = 4_096
_BLOCKS_KEPT = 8
_NEAR = 20


class Slot(NamedTuple):
    """One event before anything is written. `conversation` is None for all but messages."""

    time_us: int
    order: int
    kind: str
    conversation: Conversation | None
    turn: int
    """The index of the message in its conversation."""
    version: int
    """1 for an edit."""


class Layout:
    """*messages* message events among others (8 in 100) in the order of their time."""

    def __init__(self, seed: int, messages: int, staff: Staff, hours: OfficeHours) -> None:
        self._seed, self._staff, self._hours = seed, staff, hours
        self._others = (messages * _OTHERS_SHARE + _MESSAGES_SHARE // 2) // _MESSAGES_SHARE
        self.total = messages + self._others
        self._blocks = max(1, self.total // _BLOCK_EVENTS)
        self.block = lru_cache(_BLOCKS_KEPT)(self._block)

    def slot(self, number: int) -> Slot:
        """Raises IndexError."""
        if not 0 <= number < self.total:
            raise IndexError(number)
        block = min(number // _BLOCK_EVENTS, self._blocks - 1)
        return self.block(block)[number - block * _BLOCK_EVENTS]

    def conversation_near(self, number: int) -> Conversation | None:
        """The conversation whose message came last before event *number* in its block; None when there was none just before."""
        block = min(number // _BLOCK_EVENTS, self._blocks - 1)
        slots, at = self.block(block), number - block * _BLOCK_EVENTS
        before = slots[max(0, at - _NEAR) : at]
        return next((slot.conversation for slot in reversed(before) if slot.conversation), None)

    def blocks(self) -> range:
        return range(self._blocks)

    def first(self, block: int) -> int:
        """The number of the first event in *block*."""
        return self.total if block == self._blocks else block * _BLOCK_EVENTS

    def _block(self, block: int) -> tuple[Slot, ...]:
        first, after = self.first(block), self.first(block + 1)
        others_before = self._others * first // self.total if self.total else 0
        others = (self._others * after // self.total if self.total else 0) - others_before
        start_us, end_us = (self._hours.at(edge / max(1, self.total)) for edge in (first, after))
        luck = chance(self._seed, Stream.BLOCK, block)
        slots: list[Slot] = []
        while (room := after - first - others - len(slots)) > 0:
            talk = begin(luck, self._staff, room)
            start = self._hours.at((first + luck.random() * (after - first)) / self.total)
            start = max(start_us, min(start, end_us - (end_us - start_us) // 200))
            for time_us, index, version in timed(luck, talk, start, end_us):
                slots.append(Slot(time_us, len(slots), MESSAGE, talk, index, version))
        for number in range(others_before, others_before + others):
            time_us = self._hours.at((first + luck.random() * (after - first)) / self.total)
            kind = OTHERS.things[number] if number < len(OTHERS.things) else OTHERS.drawn(luck)
            slots.append(Slot(min(time_us, end_us), len(slots), kind, None, 0, 0))
        slots.sort()
        _note_files(slots, first)
        return tuple(slots)


def _note_files(slots: list[Slot], first: int) -> None:
    """Tell each conversation under which event numbers its files came in."""
    for number, slot in enumerate(slots, first):
        talk = slot.conversation
        if talk and slot.version == 0 and slot.turn in talk.attached:
            talk.event_of[slot.turn] = number

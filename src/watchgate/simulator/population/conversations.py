"""How does a conversation run? Who with whom about what, how many messages, how far apart, which of them are edited."""

import random
from dataclasses import dataclass, field

from watchgate.simulator.population.chance import Weighted, pick
from watchgate.simulator.population.identifiers import uuid
from watchgate.simulator.population.phrases import TOPICS
from watchgate.simulator.population.staff import Staff

SHORTEST, LONGEST = 2, 40
_SECOND_US = 1_000_000
_EDITED_SHARE = 0.02
_FILES_SHARE = 0.035
_SECOND_FILE_SHARE = 0.2
_HOME_LANGUAGE_SHARE = 0.85
_OWN_TOPIC_SHARE = 0.55
_LENGTHS = Weighted.of(
    {2: 20, 4: 20, 6: 16, 8: 11, 10: 8, 3: 5, 5: 4, 12: 5, 16: 4, 20: 3, 26: 2, 33: 1, 40: 1}
)
_PLACES = Weighted.of({"": 72, "gpt": 12, "project": 16})


@dataclass(slots=True)
class Conversation:
    """One conversation of one person. Even messages are theirs, odd ones the assistant's."""

    conversation_id: str
    owner: int
    language: str
    topic: str
    length: int
    message_digits: str
    """32 hexadecimal digits for each message."""
    dice: int
    """Decides on the small things: title, client, model."""
    place: str
    """`gpt`, `project` or nothing."""
    is_temporary: bool
    edited: frozenset[int]
    created_us: int = 0
    attached: dict[int, int] = field(default_factory=dict)
    """From a message's index to how many files it brings."""
    sent_us: dict[int, int] = field(default_factory=dict)
    """From the index of a message that is edited later to when it was sent."""
    event_of: dict[int, int] = field(default_factory=dict)
    """From the index of a message with files to the number of its first event."""

    @property
    def events(self) -> int:
        """How many events tell of it."""
        return self.length + len(self.edited)

    def message_id(self, index: int) -> str:
        return uuid(self.message_digits[index * 32 : index * 32 + 32])


def begin(luck: random.Random, staff: Staff, room: int) -> Conversation:
    """A conversation of at most *room* events that does not leave exactly one over."""
    length = min(_LENGTHS.drawn(luck), room)
    edited = frozenset(index for index in range(0, length, 2) if luck.random() < _EDITED_SHARE)
    if length + len(edited) > room or room - length - len(edited) == 1:
        edited = frozenset()
    if room - length == 1 and not edited:
        length += 1 if length < LONGEST else -1
    owner = luck.choices(range(len(staff.people)), cum_weights=staff.busy)[0]
    is_temporary = luck.random() < 0.05
    return Conversation(
        conversation_id=uuid(f"{luck.getrandbits(128):032x}"),
        owner=owner,
        language=staff.languages[owner] if luck.random() < _HOME_LANGUAGE_SHARE else "en",
        topic=staff.topics[owner] if luck.random() < _OWN_TOPIC_SHARE else pick(luck, TOPICS),
        length=length,
        message_digits=luck.randbytes(16 * length).hex(),
        dice=luck.getrandbits(32),
        place="" if is_temporary else _PLACES.drawn(luck),
        is_temporary=is_temporary,
        edited=edited,
        attached={
            index: 1 + (luck.random() < _SECOND_FILE_SHARE)
            for index in range(0, length, 2)
            if luck.random() < _FILES_SHARE
        },
    )


def timed(luck: random.Random, talk: Conversation, start_us: int, end_us: int) -> list[tuple[int, int, int]]:
    """Its events as (microseconds since 1970, index of the message, version), rising, all before *end_us*."""
    happened: list[tuple[int, int, int]] = []
    now = start_us
    for index, version in _order(talk):
        if happened:
            now += _pause(luck, is_answer=bool(index % 2), is_edit=bool(version))
        happened.append((now, index, version))
    room = end_us - start_us - len(happened) - 1
    if now - start_us > room:
        stretch = max(0, room) / (now - start_us)
        happened = [
            (start_us + int((when - start_us) * stretch) + rank, index, version)
            for rank, (when, index, version) in enumerate(happened)
        ]
    talk.created_us = start_us
    talk.sent_us = {index: when for when, index, version in happened if index in talk.edited and version == 0}
    return happened


def _order(talk: Conversation) -> list[tuple[int, int]]:
    """Messages and versions: an edit follows the answer to what it edits."""
    order: list[tuple[int, int]] = []
    for index in range(talk.length):
        order.append((index, 0))
        if index - 1 in talk.edited:
            order.append((index - 1, 1))
    if talk.length - 1 in talk.edited:
        order.append((talk.length - 1, 1))
    return order


def _pause(luck: random.Random, *, is_answer: bool, is_edit: bool) -> int:
    if is_answer:
        seconds = 2 + luck.random() * 18
    elif is_edit or luck.random() > 0.03:
        seconds = 10 + luck.random() ** 3 * 400
    else:
        seconds = 3_600 * (1 + luck.random() * 20)
    return int(seconds * _SECOND_US)

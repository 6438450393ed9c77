"""What does one event of a stream carry that a policy may have to look at?"""

from dataclasses import dataclass, field
from typing import Any

from watchgate.policy.model import Path, TextSpan

Channel = tuple[str | int, ...]
"""Names one growing text of a stream: the pieces of a channel belong together."""


@dataclass(frozen=True, slots=True)
class Delta:
    """The next piece of a channel's text, and where it stands in its event."""

    channel: Channel
    path: Path
    text: str = field(repr=False)
    is_json: bool = False


@dataclass(slots=True)
class Parts:
    """One event, taken apart.

    `ended`: prefixes of the channels that are complete with this event. `snapshots`: texts that repeat what deltas said
    (or say something for the first time, whole). `echoes`: texts that repeat the request. `logprobs`: where token
    probabilities stand, which spell the text once more.
    """

    deltas: list[Delta] = field(default_factory=list)
    snapshots: list[TextSpan] = field(default_factory=list)
    echoes: list[TextSpan] = field(default_factory=list)
    ended: list[Channel] = field(default_factory=list)
    logprobs: list[Path] = field(default_factory=list)
    unread: list[Any] = field(default_factory=list)

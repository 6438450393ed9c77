"""In which order are the messages of a conversation read?

Each after the one it answers; where the chain says nothing (a beginning, two branches, a message whose predecessor never
arrived), the earlier one first. Computed from what is there now, so a late event finds its place by itself.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Link:
    """One version of a message, as much of it as the order needs."""

    message_id: str
    occurred_at: datetime
    event_id: str
    previous_message_id: str | None
    size_chars: int


@dataclass(frozen=True, slots=True)
class Node:
    """A message with its versions, the newest first."""

    message_id: str
    links: tuple[Link, ...]

    @property
    def first_at(self) -> datetime:
        """When it was first written; an edit moves no message."""
        return self.links[-1].occurred_at

    @property
    def previous_message_id(self) -> str | None:
        """What it answers, as the newest version that says so has it."""
        said = (link.previous_message_id for link in self.links if link.previous_message_id)
        return next(said, None)


def in_thread_order(links: Iterable[Link]) -> list[Node]:
    """The messages that *links* are versions of, each once, every one after the one it answers.

    Messages that answer each other in a circle begin with the earliest.
    """
    nodes = {node.message_id: node for node in _nodes(links)}
    answers: defaultdict[str, list[Node]] = defaultdict(list)
    ready: list[_Ready] = []
    for node in nodes.values():
        if (previous := node.previous_message_id) in nodes and previous is not None:
            answers[previous].append(node)
        else:
            ready.append(_as_ready(node))
    heapq.heapify(ready)
    unread = iter(sorted(_as_ready(node) for node in nodes.values()))
    ordered: dict[str, Node] = {}
    while len(ordered) < len(nodes):
        _, message_id = heapq.heappop(ready) if ready else next(unread)
        if message_id not in ordered:
            ordered[message_id] = nodes[message_id]
            for answer in answers[message_id]:
                heapq.heappush(ready, _as_ready(answer))
    return list(ordered.values())


_Ready = tuple[datetime, str]


def _as_ready(node: Node) -> _Ready:
    return node.first_at, node.message_id


def _nodes(links: Iterable[Link]) -> Iterable[Node]:
    versions: defaultdict[str, list[Link]] = defaultdict(list)
    for link in links:
        versions[link.message_id].append(link)
    for message_id, found in versions.items():
        found.sort(key=lambda link: (link.occurred_at, link.event_id), reverse=True)
        yield Node(message_id, tuple(found))

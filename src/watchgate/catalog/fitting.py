"""How much of a conversation fits on one page? So many messages, so many characters, so many versions of each; at least one."""

from collections.abc import Sequence
from dataclasses import dataclass

from watchgate.catalog.thread_order import Link, Node

MAX_PAGE_CHARS = 2_000_000
MAX_VERSIONS = 10
"""Of one message. That there are more is said by their number."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A message, and those of its versions that are shown, the newest first."""

    node: Node
    shown: tuple[Link, ...]


def fitting(nodes: Sequence[Node], limit: int) -> list[Fitted]:
    """The first of *nodes*, as many as fit. Older versions give way to messages that follow only when they are too long."""
    page: list[Fitted] = []
    chars_left = MAX_PAGE_CHARS
    for node in nodes[:limit]:
        if page and node.links[0].size_chars > chars_left:
            break
        shown: list[Link] = []
        for link in node.links[:MAX_VERSIONS]:
            if shown and link.size_chars > chars_left:
                break
            shown.append(link)
            chars_left -= link.size_chars
        page.append(Fitted(node, tuple(shown)))
    return page

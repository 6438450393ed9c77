"""Does a text name the person, and how does it read without?

Whole words only: `ann@acme.com` does not stand in `joann@acme.com`, nor `user-1` in `user-12`. The same expressions are
understood by Python and by PostgreSQL.
"""

import re
from collections.abc import Iterable

from watchgate.remediation.person.who import Who

INSTEAD = "[erased]"
_BEFORE = r"(?:(?<![\w.+-])|(?<=\\[nrtbf])|(?<=\\u[0-9a-fA-F]{4}))"
"""A letter before it makes another word of it, unless it belongs to an escape of JSON (`\\n`, `\\u003c`)."""
_AFTER = r"(?![\w-]|\.\w)"
_SHORTEST_PART = 3
"""Parts of a name that are shorter say nothing (initials, particles)."""


class Naming:
    """What names one person."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = sorted({word for word in words if word}, key=lambda word: (-len(word), word))
        self.pattern = _BEFORE + "(?:" + "|".join(map(re.escape, self.words)) + ")" + _AFTER
        self._compiled = re.compile(self.pattern, re.IGNORECASE)

    def is_in(self, text: str) -> bool:
        return bool(self.words) and self._compiled.search(text) is not None

    def without(self, text: str, instead: str = INSTEAD) -> str:
        return self._compiled.sub(lambda _: instead, text) if self.words else text


def by_id_and_address(who: Who) -> Naming:
    """What can mean nobody else, wherever it stands."""
    return Naming((*who.user_ids, *who.emails))


def by_name_too(who: Who) -> Naming:
    """In what people wrote about requests of this workspace, a full name that only one person has means them."""
    return Naming((*who.user_ids, *who.emails, *who.names))


def by_any_part_of_the_name(who: Who) -> Naming:
    """In what was written about their own erasure, a first or a last name alone means them as well."""
    parts = {part for name in who.names for part in re.split(r"[\s,]+", name) if len(part) >= _SHORTEST_PART}
    return Naming((*who.user_ids, *who.emails, *who.names, *parts))

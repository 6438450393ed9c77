"""Which files did people give their GPTs and projects? One handbook each, made from the name alone; some use a neighbour's as well."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

_COPIES_EVERY = 5
"""The second of so many was made as a copy of the first, and shares its file."""


@dataclass(frozen=True, slots=True)
class KnowledgeFile:
    id: str
    name: str
    content: bytes
    created_at: int


def knowledge_of(listed: Sequence[Mapping[str, Any]]) -> dict[str, tuple[KnowledgeFile, ...]]:
    """The files of GPTs or projects, by their owners' ids; a file may belong to several."""
    own = [_file(each) for each in listed]
    return {
        each["id"]: (own[number], own[number - 1]) if number % _COPIES_EVERY == 1 else (own[number],)
        for number, each in enumerate(listed)
    }


def _file(listed: Mapping[str, Any]) -> KnowledgeFile:
    config = listed["latest_config"]["data"][0]
    digits = blake2b(listed["id"].encode(), digest_size=12).hexdigest()
    content = f"Handbook of {config['name']}\n\n{config['description']}\n{config['instructions']}\n"
    return KnowledgeFile(f"file-{digits}", "handbook.txt", content.encode(), config["created_at"])

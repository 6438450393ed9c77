"""Which files did people give their GPTs and projects? One handbook each, made from the name alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any


@dataclass(frozen=True, slots=True)
class KnowledgeFile:
    id: str
    owner_id: str
    """The id of the GPT or the project."""
    name: str
    content: bytes
    created_at: int


def knowledge_of(listed: Sequence[Mapping[str, Any]]) -> dict[str, KnowledgeFile]:
    """The files of GPTs or projects, by their owners' ids."""
    return {each["id"]: _file(each) for each in listed}


def _file(listed: Mapping[str, Any]) -> KnowledgeFile:
    config = listed["latest_config"]["data"][0]
    digits = blake2b(listed["id"].encode(), digest_size=12).hexdigest()
    content = f"Handbook of {config['name']}\n\n{config['description']}\n{config['instructions']}\n"
    return KnowledgeFile(
        f"file-{digits}", listed["id"], "handbook.txt", content.encode(), config["created_at"]
    )

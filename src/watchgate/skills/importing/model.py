"""What does an import come to?"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

_MAX_NAME = 64


@dataclass(frozen=True, slots=True)
class Imported:
    """`files` of a skill's folder called *name*; `notes`: what could not be carried over, and what is to be looked at."""

    name: str
    files: Mapping[str, bytes]
    notes: tuple[str, ...] = ()


def name_from(title: str) -> str:
    """A skill's name out of a title: lower-case letters, digits, single hyphens; `skill` when nothing is left."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:_MAX_NAME].strip("-") or "skill"


def id_from(name: str) -> str:
    """A skill's id out of its name: `incident-post-mortem` → `incident.post_mortem`, `pdf` → `imported.pdf`."""
    first, _, rest = name.partition("-")
    function, short = (first, rest) if rest else ("imported", first)
    parts = [part if part[:1].isalpha() else f"s{part}" for part in (function, short.replace("-", "_"))]
    return f"{parts[0][:31]}.{parts[1][:41]}"


def as_yaml(value: Mapping[str, Any]) -> bytes:
    """For people to go on with: in the given order, long texts as blocks."""
    text = yaml.dump(dict(value), Dumper=_Readable, sort_keys=False, allow_unicode=True, width=120)
    return text.encode()


def skill_md(front: Mapping[str, Any], instructions: str) -> bytes:
    """A `SKILL.md`."""
    return b"---\n" + as_yaml(front) + b"---\n" + instructions.strip().encode() + b"\n"


class _Readable(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:  # noqa: ANN401, ARG002 -- as PyYAML has it
        return True


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Readable.add_representer(str, _represent_text)

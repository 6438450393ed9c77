"""Do these files make a skill? One folder, one SKILL.md in it, with a name and a description in front."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from watchgate.simulator.skill_folder.archive import MOST_BYTES_EACH, MOST_FILES, zipped
from watchgate.simulator.skill_folder.unsuitable import UnsuitableError

_FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MOST_NAME, _MOST_DESCRIPTION = 64, 1024


@dataclass(frozen=True, slots=True)
class SkillFolder:
    """`files`: the paths below the folder, to their bytes."""

    top: str
    name: str
    description: str
    files: Mapping[str, bytes]

    def archive(self) -> bytes:
        return zipped({f"{self.top}/{path}": content for path, content in self.files.items()})


def folder_of(sent: Mapping[str, bytes]) -> SkillFolder:
    """*sent*: path → bytes, the folder being part of each path. Raises UnsuitableError."""
    if not 0 < len(sent) <= MOST_FILES:
        raise UnsuitableError(f"There are {len(sent)} files; a skill has from 1 to {MOST_FILES}.")
    for path, content in sent.items():
        _check(path, content)
    tops = {path.partition("/")[0] for path in sent}
    if len(tops) != 1 or any("/" not in path for path in sent):
        raise UnsuitableError("All files must lie in a single top-level folder, as in my-skill/SKILL.md.")
    top = tops.pop()
    files = {path.removeprefix(f"{top}/"): content for path, content in sent.items()}
    front = _front(_manual(files))
    return SkillFolder(top, _name(front), _description(front), files)


def _check(path: str, content: bytes) -> None:
    parts = path.split("/")
    if path.startswith("/") or "\\" in path or any(part in {"", ".", ".."} for part in parts):
        raise UnsuitableError(f"{path!r} is not a path inside the skill.")
    if len(content) > MOST_BYTES_EACH:
        raise UnsuitableError(f"{path} is larger than {MOST_BYTES_EACH} bytes.")


def _manual(files: Mapping[str, bytes]) -> str:
    """The text of the one SKILL.md, however its name is capitalised."""
    found = [path for path in files if path.rpartition("/")[2].lower() == "skill.md"]
    if len(found) != 1 or "/" in found[0]:
        raise UnsuitableError("The folder must contain exactly one SKILL.md, at its top.")
    try:
        return files[found[0]].decode()
    except UnicodeDecodeError as error:
        raise UnsuitableError("SKILL.md is not UTF-8 text.") from error


def _front(text: str) -> Mapping[str, Any]:
    matched = _FRONT.match(text)
    if not matched:
        raise UnsuitableError("SKILL.md must begin with front matter between two lines of three dashes.")
    try:
        front = yaml.safe_load(matched[1])
    except yaml.YAMLError as error:
        raise UnsuitableError("The front matter of SKILL.md is no YAML.") from error
    if not isinstance(front, dict):
        raise UnsuitableError("The front matter of SKILL.md must have name and description.")
    return front


def _name(front: Mapping[str, Any]) -> str:
    name = front.get("name")
    if not isinstance(name, str) or len(name) > _MOST_NAME or not _NAME.fullmatch(name):
        raise UnsuitableError(
            f"The name in SKILL.md must be lower-case letters, digits and single hyphens, at most {_MOST_NAME} characters."
        )
    return name


def _description(front: Mapping[str, Any]) -> str:
    description = front.get("description")
    if not isinstance(description, str) or not 0 < len(description.strip()) <= _MOST_DESCRIPTION:
        raise UnsuitableError(
            f"The description in SKILL.md must be text of 1 to {_MOST_DESCRIPTION} characters."
        )
    return description

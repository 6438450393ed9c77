"""Which names may the files of a skill have? Those that every system and every archive keeps as they are."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from watchgate.documents.problems import Place, Problem

MAX_PATH_CHARS = 200
MAX_DEPTH = 8
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com[1-9]|lpt[1-9])(\.|$)")
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f\\:*?"<>|]')


def problems_of(paths: Iterable[str]) -> Iterator[Problem]:
    """What is wrong with the names of these files, each relative to the skill's folder."""
    seen: dict[str, str] = {}
    for path in sorted(paths):
        if complaint := _complaint(path):
            yield Problem(Place(path), "", complaint, "Rename the file.")
        folded = unicodedata.normalize("NFC", path).casefold()
        if folded in seen:
            yield Problem(
                Place(path),
                "",
                f"Some systems take it for the same name as {seen[folded]}.",
                "Rename one of them.",
            )
        seen[folded] = path


def _complaint(path: str) -> str:
    parts = path.split("/")
    if not path or path.startswith("/") or any(part in ("", ".", "..") for part in parts):
        return "The path leads out of the skill's folder, or nowhere."
    if len(path) > MAX_PATH_CHARS or len(parts) > MAX_DEPTH:
        return f"The path is longer than {MAX_PATH_CHARS} characters or deeper than {MAX_DEPTH} folders."
    if _FORBIDDEN.search(path) or any(_RESERVED.match(part) or part[-1] in " ." for part in parts):
        return "Windows cannot keep a file of this name."
    if unicodedata.normalize("NFC", path) != path:
        return "The name is written in decomposed letters, which systems change at will (it is not in Unicode's form NFC)."
    if any(part.startswith(".") for part in parts):
        return "Hidden files are not part of a skill: people who review it would not see them."
    return ""

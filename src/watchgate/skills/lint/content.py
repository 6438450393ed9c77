"""Is there something in the skill's texts that nobody should hand out? Secrets, personal data, orders that are not its author's."""

from collections import Counter
from collections.abc import Iterator

from watchgate.detection.engine import default_engine
from watchgate.detection.entities import ENTITIES
from watchgate.detection.injection import BLOCK_THRESHOLD
from watchgate.detection.model import Finding
from watchgate.documents.problems import Place, Problem
from watchgate.skills.lint.model import Subject
from watchgate.skills.package import manifest

_MAX_SCANNED_BYTES = 5_000_000
"""Of one file. What is larger is not scanned, and said not to be."""


def check(subject: Subject) -> Iterator[Problem]:
    for path, content in sorted(subject.skill.files.items()):
        text = _text_of(content)
        if text is None:
            yield _not_scanned(path, len(content))
        else:
            yield from _in_text(path, text)


def _in_text(path: str, text: str) -> Iterator[Problem]:
    seen = default_engine().examine(text)
    if seen.injection.score >= BLOCK_THRESHOLD:
        start = min((signal.start for signal in seen.injection.signals), default=0)
        message = "This reads like an order that overrides other instructions (prompt injection)."
        yield Problem(_place(path, text, start), "", message, "Say it in another way, or take it out.")
    personal: Counter[str] = Counter()
    for found in seen.findings:
        if ENTITIES[found.entity].group == "secret":
            yield _secret(path, text, found)
        elif path != manifest.FILE:
            personal[found.entity] += 1
    if personal:
        said = ", ".join(f"{count} {entity}" for entity, count in personal.most_common())
        yield Problem(
            Place(path),
            "",
            f"There seem to be personal data in it: {said}.",
            "Take out what nobody needs.",
            "warning",
        )


def _secret(path: str, text: str, found: Finding) -> Problem:
    message = f"There is a secret in it ({found.entity})."
    return Problem(
        _place(path, text, found.start), "", message, "Take it out, and have it renewed: others have seen it."
    )


def _not_scanned(path: str, size: int) -> Problem:
    why = "too large" if size > _MAX_SCANNED_BYTES else "no text"
    return Problem(Place(path), "", f"Not scanned: {why}.", "Look at it yourself.", "warning")


def _text_of(content: bytes) -> str | None:
    if len(content) > _MAX_SCANNED_BYTES or b"\0" in content:
        return None
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _place(path: str, text: str, at: int) -> Place:
    line_start = text.rfind("\n", 0, at) + 1
    return Place(path, text.count("\n", 0, at) + 1, at - line_start + 1)

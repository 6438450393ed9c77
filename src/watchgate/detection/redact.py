"""How does a text read with its findings masked?"""

import re
from collections.abc import Sequence

from watchgate.detection.entities import ENTITIES
from watchgate.detection.model import Finding

_LABEL = re.compile(r"<([A-Z_]+)_([0-9]{1,9})>")
_SHOWN = 2


class Labels:
    """Labels such as `<EMAIL_1>`. The same value gets the same label, for as long as this object lives."""

    def __init__(self) -> None:
        self._labels: dict[tuple[str, str], str] = {}
        self._numbers: dict[str, int] = {}
        self._taken: set[str] = set()

    def redact(self, text: str, findings: Sequence[Finding]) -> str:
        """*text* with each finding (sorted, not overlapping) replaced by its label. Labels that *text* already has are not given."""
        self._taken.update(found.group() for found in _LABEL.finditer(text))
        pieces: list[str] = []
        done = 0
        for finding in findings:
            pieces += (
                text[done : finding.start],
                self._label(finding.entity, text[finding.start : finding.end]),
            )
            done = finding.end
        return "".join((*pieces, text[done:]))

    def _label(self, entity: str, value: str) -> str:
        name = ENTITIES[entity].label
        if (name, value) not in self._labels:
            self._labels[name, value] = self._next(name)
        return self._labels[name, value]

    def _next(self, name: str) -> str:
        while True:
            self._numbers[name] = self._numbers.get(name, 0) + 1
            label = f"<{name}_{self._numbers[name]}>"
            if label not in self._taken:
                return label


def excerpt(value: str) -> str:
    """Enough of *value* to recognise it by, not enough to use it: its first and last letters and its punctuation."""
    hidden = "".join("•" if character.isalnum() else character for character in value[:80])
    if len(value) < 4 * _SHOWN:
        return hidden
    return value[:_SHOWN] + hidden[_SHOWN:-_SHOWN] + (value[-_SHOWN:] if len(value) <= len(hidden) else "…")

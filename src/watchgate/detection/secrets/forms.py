"""Where does a text hold tokens that their form alone gives away?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from watchgate.detection.detector import Detector
from watchgate.detection.model import Evidence, Finding
from watchgate.detection.scoring import finding, rejected
from watchgate.detection.secrets.checks import checked
from watchgate.detection.secrets.kind import SecretKind
from watchgate.detection.secrets.placeholders import why_no_secret

_FORM = 0.9
_BEGINS = r"(?:(?<![A-Za-z0-9_])|(?<=\\[nrt])|(?<=%[0-9A-Fa-f]{2}))"
"""Not in the middle of a word; an escaped line break or blank before it is not part of it."""
_ENDS = r"(?![A-Za-z0-9])(?<!\.)"
_SOMETHING_FOLLOWS = "[!#-;=?-_a-~]{8}"


def by_form(kind: SecretKind) -> Detector:
    """The detector for the forms of *kind* that need no name before them."""
    starts = [f"(?:{start}){_SOMETHING_FOLLOWS}" for start, _ in kind.own_forms if start]
    triggers = (*starts, kind.trigger) if kind.trigger else tuple(starts)
    return Detector(
        f"secret:{kind.entity.lower()}",
        (f"(?:{'|'.join(triggers)})",),
        _Finder(kind),
        frozenset({kind.entity}),
    )


@dataclass(eq=False)
class _Finder:
    """Expressions are compiled when the first text needs them: there are hundreds, and most are never needed."""

    kind: SecretKind

    def __call__(self, text: str) -> Iterator[Finding]:
        for start, token in self._patterns:
            for begun in start.finditer(text):
                found = token.match(text, begun.start())
                if found:
                    yield from self._judged(found)

    def _judged(self, found: re.Match[str]) -> Iterator[Finding]:
        kind, token = self.kind, found.group()
        detector = f"secret:{kind.entity.lower()}"
        if why := why_no_secret(token, found["rest"], kind.min_entropy):
            rejected(kind.entity, *found.span(), detector, why)
            return
        form = Evidence(f"the form of this: {kind.title}", _FORM)
        hit = finding(kind.entity, *found.span(), detector, form, checked(kind.entity, token))
        if hit:
            yield hit

    @cached_property
    def _patterns(self) -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
        """Where one may start (quick to look for), and all of it (only tried there)."""
        return tuple(
            (
                re.compile(start or f"{_BEGINS}(?:{rest})"),
                re.compile(f"{_BEGINS}(?:{start})(?P<rest>{rest}){_ENDS}"),
            )
            for start, rest in self.kind.own_forms
        )

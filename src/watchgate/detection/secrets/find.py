"""Where does a text hold keys and tokens of providers?"""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator

from watchgate.detection.detector import Detector
from watchgate.detection.edges import touches_word_before
from watchgate.detection.model import Evidence, Finding
from watchgate.detection.secrets import private_key
from watchgate.detection.secrets.table import SECRETS, SecretKind

_FORM = 0.9
_NEAR = 0.75
_UNKNOWN_KIND = 0.6


def secret_detectors() -> tuple[Detector, ...]:
    """One detector for each row of the table."""
    return tuple(_detector(kind) for kind in SECRETS)


def _detector(kind: SecretKind) -> Detector:
    if kind.entity == "PRIVATE_KEY":
        return Detector("private-key", (kind.pattern,), _private_keys)
    if kind.near:
        return Detector(f"secret:{kind.entity.lower()}", (f"(?i){kind.near}",), _by_neighbour(kind))
    return Detector(f"secret:{kind.entity.lower()}", (kind.trigger or kind.pattern,), _by_form(kind))


def _by_form(kind: SecretKind) -> Callable[[str], Iterator[Finding]]:
    pattern = re.compile(kind.pattern + r"(?![A-Za-z0-9])")
    evidence = (Evidence(f"the form of a {kind.title}", _FORM),)
    detector = f"secret:{kind.entity.lower()}"

    def find(text: str) -> Iterator[Finding]:
        for found in pattern.finditer(text):
            if not touches_word_before(text, found.start()) and _is_random(found.group(), kind.min_entropy):
                yield Finding(kind.entity, found.start(), found.end(), _FORM, detector, evidence)

    return find


def _by_neighbour(kind: SecretKind) -> Callable[[str], Iterator[Finding]]:
    near = re.compile(kind.near, re.IGNORECASE)
    within_reach = re.compile(rf"[\s\S]{{0,{kind.reach}}}?(?P<value>{kind.pattern})(?![A-Za-z0-9])")
    weight = _NEAR if kind.reach else _UNKNOWN_KIND
    evidence = (Evidence("its form", weight / 2), Evidence("the words before it", weight / 2))
    detector = f"secret:{kind.entity.lower()}"

    def find(text: str) -> Iterator[Finding]:
        done = 0
        for hint in near.finditer(text):
            found = within_reach.match(text, hint.end())
            if found is None or found.start("value") < done:
                continue
            start, done = found.span("value")
            if not touches_word_before(text, start) and _is_random(found["value"], kind.min_entropy):
                yield Finding(kind.entity, start, done, weight, detector, evidence)

    return find


def _private_keys(text: str) -> Iterator[Finding]:
    for found in private_key.KEY.finditer(text):
        if private_key.is_a_key(found):
            yield Finding(
                "PRIVATE_KEY",
                found.start(),
                found.end(),
                1.0,
                "private-key",
                (Evidence("its BEGIN line", 1.0),),
            )


def _is_random(token: str, bits: float) -> bool:
    """Placeholders (`ghp_xxxxxxxx…`) have few different characters."""
    total = len(token)
    return -sum(count / total * math.log2(count / total) for count in Counter(token).values()) >= bits

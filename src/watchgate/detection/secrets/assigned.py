"""Where does a text give a value to something that is called a secret, a key or a token, whose ever it is?

The value must look random: that is what tells `api_key = "Zx81kQ…"` from `api_key = settings.api_key`.
"""

import re
from collections.abc import Iterator

from watchgate.detection.detector import Detector
from watchgate.detection.model import Evidence, Finding
from watchgate.detection.scoring import finding, rejected
from watchgate.detection.secrets.placeholders import why_no_secret

_ENTITY = "GENERIC_SECRET"
_DETECTOR = "secret:assigned"
_NAME = r"(?:secret|api[_.-]?key|apikey|access[_.-]?key|auth[_.-]?key|signing[_.-]?key|encryption[_.-]?key|private[_.-]?key|token|passw(?:or)?d|passphrase|credential)"
_TAIL = r"[a-z0-9_]{0,16}"
_GIVES = r"[\"'\]]{0,2}[ \t]{0,3}(?::=|={1,2}>?|:)[ \t]{0,3}[rbfu]?[\"'`]?"
_VALUE = r"[A-Za-z0-9_+/=~.-]{16,200}"
_HEAD = re.compile(rf"(?i:{_NAME}{_TAIL}[\"'\]]{{0,2}}[ \t]{{0,3}}(?::=|={{1,2}}>?|:)[ \t]{{0,3}})")
_PLAIN = re.compile(rf"(?i:[rbfu]?[\"'`]?(?:bearer )?)(?P<value>{_VALUE})(?![A-Za-z0-9(\[{{])")
_QUOTED = re.compile(
    r"(?i:[rbfu]?)(?P<quote>[\"'])(?P<value>[A-Za-z0-9_+/=~.!#$%&*?@^:;,|-]{12,128})(?P=quote)"
)
"""Between quotes, signs may stand in it."""
_FORM = Evidence("a value that looks random", 0.3)
_CALLED = Evidence("what it is called", 0.35, "context")
_LEAST_ENTROPY = 3.4
_AN_EXPRESSION = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+")
_PIECE = re.compile(r"[a-z]{4,}|[A-Z]{4,}|[A-Z][a-z]{3,}")


def _find(text: str) -> Iterator[Finding]:
    for found in _assigned(text):
        start, end = found.span("value")
        value = found["value"].rstrip(".")
        end -= len(found["value"]) - len(value)
        if why := _why_not(value):
            rejected(_ENTITY, start, end, _DETECTOR, why)
            continue
        hit = finding(_ENTITY, start, end, _DETECTOR, _FORM, _CALLED)
        if hit:
            yield hit


def _assigned(text: str) -> Iterator[re.Match[str]]:
    """The ways to read what stands behind each name. What stands in a value is not read as a name once more."""
    done = 0
    for head in _HEAD.finditer(text):
        if head.start() < done:
            continue
        for form in (_PLAIN, _QUOTED):
            if found := form.match(text, head.end()):
                done = found.end()
                yield found


def _why_not(value: str) -> str | None:
    digits = sum(map(str.isdigit, value))
    letters = sum(map(str.isalpha, value))
    if not digits or not letters:
        return "letters or digits alone are no key"
    if _AN_EXPRESSION.fullmatch(value):
        return "an expression rather than a key"
    if sum(map(len, _PIECE.findall(value))) * 2 > len(value):
        return "words rather than a key"
    if digits < 2 and len(value) < 32:
        return "a name rather than a key"
    return why_no_secret(value, value, _LEAST_ENTROPY)


ASSIGNED = Detector(
    _DETECTOR,
    (rf"(?i){_NAME}{_TAIL}{_GIVES}(?:bearer )?[!#-;=?-_a-~]{{12}}",),
    _find,
    frozenset({_ENTITY}),
)

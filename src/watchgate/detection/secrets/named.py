"""Where does a text hold tokens that are mere letters and digits, and whose they are stands before them?

`TWILIO_AUTH_TOKEN=…`, `our Datadog key is …`: the name and a word such as key, or the name and at once the value.
The nearest name decides. A hash that its own word announces (`commit`, `sha256`) is none, whatever name stands further away.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from watchgate.detection.detector import Detector
from watchgate.detection.model import Evidence, Finding
from watchgate.detection.scoring import finding, rejected
from watchgate.detection.secrets.kind import SecretKind
from watchgate.detection.secrets.placeholders import why_no_secret

REACH = 72
_DETECTOR = "secret:named"

_CANDIDATE = re.compile(
    r"(?<![A-Za-z0-9_+-])(?:(?<![/.:])|(?=[A-Za-z0-9_+~-]{8}))(?=[A-Za-z0-9_-][A-Za-z0-9_+/.:~|%=$#@!*&;^-]{12})"
)
_MAY_BEGIN = re.compile(r"(?![a-z]{13})(?=\S{0,48}[0-9]|[A-Za-z0-9]{14})").match
_PIECE = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")
_AT_ONCE = re.compile(r"[\s\"'`:=>(]{0,6}\Z")
_MOST_PIECES = 4

_OPENS = (
    "key keys token tokens secret secrets password passwort passwd pwd pass auth authorization api apikey credential credentials "
    "bearer access pat sid cert certificate dsn creds license login schlüssel clé clave chiave sleutel klucz chave"
)
_OPENS_DOORS = frozenset(_OPENS.split())
_ELSE = (
    "commit commits sha sha1 sha256 sha512 md5 hash hashes digest etag checksum integrity uuid guid revision rev blob tree "
    "fingerprint version span trace traceid request build file path image"
)
_SOMETHING_ELSE = frozenset(_ELSE.split())


def named(kinds: Sequence[SecretKind]) -> Detector:
    """One detector for all of *kinds*."""
    names = sorted({name for kind in kinds for name in kind.near})
    return Detector(
        _DETECTOR, tuple(_triggers(names)), _Finder(tuple(kinds)), frozenset(kind.entity for kind in kinds)
    )


_A_TRIGGER = 64


def _triggers(names: Sequence[str]) -> Iterator[str]:
    """A name, and later what may be part of a token: a letter soon after a digit, or a very long word."""
    for at in range(0, len(names), _A_TRIGGER):
        some = "|".join(name.replace(" ", "[ _.-]?") for name in names[at : at + _A_TRIGGER])
        yield rf"(?i)(?:{some}).*(?:[0-9][a-z0-9]{{0,8}}[a-z][!#-;=?-_a-~]{{6}}|[a-z0-9_+/-]{{14}})"


@dataclass(eq=False)
class _Finder:
    kinds: tuple[SecretKind, ...]

    def __call__(self, text: str) -> Iterator[Finding]:
        for candidate in _CANDIDATE.finditer(text):
            start = candidate.start()
            if not _MAY_BEGIN(text, start):
                continue
            for name, nearness in self._names_before(text, start):
                hits = [
                    hit
                    for kind in self._of_name[name]
                    if (hit := self._judged(kind, text, start, name, nearness))
                ]
                if hits:
                    yield max(hits, key=lambda hit: (hit.end, hit.score))
                    break

    def _names_before(self, text: str, start: int) -> list[tuple[str, float]]:
        """Names that announce what begins at *start*, nearest first, and how near: 0 to 0.1."""
        first = max(0, start - REACH)
        before = text[first:start]
        pieces = [(found.group().lower(), found.start(), found.end()) for found in _PIECE.finditer(before)]
        names: list[tuple[str, float]] = []
        opens = any(piece in _OPENS_DOORS for piece, _, _ in pieces)
        for at in range(len(pieces) - 1, -1, -1):
            if pieces[at][0] in _SOMETHING_ELSE and not names:
                return []
            if name := self._name_at(pieces, at):
                known, end = name
                if opens or _AT_ONCE.match(before, end):
                    names.append((known, 0.1 * end / len(before)))
        return names

    def _name_at(self, pieces: Sequence[tuple[str, int, int]], at: int) -> tuple[str, int] | None:
        """The longest name that begins with the piece *at*, and where it ends."""
        name, longest = "", None
        for piece, _, end in pieces[at : at + _MOST_PIECES]:
            name += piece
            if name not in self._beginnings:
                break
            if name in self._of_name:
                longest = name, end
        return longest

    def _judged(self, kind: SecretKind, text: str, start: int, name: str, nearness: float) -> Finding | None:
        found = self._forms[kind.entity].match(text, start)
        if found is None or not _may_be_random(found.group()):
            return None
        if why := why_no_secret(found.group(), found.group(), kind.min_entropy):
            rejected(kind.entity, *found.span(), _DETECTOR, why)
            return None
        return finding(
            kind.entity,
            *found.span(),
            _DETECTOR,
            Evidence("its form", 0.375),
            Evidence(f"the name “{name}” before it", round(0.375 + nearness, 3), "context"),
            Evidence("a form that others have too, were it not for the name", 0.15)
            if kind.stands_out
            else None,
        )

    @cached_property
    def _of_name(self) -> dict[str, list[SecretKind]]:
        kinds: dict[str, list[SecretKind]] = {}
        for kind in self.kinds:
            for name in kind.near:
                kinds.setdefault(name.replace(" ", ""), []).append(kind)
        return kinds

    @cached_property
    def _beginnings(self) -> frozenset[str]:
        return frozenset(name[:length] for name in self._of_name for length in range(1, len(name) + 1))

    @cached_property
    def _forms(self) -> "_Forms":
        return _Forms({kind.entity: kind for kind in self.kinds})


class _Forms(dict[str, re.Pattern[str]]):
    """The expression of each kind, compiled when it is first asked for."""

    def __init__(self, kinds: dict[str, SecretKind]) -> None:
        super().__init__()
        self._kinds = kinds

    def __missing__(self, entity: str) -> re.Pattern[str]:
        forms = "|".join(f"(?:{form})(?![A-Za-z0-9_/+=-])" for form in self._kinds[entity].plain_forms)
        unless_path = r"(?<!/)" if "/" in forms.replace("(?![A-Za-z0-9_/+=-])", "") else ""
        self[entity] = re.compile(f"{unless_path}(?:{forms})")
        return self[entity]


_WORD = re.compile(r"[A-Z]?[a-z]{6,}")


def _may_be_random(token: str) -> bool:
    """Neither a number nor words joined together: at most half of it reads like words, and it has digits or capitals within."""
    if not any(map(str.isalpha, token)):
        return False
    in_words = sum(map(len, _WORD.findall(token)))
    if any(map(str.isdigit, token)):
        return in_words * 3 <= len(token) * 2
    return token.isalnum() and not token.islower() and in_words * 3 < len(token)

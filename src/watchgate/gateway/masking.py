"""Which label stands for which value, within one exchange?

The model sees `<EMAIL_1>`, the application gets the address back. The map lives as long as its exchange, is never logged,
and never serves another one. A label is only taken if the client's own text does not use it already.
"""

import hmac
import html
import json
import re
from collections.abc import Sequence
from hashlib import sha256

from watchgate.detection.entities import ENTITIES
from watchgate.policy.model import Edit, Mask, TextSpan

Label = tuple[str, int]

MAX_LABEL_CHARS = 64
"""A longer run of text that looks like the beginning of a label is not one."""


class Masks:
    """The labels of one exchange. Same value, same label; what the request masked, the answer restores."""

    def __init__(self, *, hash_key: bytes = b"") -> None:
        self.beside: Sequence[TextSpan] = ()
        """The client's own texts, which may hold labels of their own. Looked into when the first label is needed."""
        self._hash_key = hash_key
        self._taken: set[Label] | None = None
        self._labels: dict[tuple[str, str], Label] = {}
        self._values: dict[Label, str] = {}

    @property
    def restores(self) -> bool:
        """Is there anything to give back?"""
        return bool(self._values)

    def apply(self, text: str, edits: Sequence[Edit], *, is_json: bool = False) -> str:
        """*text* with each edit (sorted, not overlapping) carried out."""
        pieces: list[str] = []
        done = 0
        for edit in edits:
            pieces += (
                text[done : edit.start],
                self.replacement(text[edit.start : edit.end], edit, is_json=is_json),
            )
            done = edit.end
        return "".join((*pieces, text[done:]))

    def replacement(self, matched: str, edit: Edit, *, is_json: bool) -> str:
        """What stands in the place of *matched*, the text the edit covers."""
        match edit.replacement:
            case str(literal):
                return literal
            case Mask(entity, "partial"):
                return partial(entity, matched)
            case Mask(entity, "hash"):
                digest = hmac.new(self._hash_key, matched.encode(errors="surrogatepass"), sha256).hexdigest()
                return f"<{ENTITIES[entity].label}:{digest[:12]}>"
            case Mask(entity, _, restore):
                return self._label(entity, _unescaped(matched) if is_json else matched, restore=restore)

    def restore(self, text: str, *, is_json: bool = False) -> str:
        """*text* with every label of ours replaced by its value; labels that are not ours stay."""
        if not self._values or "_" not in text:
            return text
        return _LABEL.sub(lambda found: self._value(found, is_json=is_json), text)

    def restorations(self, text: str, *, is_json: bool = False) -> list[tuple[int, int, str]]:
        """Where *text* holds labels of ours: (start, end, value)."""
        if not self._values or "_" not in text:
            return []
        found = ((label, self._value(label, is_json=is_json)) for label in _LABEL.finditer(text))
        return [(label.start(), label.end(), value) for label, value in found if value != label.group()]

    def closed_until(self, text: str, start: int) -> int:
        """The offset ≥ *start* at which an unfinished label may begin; the length of *text* when none does."""
        if not self._values:
            return len(text)
        unfinished = _UNFINISHED.search(text, max(start, len(text) - MAX_LABEL_CHARS))
        return unfinished.start() if unfinished else len(text)

    def _label(self, entity: str, value: str, *, restore: bool) -> str:
        name = ENTITIES[entity].label
        label = self._labels.get((name, value))
        if label is None:
            label = self._labels[name, value] = self._next_free(name)
            if restore:
                self._values[label] = value
        return f"<{name}_{label[1]}>"

    def _next_free(self, name: str) -> Label:
        if self._taken is None:
            self._taken = {
                _key(found)
                for span in self.beside
                if "_" in span.text
                for found in _LABEL.finditer(span.text)
            }
        number = 1 + sum(used == name for used, _ in self._labels.values())
        while (name, number) in self._taken:
            number += 1
        self._taken.add((name, number))
        return name, number

    def _value(self, found: re.Match[str], *, is_json: bool) -> str:
        value = self._values.get(_key(found))
        if value is None:
            return found.group()
        opening = found.group(1)
        if is_json or opening.startswith("\\u"):
            return json.dumps(value, ensure_ascii=False)[1:-1]
        return html.escape(value, quote=False) if opening == "&lt;" else value


def partial(entity: str, value: str) -> str:
    """A hint of *value*: the first letter and the domain's ending of an address, else the last four characters that matter."""
    if entity == "EMAIL_ADDRESS" and "@" in value:
        name, _, domain = value.rpartition("@")
        return f"{name[:1]}***@***.{domain.rpartition('.')[2]}"
    significant = [index for index, character in enumerate(value) if character.isalnum()]
    shown = set(significant[-4:]) if len(significant) > 8 else set()
    return "".join("*" if char.isalnum() and at not in shown else char for at, char in enumerate(value))


# A label as a model may give it back: re-cased, inside quotes, HTML- or JSON-escaped (Go escapes `<`), Markdown-escaped.
_OPEN = r"(<|&lt;|\\u003[cC]|\\<)"
_CLOSE = r"(?:>|&gt;|\\u003[eE]|\\>)"
_LABEL = re.compile(_OPEN + r" ?([A-Za-z]+(?:\\?_[A-Za-z0-9]*[A-Za-z])*)\\?[_ -](\d{1,6}) ?" + _CLOSE)
_UNFINISHED = re.compile(
    r"(?:<|&(?:l(?:t;?)?)?|\\(?:u(?:0(?:0(?:3[cC]?)?)?)?|<)?)"
    r" ?[A-Za-z0-9_\\]{0,48}[ -]?\d{0,6} ?"
    r"(?:&(?:g(?:t)?)?|\\(?:u(?:0(?:0(?:3)?)?)?)?)?\Z",
)


def _key(found: re.Match[str]) -> Label:
    return found.group(2).replace("\\", "").upper(), int(found.group(3))


def _unescaped(source: str) -> str:
    """What a piece of JSON source means, so that it can be restored into plain text as well."""
    if "\\" not in source:
        return source
    try:
        return str(json.loads(f'"{source}"'))
    except ValueError:
        return source

"""Which signals does a text hold?

Hyperscan has said which rules may occur. What is disguised is looked at once more undisguised: digits for letters (`1gn0r3`),
and base64, one level deep.
"""

import binascii
import re
from collections.abc import Iterable, Iterator, Sequence

from watchgate.detection.injection.patterns import COMPILED, REACH, CompiledRule
from watchgate.detection.injection.resemblance import resemblance
from watchgate.detection.injection.score import combine
from watchgate.detection.injection.view import View, view
from watchgate.detection.model import Injection, Signal
from watchgate.detection.ngrams import NgramModel, model_named
from watchgate.detection.one_pass import one_pass

NOTHING = Injection(0.0)

RULE_TRIGGERS: tuple[str, ...] = tuple(
    dict.fromkeys(trigger for rule in COMPILED for trigger in rule.triggers)
)
_NUMBER = {trigger: number for number, trigger in enumerate(RULE_TRIGGERS)}
_BY_OPENING: dict[int, list[tuple[CompiledRule, int]]] = {}
for _rule in COMPILED:
    _numbers = [_NUMBER[trigger] for trigger in _rule.triggers]
    _BY_OPENING.setdefault(_numbers[0], []).append((_rule, _numbers[-1]))
LEET_TRIGGER = r"(?i)[a-z][013457$]|[013457$][a-z]"
BASE64_TRIGGER = rb"[A-Za-z0-9+/]{32}"

TRIGGERS: tuple[str | bytes, ...] = (*RULE_TRIGGERS, LEET_TRIGGER, BASE64_TRIGGER)
"""What the engine's one pass looks for on behalf of this room."""

_LEET = bytes.maketrans(b"013457@$", b"oieastas")
_IS_LEET = re.compile(LEET_TRIGGER)
_BASE64 = re.compile(r"[A-Za-z0-9+/]{32,}={0,2}")
_HIDDEN = 0.3


class Signals:
    """Finds signals in texts. Thread-safe."""

    def __init__(self, model: NgramModel | None = None, *, has_model: bool = True) -> None:
        """With *model*, with the one that is shipped, or with rules alone."""
        self._rules = one_pass(RULE_TRIGGERS)
        self._model = (model or model_named("injection")) if has_model else None

    def find(self, text: str, occurring: Sequence[int]) -> Injection:
        """*occurring*: which of `TRIGGERS` the pass over the raw bytes has found, by their numbers."""
        maybe_leet, maybe_base64 = (
            len(RULE_TRIGGERS) in occurring,
            len(RULE_TRIGGERS) + 1 in occurring,
        )
        seen: View | None = None
        if not text.isascii():
            seen = view(text)
            occurring = self._occurring(seen.text)
        seen = seen or View(text.lower())
        signals = list(_signals(seen, _possible(occurring)))
        if maybe_leet:
            signals += self._in_leet(seen)
        if maybe_base64:
            signals += self._in_base64(text)
        if self._model and (resembling := resemblance(seen, self._model)):
            signals.append(resembling)
        if not signals:
            return NOTHING
        distinct = sorted(set(signals), key=lambda signal: (signal.start, signal.end, signal.name))
        return Injection(combine(distinct), tuple(distinct))

    def _in_leet(self, seen: View) -> Iterator[Signal]:
        """Only those that owe something to a digit next to a letter: `I have 1` alone disguises nothing."""
        plain = undisguised_digits(seen.text)
        for rule in _possible(self._occurring(plain)):
            for start, end in _places(plain, rule):
                if _IS_LEET.search(seen.text, start, end):
                    yield Signal(rule.name, seen.place(start), seen.end(end), rule.weight)

    def _in_base64(self, text: str) -> Iterator[Signal]:
        """The signals of decoded text, and that they were hidden; all stand where the encoded text stands."""
        for found in _BASE64.finditer(text):
            decoded = _decoded(found.group())
            if decoded is None:
                continue
            seen = view(decoded)
            names = {
                (signal.name, signal.weight)
                for signal in _signals(seen, _possible(self._occurring(seen.text)))
            }
            if names:
                yield from (Signal(name, found.start(), found.end(), weight) for name, weight in names)
                yield Signal("hidden-in-base64", found.start(), found.end(), _HIDDEN)

    def _occurring(self, text: str) -> list[int]:
        return self._rules.occurring(text.encode(errors="surrogatepass"))


def undisguised_digits(text: str) -> str:
    """*text* with the letters that digits stand for: `1gn0r3` → `ignore`. Lengths stay."""
    # Over bytes it takes a fiftieth of the time; in UTF-8 no byte of a longer character is one of these.
    return text.encode(errors="surrogatepass").translate(_LEET).decode(errors="surrogatepass")


def _possible(occurring: Sequence[int]) -> list[CompiledRule]:
    """The rules all of whose triggers occur."""
    return [
        rule
        for number in occurring
        if number in _BY_OPENING
        for rule, key in _BY_OPENING[number]
        if key == number or key in occurring
    ]


def _signals(seen: View, rules: Iterable[CompiledRule]) -> Iterator[Signal]:
    for rule in rules:
        for start, end in _places(seen.text, rule):
            yield Signal(rule.name, seen.place(start), seen.end(end), rule.weight)


def _places(text: str, rule: CompiledRule) -> Iterator[tuple[int, int]]:
    end = 0
    for beginning in rule.begins.finditer(text):
        start = beginning.start()
        if rule.has_words and start and text[start - 1].isalnum():
            continue
        whole = rule.whole.match(text, start, start + REACH)
        if whole and start >= end:
            end = whole.end()
            yield start, end


def _decoded(run: str) -> str | None:
    stripped = run.rstrip("=")
    stripped = stripped[: len(stripped) - (len(stripped) % 4 == 1)]
    try:
        decoded = binascii.a2b_base64(stripped + "=" * (-len(stripped) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None
    return decoded if sum(map(str.isprintable, decoded)) > 0.9 * len(decoded) else None

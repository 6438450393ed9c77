"""Which signals does a text hold?

the rules       where a phrase of an attack stands       (Hyperscan has said which may occur)
the model       the window that reads most like an attack
planted         links and comments that wait for a model
disguises       what stands there in base64, Morse, lone letters …: the rules and the model once more, one level deep
"""

from collections.abc import Iterable, Iterator, Sequence

from watchgate.detection.injection.disguises.hidden import Disguise
from watchgate.detection.injection.disguises.leetspeak import TELLING_LEET, undisguised_digits
from watchgate.detection.injection.disguises.registry import DISGUISES
from watchgate.detection.injection.mention import SPOKEN_OF, is_spoken_of
from watchgate.detection.injection.patterns import COMPILED, REACH, CompiledRule
from watchgate.detection.injection.planted import PLANTED
from watchgate.detection.injection.resemblance import resemblance
from watchgate.detection.injection.score import combine
from watchgate.detection.injection.view import View, view
from watchgate.detection.lazily import lazily
from watchgate.detection.model import Injection, Signal
from watchgate.detection.ngrams import NgramModel, model_named
from watchgate.detection.one_pass import one_pass

NOTHING = Injection(0.0)

RULE_TRIGGERS: tuple[str, ...] = tuple(rule.trigger for rule in COMPILED)
TRIGGERS: tuple[str | bytes, ...] = (
    *RULE_TRIGGERS,
    TELLING_LEET,
    *(trigger for trigger, _ in PLANTED),
    *(disguise.trigger for disguise in DISGUISES),
)
"""What the engine's one pass looks for on behalf of this room."""

_LEET_NUMBER = len(RULE_TRIGGERS)
_PLANTED = {_LEET_NUMBER + 1 + number: found for number, (_, found) in enumerate(PLANTED)}
_DISGUISED = {_LEET_NUMBER + 1 + len(PLANTED) + number: disguise for number, disguise in enumerate(DISGUISES)}
_HAS_TELLING_LEET = lazily(TELLING_LEET)
_HIDING = 0.3
"""That somebody hid what is an attack anyway is one more reason."""
_HIDDEN_ATTACK = 0.5


class Signals:
    """Finds signals in texts. Thread-safe."""

    def __init__(self, model: NgramModel | None = None, *, has_model: bool = True) -> None:
        """With *model*, with the one that is shipped, or with rules alone."""
        self._rules = one_pass(RULE_TRIGGERS)
        self._model = (model or model_named("injection")) if has_model else None

    def find(self, text: str, occurring: Sequence[int]) -> Injection:
        """*occurring*: which of `TRIGGERS` the pass over the raw bytes has found, by their numbers."""
        if text.isascii():
            seen = View(text.lower())
            signals = list(_signals(seen, _possible(occurring)))
        else:
            seen = view(text)
            signals = list(_signals(seen, _possible(self._occurring(seen.text))))
        if _LEET_NUMBER in occurring:
            signals += self._in_leet(seen)
        for number in occurring:
            if number in _PLANTED:
                signals += _PLANTED[number](text)
            elif number in _DISGUISED:
                signals += self._in_disguise(text, _DISGUISED[number])
        if self._model and (resembling := resemblance(seen, self._model)):
            signals.append(resembling)
        if not signals:
            return NOTHING
        distinct = sorted(set(signals), key=lambda signal: (signal.start, signal.end, signal.name))
        return Injection(combine(distinct), tuple(distinct))

    def _in_leet(self, seen: View) -> Iterator[Signal]:
        """Only those with a telling word that owes a letter to a digit: `I have 1` alone disguises nothing."""
        plain = undisguised_digits(seen.text)
        for rule in _possible(self._occurring(plain)):
            for start, end in _places(plain, rule):
                if _HAS_TELLING_LEET.search(seen.text, start, end):
                    yield Signal(rule.name, seen.place(start), seen.end(end), rule.weight)

    def _in_disguise(self, text: str, disguise: Disguise) -> Iterator[Signal]:
        """One signal where the disguised text stands, worth what the text itself is worth and a little more."""
        for hidden in disguise.reveal(text):
            score = self._undisguised(hidden.text)
            if score >= _HIDDEN_ATTACK:
                weight = round(1 - (1 - score) * (1 - _HIDING), 3)
                yield Signal(f"hidden-in-{disguise.name}", hidden.start, hidden.end, weight)

    def _undisguised(self, text: str) -> float:
        seen = view(text)
        signals = list(_signals(seen, _possible(self._occurring(seen.text))))
        if self._model and (resembling := resemblance(seen, self._model)):
            signals.append(resembling)
        return combine(signals)

    def _occurring(self, text: str) -> list[int]:
        return self._rules.occurring(text.encode(errors="surrogatepass"))


def _possible(occurring: Sequence[int]) -> list[CompiledRule]:
    """The rules whose triggers occur."""
    return [COMPILED[number] for number in occurring if number < len(COMPILED)]


def _signals(seen: View, rules: Iterable[CompiledRule]) -> Iterator[Signal]:
    for rule in rules:
        for start, end in _places(seen.text, rule):
            weight = round(rule.weight * SPOKEN_OF, 3) if is_spoken_of(seen.text, start) else rule.weight
            yield Signal(rule.name, seen.place(start), seen.end(end), weight)


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

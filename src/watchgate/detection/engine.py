"""What does detection see in a text? The one door to this room.

One Hyperscan pass over the bytes says which detectors and which rules could have something to say; only those look.
"""

from collections.abc import Sequence
from functools import cache, lru_cache

from watchgate.detection.detector import Detector
from watchgate.detection.entities import BY_DEFAULT
from watchgate.detection.injection import find as injection
from watchgate.detection.model import NOTHING_SEEN, Examination, Finding, Topic
from watchgate.detection.one_pass import Pass, one_pass
from watchgate.detection.overlaps import resolved
from watchgate.detection.rooms import DETECTORS

ENGINE_VERSION = "2.1.0"
"""Changes whenever the same text may be judged differently."""


class Engine:
    """Looks for the entities that are looked for by default, for those in *also*, and for none in *without*; for the topics in *about*.

    Thread-safe, and it never raises, whatever the text.
    """

    def __init__(
        self,
        also: frozenset[str] = frozenset(),
        *,
        without: frozenset[str] = frozenset(),
        about: frozenset[str] = frozenset(),
    ) -> None:
        self.entities = (BY_DEFAULT | also) - without
        detectors = _BY_DEFAULT if self.entities <= BY_DEFAULT else DETECTORS
        self._pass = _pass(detectors)
        self._signals = _signals()
        self._about = about
        owners = [detector for detector in detectors for _ in detector.triggers]
        self._first_rule = len(owners)
        """The triggers of injection come after those of the detectors."""
        self._detector_of = {
            number: detector for number, detector in enumerate(owners) if detector.finds_any_of(self.entities)
        }

    def examine(self, text: str, since: int = 0) -> Examination:
        """Findings, signals of injection, and topics if they are wanted. Topics are of what stands behind *since*; what stands
        before it was judged with an earlier piece.
        """
        occurring = self._pass.occurring(text.encode(errors="surrogatepass"))
        findings = self._findings(text, occurring)
        first = self._first_rule
        injected = self._signals.find(text, [number - first for number in occurring if number >= first])
        about = _topics(text, since, self._about) if self._about else ()
        return (
            Examination(findings, injected, about) if findings or injected.signals or about else NOTHING_SEEN
        )

    def scan(self, text: str) -> list[Finding]:
        """The findings alone, in the order of the text, not overlapping."""
        return list(self._findings(text, self._pass.occurring(text.encode(errors="surrogatepass"))))

    def examine_batch(self, texts: Sequence[str]) -> list[Examination]:
        return [self.examine(text) for text in texts]

    def scan_batch(self, texts: Sequence[str]) -> list[list[Finding]]:
        return [self.scan(text) for text in texts]

    def _findings(self, text: str, occurring: Sequence[int]) -> tuple[Finding, ...]:
        detectors = {self._detector_of[number] for number in occurring if number in self._detector_of}
        if not detectors:
            return ()
        entities = self.entities
        return resolved(
            [
                finding
                for detector in detectors
                for finding in detector.find(text)
                if finding.entity in entities
            ]
        )


@lru_cache(maxsize=32)
def engine_for(
    also: frozenset[str] = frozenset(),
    *,
    without: frozenset[str] = frozenset(),
    about: frozenset[str] = frozenset(),
) -> Engine:
    """The engine that everybody shares who wants the same. The first one takes a moment, once in a process."""
    return Engine(also, without=without, about=about)


def default_engine() -> Engine:
    """The engine that looks for what is looked for by default."""
    return engine_for()


_BY_DEFAULT: tuple[Detector, ...] = tuple(
    detector for detector in DETECTORS if detector.finds_any_of(BY_DEFAULT)
)
"""Few ask for more; what the others are triggered by occurs in every second text."""


def _topics(text: str, since: int, wanted: frozenset[str]) -> tuple[Topic, ...]:
    from watchgate.detection import topics  # noqa: PLC0415 -- its lexicon takes long to load, and few ask for it

    return topics.find(text, since, wanted)


@cache
def _pass(detectors: tuple[Detector, ...]) -> Pass:
    return one_pass(
        [*(trigger for detector in detectors for trigger in detector.triggers), *injection.TRIGGERS]
    )


@cache
def _signals() -> injection.Signals:
    return injection.Signals()

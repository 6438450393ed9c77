"""What does detection see in a text? The one door to this room.

One Hyperscan pass over the bytes says which detectors and which rules could have something to say; most texts end there.
"""

from collections.abc import Sequence
from functools import cache

from watchgate.detection.injection import find as injection
from watchgate.detection.model import NOTHING_SEEN, Examination, Finding, Injection
from watchgate.detection.one_pass import OnePass
from watchgate.detection.overlaps import resolved
from watchgate.detection.rooms import DETECTORS

ENGINE_VERSION = "1.0.0"
"""Changes whenever the same text may be judged differently."""


class Engine:
    """All detectors and rules, compiled. Thread-safe, and it never raises, whatever the text."""

    def __init__(self) -> None:
        patterns: list[str | bytes] = [trigger for detector in DETECTORS for trigger in detector.triggers]
        self._detector_of = [detector for detector in DETECTORS for _ in detector.triggers]
        self._first_rule = len(patterns)
        self._leet = self._first_rule + len(injection.RULE_TRIGGERS)
        self._base64 = self._leet + 1
        self._pass = OnePass(
            [*patterns, *injection.RULE_TRIGGERS, injection.LEET_TRIGGER, injection.BASE64_TRIGGER]
        )
        self._signals = injection.Signals()

    def examine(self, text: str) -> Examination:
        """Findings and signals of injection."""
        occurring = self._pass.occurring(text.encode(errors="surrogatepass"))
        if not occurring and text.isascii():
            return NOTHING_SEEN
        findings = self._findings(text, occurring)
        injected = self._injection(text, occurring)
        return Examination(findings, injected) if findings or injected.signals else NOTHING_SEEN

    def scan(self, text: str) -> list[Finding]:
        """The findings alone, in the order of the text, not overlapping."""
        return list(self._findings(text, self._pass.occurring(text.encode(errors="surrogatepass"))))

    def examine_batch(self, texts: Sequence[str]) -> list[Examination]:
        return [self.examine(text) for text in texts]

    def scan_batch(self, texts: Sequence[str]) -> list[list[Finding]]:
        return [self.scan(text) for text in texts]

    def _findings(self, text: str, occurring: Sequence[int]) -> tuple[Finding, ...]:
        detectors = {self._detector_of[number] for number in occurring if number < self._first_rule}
        if not detectors:
            return ()
        return resolved([finding for detector in detectors for finding in detector.find(text)])

    def _injection(self, text: str, occurring: Sequence[int]) -> Injection:
        triggers = [
            number - self._first_rule for number in occurring if self._first_rule <= number < self._leet
        ]
        return self._signals.find(
            text, triggers, maybe_leet=self._leet in occurring, maybe_base64=self._base64 in occurring
        )


@cache
def default_engine() -> Engine:
    """The engine everybody shares. Compiling it takes a moment, once in a process."""
    return Engine()

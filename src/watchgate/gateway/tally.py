"""What did the chain say over a whole phase, when it was asked many times (once for each closed piece of a stream)?"""

from watchgate.kernel.canonical_json import Json
from watchgate.policy.decide import Coverage, Decision
from watchgate.policy.model import STRICTNESS, Reason, Verdict

MAX_REASONS = 50
"""More reasons than this are counted, not listed."""


class Tally:
    """Adds up decisions. Bounded, however long the stream."""

    def __init__(self) -> None:
        self.verdict = Verdict.ALLOW
        self.reasons: list[Reason] = []
        self.observed: list[Reason] = []
        self.reasons_not_listed = 0
        self.failures: dict[str, str] = {}
        self.facts: dict[str, Json] = {}
        self.redactions: dict[str, int] = {}
        self.coverage = Coverage()

    def add(self, decision: Decision) -> None:
        """Take *decision* in; the strictest verdict stays."""
        if STRICTNESS[decision.verdict] > STRICTNESS[self.verdict]:
            self.verdict = decision.verdict
        if decision.reasons:
            self._list(self.reasons, decision.reasons)
        if decision.observed:
            self._list(self.observed, decision.observed)
        if decision.failures:
            self.failures.update((failure.policy, failure.error) for failure in decision.failures)
        if decision.facts:
            self.facts.update(decision.facts)
        for edits in decision.edits.values():
            for edit in edits:
                name = edit.replacement if isinstance(edit.replacement, str) else edit.replacement.entity
                self.redactions[name] = self.redactions.get(name, 0) + 1
        self.coverage.merge(decision.coverage)

    def _list(self, known: list[Reason], fresh: tuple[Reason, ...]) -> None:
        room = MAX_REASONS - len(known)
        known.extend(fresh[:room])
        self.reasons_not_listed += max(0, len(fresh) - room)

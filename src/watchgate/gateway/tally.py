"""What did the chain say over a whole phase, when it was asked many times (once for each closed piece of a stream)?"""

from collections.abc import Iterable

from watchgate.kernel.canonical_json import Json
from watchgate.policy.coverage import Coverage, Examined, NotScanned
from watchgate.policy.decide import Decision
from watchgate.policy.model import STRICTNESS, Path, Reason, Verdict

MAX_REASONS = 50
"""More reasons than this are counted, not listed."""
MAX_PATHS = 1000
"""Of a stream with more channels than this, the rest is counted under the first ones."""


class Tally:
    """Adds up decisions. Bounded, however long the stream."""

    def __init__(self) -> None:
        self.verdict = Verdict.ALLOW
        self.reasons: list[Reason] = []
        self.observed: dict[str, str] = {}
        self.observed_reasons: list[Reason] = []
        self.reasons_not_listed = 0
        self.failures: dict[str, str] = {}
        self.facts: dict[str, Json] = {}
        self.redactions: dict[str, int] = {}
        self._coverages: list[Coverage] = []
        self._latest = Coverage()
        self._known: set[tuple[object, Path]] = set()

    def add(self, decision: Decision) -> None:
        """Take *decision* in; the strictest verdict stays."""
        if STRICTNESS[decision.verdict] > STRICTNESS[self.verdict]:
            self.verdict = decision.verdict
        if decision.reasons:
            self._list(self.reasons, decision.reasons)
        if decision.observed:
            self._observe(decision)
        if decision.failures:
            self.failures.update((failure.policy, failure.exception) for failure in decision.failures)
        if decision.facts:
            self.facts.update(decision.facts)
        for edits in decision.edits.values():
            for edit in edits:
                name = "removed" if isinstance(edit.replacement, str) else edit.replacement.entity
                self.redactions[name] = self.redactions.get(name, 0) + 1
        coverage = decision.coverage
        # The pieces of one channel come one after the other, and of each the same is said.
        if not self._coverages or (coverage != self._latest and not self._is_known(coverage)):
            self._coverages.append(coverage)
        self._latest = coverage

    @property
    def coverage(self) -> Coverage:
        """All that was and was not examined, each path once."""
        if len(self._coverages) == 1:
            return self._coverages[0]
        examined: dict[tuple[str, ...], dict[Path, None]] = {}
        missed: dict[tuple[str, str], dict[Path, None]] = {}
        absent: dict[str, str] = {}
        for coverage in self._coverages:
            for group in coverage.examined:
                examined.setdefault(group.policies, {}).update(dict.fromkeys(group.paths))
            for gap in coverage.not_scanned:
                missed.setdefault((gap.why, gap.kind), {}).update(dict.fromkeys(gap.paths))
            absent.update(coverage.absent)
        return Coverage(
            tuple(Examined(policies, tuple(paths)) for policies, paths in examined.items()),
            tuple(NotScanned(why, kind, tuple(paths)) for (why, kind), paths in missed.items()),
            absent,
        )

    def _observe(self, decision: Decision) -> None:
        for seen in decision.observed:
            known = Verdict(self.observed.get(seen.policy, Verdict.ALLOW))
            self.observed[seen.policy] = str(max(known, seen.verdict, key=STRICTNESS.__getitem__))
            self._list(self.observed_reasons, seen.reasons)

    def _is_known(self, coverage: Coverage) -> bool:
        """Has the same been said of the same paths before (as each piece of a stream does)?"""
        if not self._known:
            self._known.update(_places(self._coverages[0]))
        fresh = _places(coverage) - self._known
        if len(self._known) >= MAX_PATHS:
            return True
        self._known |= fresh
        return not fresh

    def _list(self, known: list[Reason], fresh: Iterable[Reason]) -> None:
        for reason in fresh:
            if len(known) < MAX_REASONS:
                known.append(reason)
            else:
                self.reasons_not_listed += 1


def _places(coverage: Coverage) -> set[tuple[object, Path]]:
    places: set[tuple[object, Path]] = {
        (group.policies, path) for group in coverage.examined for path in group.paths
    }
    return places | {((gap.why, gap.kind), path) for gap in coverage.not_scanned for path in gap.paths}

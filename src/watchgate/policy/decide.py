"""What do the policies of a chain say together about the texts of one phase?

The strictest verdict wins: allow < not_scanned < redact < escalate < block. Every policy judges the original text, in the
order of the chain. A policy in `mode: observe` is recorded and changes nothing. A policy that raises has not examined
anything; the gateway's fail-mode says what follows.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import msgspec

from watchgate.kernel.canonical_json import Json
from watchgate.policy.chain import Chain, Link
from watchgate.policy.coverage import Coverage, Examined, NotScanned
from watchgate.policy.edits import Ranked, merge
from watchgate.policy.model import (
    STRICTNESS,
    About,
    Edit,
    Judgement,
    Path,
    Phase,
    Reading,
    Reason,
    Unread,
    Verdict,
)

MAX_REASONS = 100


class Observed(msgspec.Struct, frozen=True):
    """What a policy said that is recorded and not enforced."""

    policy: str
    verdict: Verdict
    reasons: tuple[Reason, ...] = ()


class Failure(msgspec.Struct, frozen=True):
    """A policy could not look. Only the type of its exception: a message might hold content."""

    policy: str
    exception: str


class Decision(msgspec.Struct, frozen=True):
    """`edits`: by number of the reading, sorted, not overlapping. `reasons`: the strictest last, so that the last one is why the
    verdict is what it is. `facts`: by name of the policy. With `failures`, the gateway's fail-mode says what follows.
    """

    verdict: Verdict
    coverage: Coverage
    edits: Mapping[int, tuple[Edit, ...]] = msgspec.field(default_factory=dict)
    reasons: tuple[Reason, ...] = ()
    observed: tuple[Observed, ...] = ()
    failures: tuple[Failure, ...] = ()
    facts: Mapping[str, Json] = msgspec.field(default_factory=dict)


def decide(
    chain: Chain, readings: Sequence[Reading], unread: Sequence[Unread], about: About, phase: Phase
) -> Decision:
    """The chain's decision. Never raises, whatever a policy does."""
    if not readings and not chain.of_phase(phase):
        return _without_hearing(chain, tuple(unread), phase)
    hearing = _Hearing(readings)
    for rank, link in enumerate(chain.of_phase(phase)):
        if link.conditions and (condition := link.mismatch(about)):
            hearing.note_absence(link, f"does not apply to this {condition}")
        # What comes before the cause of a block in a streamed answer still leaves: there, the other policies look as well.
        elif hearing.blocked_by and phase is Phase.REQUEST:
            hearing.note_absence(link, f"not run, {hearing.blocked_by} had blocked")
        else:
            hearing.hear(rank, link, about, phase)
    coverage = hearing.coverage(chain, unread, phase)
    verdict = hearing.verdict
    if verdict is Verdict.ALLOW and (coverage.not_scanned or hearing.failures):
        verdict = Verdict.NOT_SCANNED
    return Decision(
        verdict,
        coverage,
        merge(hearing.edits) if hearing.edits else {},
        hearing.reasons_by_strictness() if hearing.reasons else (),
        tuple(hearing.observed),
        tuple(hearing.failures),
        hearing.facts,
    )


@lru_cache(maxsize=8)
def _without_hearing(chain: Chain, unread: tuple[Unread, ...], phase: Phase) -> Decision:
    """Nothing to judge, and nobody to judge it: the same is said of every such exchange."""
    coverage = _Hearing(()).coverage(chain, unread, phase)
    return Decision(Verdict.NOT_SCANNED if coverage.not_scanned else Verdict.ALLOW, coverage)


class _Hearing:
    """Collects what the policies say, one after the other."""

    __slots__ = (
        "absent",
        "blocked_by",
        "edits",
        "examined",
        "facts",
        "failures",
        "observed",
        "readings",
        "reasons",
        "verdict",
    )

    def __init__(self, readings: Sequence[Reading]) -> None:
        self.readings = readings
        self.verdict = Verdict.ALLOW
        self.blocked_by = ""
        self.edits: list[Ranked] = []
        self.reasons: list[tuple[int, tuple[Reason, ...]]] = []
        self.observed: list[Observed] = []
        self.failures: list[Failure] = []
        self.facts: dict[str, Json] = {}
        self.absent: dict[str, str] = {}
        self.examined: list[tuple[str, frozenset[int] | None]] = []

    def hear(self, rank: int, link: Link, about: About, phase: Phase) -> None:
        """Let one policy judge the readings it is meant for."""
        policy = link.policy
        shown, numbers = self.readings, None
        if link.roles is not None:
            numbers = [
                number for number, reading in enumerate(self.readings) if link.roles(reading.span.role)
            ]
            shown = [self.readings[number] for number in numbers]
        try:
            judgement = policy.judge(shown, about, phase)
            if judgement.edits:
                _check_edits(judgement.edits, shown)
        except Exception as error:  # noqa: BLE001 -- the supervisor of policies: whatever fails is recorded, and fail-mode decides
            self._note_failure(link, type(error).__name__)
            return
        if policy.reads_text:
            self._note_examined(link, judgement, numbers)
        if judgement.reasons or judgement.verdict is not Verdict.ALLOW or judgement.facts or judgement.edits:
            self._note(rank, link, judgement, numbers)

    def reasons_by_strictness(self) -> tuple[Reason, ...]:
        """The strictest last; of very many, the strictest are kept."""
        self.reasons.sort(key=lambda said: said[0])
        return tuple(reason for _, reasons in self.reasons for reason in reasons)[-MAX_REASONS:]

    def note_absence(self, link: Link, why: str) -> None:
        if link.policy.reads_text:
            self.absent[link.name] = why

    def coverage(self, chain: Chain, unread: Sequence[Unread], phase: Phase) -> Coverage:
        """Which readings were examined by whom; the rest, and everything unread, with the reason."""
        if (
            self.readings
            and self.examined
            and not unread
            and all(numbers is None for _, numbers in self.examined)
        ):
            names = tuple(name for name, _ in self.examined)
            return Coverage(
                (Examined(names, tuple(reading.span.path for reading in self.readings)),), (), self.absent
            )
        groups: dict[tuple[str, ...], list[Path]] = {}
        for number, reading in enumerate(self.readings):
            names = tuple(name for name, numbers in self.examined if numbers is None or number in numbers)
            groups.setdefault(names, []).append(reading.span.path)
        unseen = groups.pop((), [])
        missed: dict[tuple[str, str], list[Path]] = (
            {(self._why_unseen(chain, phase), "text"): unseen} if unseen else {}
        )
        for part in unread:
            missed.setdefault((part.reason, part.kind), []).append(part.path)
        return Coverage(
            tuple(Examined(names, tuple(paths)) for names, paths in groups.items()),
            tuple(NotScanned(why, kind, tuple(paths)) for (why, kind), paths in missed.items()),
            self.absent,
        )

    def _note(self, rank: int, link: Link, judgement: Judgement, numbers: list[int] | None) -> None:
        if judgement.facts:
            self.facts[link.name] = judgement.facts
        if link.is_observing or judgement.verdict is Verdict.ALLOW:
            if judgement.reasons or judgement.verdict is not Verdict.ALLOW:
                self.observed.append(Observed(link.name, judgement.verdict, judgement.reasons[:MAX_REASONS]))
            return
        if judgement.verdict is Verdict.BLOCK and not self.blocked_by:
            self.blocked_by = link.name
        if STRICTNESS[judgement.verdict] > STRICTNESS[self.verdict]:
            self.verdict = judgement.verdict
        self.reasons.append((STRICTNESS[judgement.verdict], judgement.reasons))
        for edit in judgement.edits:
            self.edits.append(
                (
                    rank,
                    edit if numbers is None else msgspec.structs.replace(edit, reading=numbers[edit.reading]),
                )
            )

    def _note_examined(self, link: Link, judgement: Judgement, numbers: list[int] | None) -> None:
        own = judgement.examined
        if numbers is None:
            self.examined.append((link.name, own))
        else:
            seen = (
                numbers if own is None else (number for index, number in enumerate(numbers) if index in own)
            )
            self.examined.append((link.name, frozenset(seen)))
            self.absent[link.name] = "reads only some roles"

    def _note_failure(self, link: Link, exception: str) -> None:
        self.note_absence(link, f"raised {exception}")
        if link.is_observing:
            self.observed.append(Observed(link.name, Verdict.NOT_SCANNED))
        else:
            self.failures.append(Failure(link.name, exception))

    def _why_unseen(self, chain: Chain, phase: Phase) -> str:
        if chain.is_disabled:
            return "the pack is disabled"
        if not chain.needs_text(phase):
            return f"no policy in the chain reads the text of a {phase}"
        return "; ".join(f"{name} {why}" for name, why in self.absent.items()) or "no policy examined it"


def _check_edits(edits: Sequence[Edit], shown: Sequence[Reading]) -> None:
    for edit in edits:
        if not (
            0 <= edit.reading < len(shown)
            and 0 <= edit.start < edit.end <= len(shown[edit.reading].span.text)
        ):
            raise ValueError("an edit lies outside its text")

"""What does detection find in the texts of one asset, and how is it written down without the values themselves?"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from watchgate.detection.engine import ENGINE_VERSION, Engine
from watchgate.detection.entities import ENTITIES
from watchgate.detection.injection import BLOCK_THRESHOLD
from watchgate.detection.injection.provenance import adjusted
from watchgate.detection.model import Examination, Finding, Injection
from watchgate.ingest.digest.rows import FindingRow
from watchgate.kernel.content import Content
from watchgate.kernel.ids import new_id

Fingerprint = Callable[[bytes], bytes]
Part = tuple[str, Content]
"""A text of an asset, and its name there (`content`, `user_instructions`, …)."""

NOT_RECORDED = frozenset({"URL", "LOCATION"})
"""Links and places are seldom personal; a finding for each would hide the others."""
INJECTION = "PROMPT_INJECTION"
INJECTION_FROM = BLOCK_THRESHOLD
"""The score from which an injection is a finding."""
AROUND_CHARS = 40
MAX_FINDINGS = 1000
"""Of one asset; a text with more is a list of addresses, and the rest is counted."""


class Examiner:
    """Examines assets of one workspace."""

    def __init__(self, engine: Engine, fingerprint: Fingerprint) -> None:
        self._engine = engine
        self._fingerprint = fingerprint

    def findings(self, kind: str, asset_id: str, parts: Sequence[Part]) -> list[FindingRow]:
        """The findings in all parts of an asset, at most `MAX_FINDINGS`."""
        texts = [content.reveal() for _, content in parts]
        rows: list[FindingRow] = []
        for (name, _), text, seen in zip(parts, texts, self._engine.examine_batch(texts), strict=True):
            for row in self._of_part(kind, asset_id, name, text, seen):
                if len(rows) >= MAX_FINDINGS:
                    return rows
                rows.append(row)
        return rows

    def _of_part(
        self, kind: str, asset_id: str, part: str, text: str, seen: Examination
    ) -> Iterator[FindingRow]:
        injection = adjusted(seen.injection, "file" if kind == "file" else "user")
        if injection.score >= INJECTION_FROM:
            yield self._injection(kind, asset_id, part, text, seen, injection)
        for finding in seen.findings:
            if finding.entity in NOT_RECORDED:
                continue
            value = text[finding.start : finding.end]
            yield FindingRow(
                id=new_id("fnd"),
                asset_kind=kind,
                asset_id=asset_id,
                entity=finding.entity,
                detector=finding.detector,
                detector_version=ENGINE_VERSION,
                start=finding.start,
                end=finding.end,
                score=_permille(finding.score),
                explanation=_explained(part, [(term.reason, term.weight) for term in finding.evidence]),
                excerpt_masked=masked_around(text, finding.start, finding.end, seen.findings),
                fingerprint=self._fingerprint(f"{finding.entity}\0{value}".encode(errors="surrogatepass")),
            )

    def _injection(
        self, kind: str, asset_id: str, part: str, text: str, seen: Examination, injection: Injection
    ) -> FindingRow:
        start = min(signal.start for signal in injection.signals)
        end = max(signal.end for signal in injection.signals)
        return FindingRow(
            id=new_id("fnd"),
            asset_kind=kind,
            asset_id=asset_id,
            entity=INJECTION,
            detector="injection",
            detector_version=ENGINE_VERSION,
            start=start,
            end=end,
            score=_permille(injection.score),
            explanation=_explained(part, [(signal.name, signal.weight) for signal in injection.signals]),
            excerpt_masked=masked_around(text, start, min(end, start + AROUND_CHARS), seen.findings),
            fingerprint=self._fingerprint(
                f"{INJECTION}\0{text[start:end]}".encode(errors="surrogatepass")[:4096]
            ),
        )


def masked_around(text: str, start: int, end: int, findings: Sequence[Finding]) -> str:
    """Some words before and after `[start, end)`, with every finding replaced by the label of its entity."""
    first, last = max(0, start - AROUND_CHARS), min(len(text), end + AROUND_CHARS)
    pieces = ["…" if first else ""]
    done = first
    for finding in findings:
        if finding.end <= first or finding.start >= last:
            continue
        pieces += (text[done : max(done, finding.start)], f"<{ENTITIES[finding.entity].label}>")
        done = max(done, finding.end)
    pieces += (text[done:last], "…" if last < len(text) else "")
    return storable("".join(pieces))


def storable(text: str) -> str:
    """*text* as PostgreSQL can keep it and a terminal can show it: control characters and lone surrogates as blanks."""
    return _UNPRINTABLE.sub(" ", text)


_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def _explained(part: str, terms: Sequence[tuple[str, float]]) -> dict[str, Any]:
    return {
        "part": part,
        "evidence": [{"reason": reason, "weight": _permille(weight)} for reason, weight in terms],
    }


def _permille(score: float) -> int:
    return round(1000 * score)

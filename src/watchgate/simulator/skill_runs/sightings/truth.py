"""What is true of the month? Counted from the runs as they were drawn, not from the lines that tell of them."""

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from watchgate.simulator.skill_runs.sightings.cast import Version
from watchgate.simulator.skill_runs.sightings.used_once import MODELS, UsedOnce

_RUN_COLUMNS = (
    "skill_id",
    "named",
    "version",
    "person",
    "day",
    "began_at",
    "ended_at",
    "surface",
    "model",
    "outcome",
    "conversation_id",
    "run_id",
    "sources",
    "input_tokens",
    "output_tokens",
    "cost_microusd",
)
_TOLD = ("failed", "failed_told", "input_tokens", "output_tokens", "reported_microusd", "estimated_microusd")
_COUNT_COLUMNS = ("skill_id", "version", "digest", "person", "day", "surface", "runs", *_TOLD)
_TELLS_FAILURES = frozenset({"agent", "audit", "gateway", "imported"})
_TELLS_TOKENS = frozenset({"gateway", "imported"})


@dataclass(slots=True)
class Sums:
    """Of one skill, version, person, day and surface. Tokens and money only as far as a source tells them; so `failed_told`."""

    runs: int = 0
    failed: int = 0
    failed_told: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    reported_microusd: int = 0
    estimated_microusd: int = 0


@dataclass(slots=True)
class CostsTruth:
    """Of the costs: all rows; those of an hour, person and model in which a skill of ours was used; those skills' own share."""

    rows: int = 0
    microusd: int = 0
    microusd_of_hours_with_runs: int = 0
    microusd_of_runs: int = 0


class Truth:
    """Counts in memory, each run in a file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = (folder / "truth_runs.csv").open("w", encoding="utf-8", newline="")
        self._sums: dict[tuple[str, ...], Sums] = defaultdict(Sums)
        self._unmanaged: Counter[str] = Counter()
        self._chats_without_skill = 0
        self._all_tokens = [0, 0]
        self.costs = CostsTruth()

    def __enter__(self) -> Self:
        self._file.write(",".join(_RUN_COLUMNS) + "\n")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(
        self, used: UsedOnce, version: Version | None, began: str, ended: str, sources: Collection[str]
    ) -> None:
        """A run of a skill, or a chat without one; *sources* tell of it."""
        if used.skill is None:
            self._chats_without_skill += 1
            return
        if version is None:
            self._unmanaged[used.skill.target_id] += 1
        else:
            self._count(used, version, began[:10], sources)
        self._write(used, version, began, ended, sources)

    def finish(self, sources: Mapping[str, Mapping[str, int]], *, begin: datetime, **asked: int) -> None:
        """Write the sums, and what was asked for."""
        self._write_counts()
        told = {name: sum(getattr(each, name) for each in self._sums.values()) for name in _TOLD}
        truth: dict[str, Any] = {
            "asked": {**asked, "begin": begin.isoformat()},
            "events": sum(each["lines"] for each in sources.values()),
            "sources": sources,
            "runs": sum(each.runs for each in self._sums.values()),
            "failed": {"all": told["failed"], "told": told["failed_told"]},
            "runs_by_surface": self._by(5),
            "runs_by_day": self._by(4),
            "skills_used": len(self._by(0)),
            "unmanaged": {"runs": self._unmanaged.total(), "by_name": dict(self._unmanaged)},
            "chats_without_skill": self._chats_without_skill,
            "tokens": {
                "all": {"input": self._all_tokens[0], "output": self._all_tokens[1]},
                "told": {"input": told["input_tokens"], "output": told["output_tokens"]},
            },
            "microusd": {
                "reported": told["reported_microusd"],
                "estimated": told["estimated_microusd"],
                "costs_rows": self.costs.rows,
                "costs": self.costs.microusd,
                "costs_of_hours_with_runs": self.costs.microusd_of_hours_with_runs,
                "costs_of_runs": self.costs.microusd_of_runs,
            },
        }
        (self._folder / "truth.json").write_text(json.dumps(truth, indent=1) + "\n")

    def _count(self, used: UsedOnce, version: Version, day: str, sources: Collection[str]) -> None:
        skill = used.skill
        assert skill
        person = used.key if used.is_api else used.person.user_id
        sums = self._sums[skill.skill_id, version.version, version.digest, person, day, skill.surface]
        sums.runs += 1
        sums.failed += used.has_failed
        sums.failed_told += used.has_failed and not _TELLS_FAILURES.isdisjoint(sources)
        self._all_tokens[0] += used.tokens[0]
        self._all_tokens[1] += used.tokens[1]
        if _TELLS_TOKENS.isdisjoint(sources):
            return
        sums.input_tokens += used.tokens[0]
        sums.output_tokens += used.tokens[1]
        if used.is_api:
            sums.estimated_microusd += used.microusd
        else:
            sums.reported_microusd += used.microusd

    def _write(
        self, used: UsedOnce, version: Version | None, began: str, ended: str, sources: Collection[str]
    ) -> None:
        skill = used.skill
        assert skill
        person = used.key if used.is_api else used.person.user_id
        named = skill.target_id or (version.digest if version else "")
        told = "+".join(sorted(sources))
        self._file.write(
            f"{skill.skill_id},{named},{version.version if version else ''},{person},{began[:10]},{began},{ended},"
            f"{skill.surface},{MODELS[used.model][0]},{'error' if used.has_failed else 'success'},{used.conversation_id},"
            f"{used.run_id and 'thread_' + used.run_id},{told},{used.tokens[0]},{used.tokens[1]},{used.microusd}\n"
        )

    def _write_counts(self) -> None:
        with (self._folder / "truth_counts.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(_COUNT_COLUMNS)
            for key, sums in sorted(self._sums.items()):
                writer.writerow((*key, sums.runs, *(getattr(sums, name) for name in _TOLD)))

    def _by(self, place: int) -> dict[str, int]:
        counted: Counter[str] = Counter()
        for key, sums in self._sums.items():
            counted[key[place]] += sums.runs
        return dict(sorted(counted.items()))

"""How is the month written? Hour by hour, each run told of by its sources and noted in the truth, until the lines are used up."""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from watchgate.kernel.errors import UserError
from watchgate.simulator.skill_runs.sightings.arrivals import Arrivals
from watchgate.simulator.skill_runs.sightings.cast import Cast, cast
from watchgate.simulator.skill_runs.sightings.moments import hours
from watchgate.simulator.skill_runs.sightings.tellings import Tellers
from watchgate.simulator.skill_runs.sightings.truth import Truth
from watchgate.simulator.skill_runs.sightings.used_once import MODELS, UsedOnce, used_once

_MOST_LINES_A_RUN = 16
FEWEST_EVENTS = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """How much is to be written; *until* is when the last run may begin."""

    skills: int
    people: int
    events: int
    days: int
    seed: int
    until: datetime

    @property
    def begin(self) -> datetime:
        return self.until - timedelta(days=self.days)


@dataclass(slots=True)
class _Bill:
    """What one person used of one model in one hour."""

    used: UsedOnce
    tokens: tuple[int, int] = (0, 0)
    microusd: int = 0
    microusd_of_ours: int = 0


def write_sightings(wanted: Wanted, folder: Path, progress: Callable[[int], None]) -> int:
    """Write everything into *folder*; how many runs there were. *progress* is told how many lines there are. Raises UserError."""
    _check(wanted, folder)
    luck = random.Random(f"watchgate:{wanted.seed}:sightings")  # noqa: S311 - must be repeatable, guards nothing
    playing = cast(luck, skills=wanted.skills, people=wanted.people, begin=wanted.begin, days=wanted.days)
    folder.mkdir(parents=True, exist_ok=True)
    skills, people = playing.as_json()
    (folder / "skills.json").write_text(json.dumps(skills, indent=1) + "\n")
    (folder / "people.json").write_text(json.dumps(people, indent=1) + "\n")
    with Arrivals(luck, folder, wanted.begin, wanted.events) as arrivals, Truth(folder) as truth:
        month = _Month(luck, playing, arrivals, truth)
        for hour, due in hours(wanted.begin, wanted.days, wanted.events):
            month.hour(hour, due)
            progress(arrivals.total)
        while arrivals.left:
            arrivals.repeat_last()
        arrivals.finish()
        progress(arrivals.total)
        asked = {"seed": wanted.seed, "skills": wanted.skills, "events": wanted.events, "days": wanted.days}
        truth.finish(arrivals.counts(), begin=wanted.begin, **asked)
    return month.runs


class _Month:
    def __init__(self, luck: random.Random, playing: Cast, arrivals: Arrivals, truth: Truth) -> None:
        self._luck = luck
        self._cast = playing
        self._arrivals = arrivals
        self._truth = truth
        self._tellers = Tellers(luck, playing)
        self.runs = 0

    def hour(self, hour: datetime, due: int) -> None:
        """All that happens in *hour*, and what it cost; at its end there are about *due* lines."""
        self._tellers.begin_hour(hour)
        bills: dict[tuple[str, str], _Bill] = {}
        # Each bill is a line, too, of which there may be two.
        while self._arrivals.total + len(bills) < due and self._arrivals.left > _MOST_LINES_A_RUN + 2 * len(
            bills
        ):
            self._use(used_once(self._luck, self._cast), hour, bills)
        for (_, model), bill in bills.items():
            self._charge(hour, model, bill)
        self._arrivals.next_hour()

    def _use(self, used: UsedOnce, hour: datetime, bills: dict[tuple[str, str], _Bill]) -> None:
        version = used.skill.version_at(hour) if used.skill else None
        sources = set()
        for telling in self._tellers.tell(used, version):
            self._arrivals.put(telling.source, telling.line)
            sources.add(telling.source)
        if not used.is_api:
            model = MODELS[used.model][1]
            bill = bills.setdefault((used.person.user_id, model), _Bill(used))
            bill.tokens = (bill.tokens[0] + used.tokens[0], bill.tokens[1] + used.tokens[1])
            bill.microusd += used.microusd
            bill.microusd_of_ours += used.microusd if version else 0
            sources.add("costs")
        began, ended = self._tellers.at(used.begins_us), self._tellers.at(used.ends_us)
        self._truth.add(used, version, began, ended, sources)
        self.runs += used.skill is not None

    def _charge(self, hour: datetime, model: str, bill: _Bill) -> None:
        line = self._tellers.costs(hour, bill.used, model=model, tokens=bill.tokens, microusd=bill.microusd)
        self._arrivals.put("costs", line)
        costs = self._truth.costs
        costs.rows += 1
        costs.microusd += bill.microusd
        costs.microusd_of_runs += bill.microusd_of_ours
        costs.microusd_of_hours_with_runs += bill.microusd if bill.microusd_of_ours else 0


def _check(wanted: Wanted, folder: Path) -> None:
    if wanted.events < FEWEST_EVENTS or wanted.skills < 4 or wanted.people < 1 or wanted.days < 1:
        raise UserError(
            f"At least {FEWEST_EVENTS} events, 4 skills (one of each kind), a person and a day are needed."
        )
    if folder.is_dir() and any(folder.iterdir()):
        raise UserError(f"The folder {folder} is not empty: say another with --to, or empty it.")

"""How do the wanted runs go? Who, when, for how long, how many tokens: drawn from the seed and the run's number."""

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from watchgate.kernel.errors import UserError
from watchgate.simulator.population.chance import pick
from watchgate.simulator.population.identifiers import drawn_uuid
from watchgate.simulator.population.model import Person
from watchgate.simulator.skill_runs.asked import RunsAsked
from watchgate.simulator.skill_runs.run import Run, Used

_USUAL_PEOPLE = 5
_MODELS = ("gpt-5-5", "gpt-5-5", "gpt-5-5-thinking", "gpt-5-mini")


def planned(
    asked: RunsAsked, used: Used, people: Sequence[Person], *, seed: int, first: int, now: datetime
) -> Iterator[Run]:
    """*asked*'s runs, numbered from *first*, begun one after another up to *now* (or ahead of it); none before *used* was there.

    What lies beyond *now* is in no log before the clock has reached it. Raises UserError for people who are not there.
    """
    luck = _luck(seed, f"runs from {first}")
    taking_part = _taking_part(asked, people, luck)
    began = max(now - timedelta(seconds=asked.spread_s), min(used.made_at, now))
    last = now + timedelta(seconds=asked.ahead_s)
    for place, way in enumerate(_ways(asked, luck)):
        moment = began + (last - began) * ((place + 1) / asked.count)
        person = taking_part[place % len(taking_part)]
        yield _run(asked, used, person, way, moment, _luck(seed, f"run {first + place}"), first + place)


def _run(
    asked: RunsAsked,
    used: Used,
    person: Person,
    way: str,
    moment: datetime,
    luck: random.Random,
    number: int,
) -> Run:
    conversation_id = drawn_uuid(luck)
    return Run(
        number,
        used,
        person,
        way,
        moment,
        moment + timedelta(milliseconds=luck.randrange(1_500, 14_000)),
        conversation_id,
        f"thread_{drawn_uuid(luck)}",
        f"run-{drawn_uuid(luck)}",
        pick(luck, _MODELS),
        luck.randrange(400, 4_000),
        luck.randrange(100, 1_500),
        asked.skill,
        calls_hub=asked.hub_url is not None and way not in ("refuse", "fail"),
    )


def _ways(asked: RunsAsked, luck: random.Random) -> list[str]:
    """How each of the runs goes, in an order that has none."""
    ways = [way for way, count in asked.counts.items() for _ in range(count)]
    ways += ["usual"] * (asked.count - len(ways))
    luck.shuffle(ways)
    return ways


def _taking_part(asked: RunsAsked, people: Sequence[Person], luck: random.Random) -> list[Person]:
    if isinstance(asked.people, tuple):
        by_address = {person.email: person for person in people}
        if missing := [each for each in asked.people if each not in by_address]:
            raise UserError(f"Nobody in the workspace has the address {', '.join(missing)}.")
        return [by_address[each] for each in asked.people]
    active = [person for person in people if person.status == "active"] or list(people)
    return luck.sample(active, min(asked.people or _USUAL_PEOPLE, len(active)))


def _luck(seed: int, purpose: str) -> random.Random:
    return random.Random(f"watchgate:{seed}:skill runs:{purpose}")  # noqa: S311 - must be repeatable, guards nothing

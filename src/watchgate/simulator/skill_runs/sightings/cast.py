"""Who uses what? Skills in several versions, the people and keys that use them, and GPTs that nobody registered."""

import json
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from watchgate.simulator.population.identifiers import alphanumeric, drawn_uuid

_FUNCTIONS = ("finance", "legal", "people", "sales", "support", "security", "product", "operations")
_TASKS = ("postmortem", "summary", "review", "checklist", "triage", "forecast", "reply", "digest")
_STRANGERS = 40
_SURFACES = (("gpt", 60), ("skill", 75), ("agent", 87), ("api", 100))
"""Of a hundred skills the first sixty are GPTs, and so on."""


@dataclass(frozen=True, slots=True)
class Version:
    version: str
    digest: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Skill:
    """`target_id`: the GPT's or the workspace skill's id; of an API skill, none."""

    skill_id: str
    archetype: str
    surface: str
    target_id: str
    name: str
    agent_id: str
    versions: tuple[Version, ...]
    is_ours: bool = True

    def version_at(self, day: datetime) -> Version | None:
        """The one that was live; None for what is not ours."""
        return next((each for each in reversed(self.versions) if each.since <= day), None)


@dataclass(frozen=True, slots=True)
class Person:
    """`actor`, `session`, `identity`: how logs, the audit log and the costs speak of them, as JSON."""

    user_id: str
    email: str
    actor: str
    session: str
    identity: str


@dataclass(frozen=True, slots=True)
class Cast:
    workspace_id: str
    organization_id: str
    skills: dict[str, list[Skill]]
    """By surface, each with some."""
    strangers: list[Skill]
    """GPTs that are not ours."""
    people: list[Person]
    keys: list[str]

    def as_json(self) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        """What `skills.json` and `people.json` say."""
        ours = [_skill_as_json(each) for of_surface in self.skills.values() for each in of_surface]
        people = [{"user_id": each.user_id, "email": each.email} for each in self.people]
        ids = {"workspace_id": self.workspace_id, "organization_id": self.organization_id}
        return ours, {**ids, "people": people, "keys": self.keys}


def cast(luck: random.Random, *, skills: int, people: int, begin: datetime, days: int) -> Cast:
    """*skills* skills, at least one of each surface, and *people* people; new versions come in the *days* from *begin*."""
    by_surface: dict[str, list[Skill]] = {surface: [] for surface, _ in _SURFACES}
    for number in range(skills):
        surface = _surface(number, skills)
        by_surface[surface].append(_skill(luck, number, surface, begin, days))
    return Cast(
        drawn_uuid(luck),
        alphanumeric(luck, "org-"),
        by_surface,
        [_stranger(luck, number) for number in range(_STRANGERS)],
        [_person(luck, number) for number in range(people)],
        [f"key_{number:04d}" for number in range(max(1, people // 20))],
    )


def _surface(number: int, skills: int) -> str:
    """The first four skills are one of each surface; the others share as `_SURFACES` says."""
    if number < len(_SURFACES):
        return _SURFACES[number][0]
    percent = number * 100 // skills
    return next(surface for surface, below in _SURFACES if percent < below)


def _skill(luck: random.Random, number: int, surface: str, begin: datetime, days: int) -> Skill:
    function = _FUNCTIONS[number % len(_FUNCTIONS)]
    task = f"{_TASKS[number // len(_FUNCTIONS) % len(_TASKS)]}-{number:04d}"
    skill_id = f"{function}.{task}"
    ids = {"gpt": alphanumeric(luck, "g-", 9), "api": ""}
    later = sorted(luck.sample(range(1, days), min(number % 3, days - 1)))
    versions = tuple(
        Version(f"1.{place}.0", _digest(skill_id, place), begin + timedelta(days=day))
        for place, day in enumerate([0, *later])
    )
    return Skill(
        skill_id,
        function,
        surface,
        ids.get(surface, f"skill-{luck.getrandbits(48):012x}"),
        f"wg-acme-{skill_id}",
        f"agt_{luck.getrandbits(64):016x}",
        versions,
    )


def _stranger(luck: random.Random, number: int) -> Skill:
    return Skill("", "", "gpt", alphanumeric(luck, "g-", 9), f"Helper {number}", "", (), is_ours=False)


def _person(luck: random.Random, number: int) -> Person:
    user_id, email = alphanumeric(luck, "user-"), f"person{number}@acme.example"
    return Person(
        user_id,
        email,
        f'{{"type":"ACCOUNT_USER","user_id":"{user_id}","user_email":"{email}"}}',
        f'{{"type":"session","session":{{"user":{{"id":"{user_id}","email":"{email}"}},"ip_address":"203.0.113.20"}}}}',
        json.dumps({"user_id": user_id, "email": email, "name": f"Person {number}", "groups": []}),
    )


def _digest(skill_id: str, place: int) -> str:
    return "sha256:" + sha256(f"{skill_id} {place}".encode()).hexdigest()


def _skill_as_json(skill: Skill) -> dict[str, Any]:
    target = {"gpt": "gpt_id", "skill": "workspace_skill_id", "agent": "workspace_skill_id"}.get(
        skill.surface
    )
    return {
        "skill_id": skill.skill_id,
        "archetype": skill.archetype,
        "surface": skill.surface,
        **({target: skill.target_id} if target else {}),
        "versions": [
            {"version": each.version, "digest": each.digest, "since": each.since.isoformat()}
            for each in skill.versions
        ],
    }

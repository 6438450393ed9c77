"""Which GPTs and projects did people build? As the compliance API lists them, with the few fields that messages repeat."""

import random
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from watchgate.simulator.population.chance import Stream, chance, pick
from watchgate.simulator.population.identifiers import alphanumeric
from watchgate.simulator.population.model import Person

_SUBJECTS = (
    ("Payroll helper", "Answers questions about pay slips and working time."),
    ("Contract reader", "Compares clauses and explains them in plain words."),
    ("Ticket triage", "Sorts incoming tickets and drafts a first reply."),
    ("Release notes", "Turns merged changes into notes for customers."),
    ("Travel desk", "Plans trips within the travel policy."),
    ("Tender writer", "Drafts answers to tenders in the tone of the house."),
    ("SQL coach", "Explains and improves queries."),
    ("Brand voice", "Rewrites texts in the voice of the brand."),
    ("Onboarding buddy", "Takes new colleagues through their first weeks."),
    ("Invoice check", "Looks for differences between order and invoice."),
)
_VISIBILITIES = ("invite-only", "workspace-with-link", "workspace", "workspace", "anyone-with-link")
_STEM = "compliance.workspace"
_HEX = "0123456789abcdef"


class Builders:
    """The custom GPTs and the projects of a workspace, created before *start*."""

    def __init__(self, seed: int, people: Sequence[Person], start: datetime) -> None:
        luck = chance(seed, Stream.WORKSPACE, 1)
        born = int(start.timestamp())
        self.gpts = [_gpt(luck, pick(luck, people), subject, born) for subject in _SUBJECTS] if people else []
        self.projects = (
            [_project(luck, pick(luck, people), subject, born) for subject in _SUBJECTS[:8]] if people else []
        )
        self._named = {
            "gpt": [_named(gpt) for gpt in self.gpts],
            "project": [_named(project) for project in self.projects],
        }

    def place(self, kind: str, dice: int) -> dict[str, str]:
        """What a conversation says of the `gpt` or `project` in which it is held."""
        object_id, name = self._named[kind][dice % len(self._named[kind])]
        return {f"{kind}_id": object_id, f"{kind}_name": name}


def build(
    luck: random.Random, kind: str, owner: Person, subject: tuple[str, str], born: int
) -> dict[str, Any]:
    """One more `gpt` or `project`, with a name and a description."""
    return (_gpt if kind == "gpt" else _project)(luck, owner, subject, born)


def _named(listed: dict[str, Any]) -> tuple[str, str]:
    return listed["id"], listed["latest_config"]["data"][0]["name"]


def _gpt(luck: random.Random, owner: Person, subject: tuple[str, str], born: int) -> dict[str, Any]:
    config = _config(luck, "gpt", "gzm_cnf_", subject, born)
    config["version_author"] = {
        "object": f"{_STEM}.gpt.version_author",
        "id": owner.user_id,
        "email": owner.email,
    }
    return _listed(luck, "gpt", alphanumeric(luck, "g-", 9), owner, config)


def _project(luck: random.Random, owner: Person, subject: tuple[str, str], born: int) -> dict[str, Any]:
    config = _config(luck, "project", "pr_cnf_", subject, born)
    return _listed(luck, "project", "g-p-" + "".join(luck.choices(_HEX, k=24)), owner, config)


def _listed(
    luck: random.Random, kind: str, object_id: str, owner: Person, config: dict[str, Any]
) -> dict[str, Any]:
    return {
        "object": f"{_STEM}.{kind}",
        "id": object_id,
        "created_at": config["created_at"] - luck.randrange(60, 90_000),
        "owner_id": owner.user_id,
        "owner_email": owner.email,
        "builder_name": "community builder",
        "sharing": {
            "object": f"{_STEM}.{kind}.sharing",
            "visibility": pick(luck, _VISIBILITIES),
            "permissions": {
                "object": f"{_STEM}.{kind}.permissions",
                "can_read": True,
                "can_view_config": luck.random() < 0.5,
                "can_write": False,
            },
            "recipients": [] if kind == "gpt" else _page([]),
        },
        "latest_config": _page([config]),
    }


def _config(
    luck: random.Random, kind: str, prefix: str, subject: tuple[str, str], born: int
) -> dict[str, Any]:
    name, description = subject
    created = born - luck.randrange(86_400, 200 * 86_400)
    return {
        "object": f"{_STEM}.{kind}.configuration",
        "id": prefix + "".join(luck.choices(_HEX, k=24)),
        "name": name,
        "description": description,
        "categories": ["productivity"],
        "conversation_starters": [f"What can {name} do?"],
        "created_at": created,
        "instructions": f"You are {name}. {description} Say so when you do not know.",
        "files": _page([]),
        "tools": _page([{"type": "code_interpreter", "created_at": created}]),
    }


def _page(data: list[dict[str, Any]]) -> dict[str, Any]:
    last = data[-1].get("id", "") if data else ""
    return {"object": "list", "data": data, "last_id": last, "has_more": False}

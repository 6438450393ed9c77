"""What happened in the simulated organisation? One entry every three hours, each made from its own number."""

import random
from collections.abc import Callable
from typing import Any

from watchgate.simulator.platform_host.organization import API_KEYS, PEOPLE, PROJECTS

EVERY_S = 10_800
Detail = Callable[[random.Random], dict[str, Any]]


def entry(seed: int, number: int) -> dict[str, Any]:
    """Entry *number*, counted in steps of `EVERY_S` since 1970."""
    luck = random.Random(f"watchgate:{seed}:platform audit:{number}")  # noqa: S311 - must be repeatable, guards nothing
    kind = luck.choice(tuple(_DETAILS))
    made: dict[str, Any] = {
        "id": f"audit_log-{luck.getrandbits(96):024x}",
        "type": kind,
        "effective_at": number * EVERY_S + luck.randrange(EVERY_S),
        "actor": _actor(luck),
        kind: _DETAILS[kind](luck),
    }
    if kind.startswith(("api_key", "service_account", "rate_limit")):
        project_id, name, _ = luck.choice(PROJECTS)
        made["project"] = {"id": project_id, "name": name}
    return made


def _actor(luck: random.Random) -> dict[str, Any]:
    user_id, _, email, _ = luck.choice(PEOPLE)
    if luck.random() < 0.2:
        key = {"id": "key_simAdmin", "type": "user", "user": {"id": user_id, "email": email}}
        return {"type": "api_key", "api_key": key}
    session = {
        "user": {"id": user_id, "email": email},
        "ip_address": f"203.0.113.{luck.randrange(1, 255)}",
        "user_agent": "Mozilla/5.0",
        "ja3": "",
        "ja4": "",
        "ip_address_details": {"country": "DE", "asn": "3320"},
    }
    return {"type": "session", "session": session}


def _key(luck: random.Random) -> str:
    return luck.choice(API_KEYS)[0]


def _person(luck: random.Random) -> str:
    return luck.choice(PEOPLE)[0]


_DETAILS: dict[str, Detail] = {
    "api_key.created": lambda luck: {"id": _key(luck), "data": {"scopes": ["model.request"]}},
    "api_key.updated": lambda luck: {
        "id": _key(luck),
        "changes_requested": {"scopes": ["api.model.request"]},
    },
    "api_key.deleted": lambda luck: {"id": _key(luck)},
    "invite.sent": lambda luck: {
        "id": f"invite-{luck.getrandbits(32):08x}",
        "data": {"email": "dee@acme.example", "role": "reader"},
    },
    "invite.accepted": lambda luck: {"id": f"invite-{luck.getrandbits(32):08x}"},
    "login.succeeded": lambda _: {},
    "login.failed": lambda _: {"error_code": "wrong_password", "error_message": "The password is wrong."},
    "logout.succeeded": lambda _: {},
    "project.created": lambda luck: {
        "id": luck.choice(PROJECTS)[0],
        "data": {"name": "gateway", "title": "Gateway"},
    },
    "project.updated": lambda luck: {
        "id": luck.choice(PROJECTS)[0],
        "changes_requested": {"title": "Gateway 2"},
    },
    "project.archived": lambda _: {"id": "proj_simOld"},
    "service_account.created": lambda luck: {
        "id": f"svc_acct_{luck.getrandbits(32):08x}",
        "data": {"role": "member"},
    },
    "user.added": lambda luck: {"id": _person(luck), "data": {"role": "reader"}},
    "user.updated": lambda luck: {"id": _person(luck), "changes_requested": {"role": "owner"}},
    "user.deleted": lambda luck: {"id": _person(luck)},
    "rate_limit.updated": lambda luck: {
        "id": f"rl-{luck.getrandbits(32):08x}",
        "changes_requested": {"max_requests_per_1_minute": 500},
    },
    "ip_allowlist.updated": lambda _: {"id": "ip_allow_1", "allowed_ips": ["203.0.113.0/24"]},
    "organization.updated": lambda _: {"id": "org-sim", "changes_requested": {"title": "Acme"}},
}

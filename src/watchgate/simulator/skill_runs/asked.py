"""Which runs does somebody want? The JSON body of `POST …/runs`, checked."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from watchgate.kernel.errors import UserError

_MOST_RUNS = 10_000
_MOST_SECONDS = 86_400
_EXAMPLE = '{"count": 50, "hub_url": "http://127.0.0.1:8000", "hub_key": "wgh_…", "refuse": 5}'
_COUNTS = ("refuse", "late", "twice", "fail")
_SECONDS = {"late_s": 2.0, "spread_s": 120.0, "ahead_s": 0.0}
_TEXTS = ("hub_url", "hub_key", "skill_id", "skill_version", "skill_digest", "record_type")
_KNOWN = frozenset((*_COUNTS, *_SECONDS, *_TEXTS, "count", "people", "record", "skills"))
HUB_PATH = "/hub/v1/records"


@dataclass(frozen=True, slots=True)
class RunsAsked:
    """`count` runs: so many `refuse` to call the Hub, come `late`, call `twice`, or `fail`; the rest do as they should.

    `people`: how many (or which e-mail addresses) take part; None: five. `spread_s`: over how much time before now the runs
    began; `ahead_s`: over how much time to come, for the clock to reach. `skills`: the workspace skills that an agent uses.
    """

    count: int
    counts: dict[str, int]
    late_s: float
    spread_s: float
    ahead_s: float
    hub_url: str | None
    hub_key: str | None
    record: dict[str, Any]
    record_type: str
    people: int | tuple[str, ...] | None
    skills: tuple[str, ...] | None
    skill: dict[str, str]
    """What of `skill_id`, `skill_version`, `skill_digest` was given: sent with each record and kept in the truth."""


def parse(body: dict[str, Any]) -> RunsAsked:
    """Raises UserError."""
    if unknown := sorted(body.keys() - _KNOWN):
        raise UserError(f"Runs have no {', '.join(unknown)}; they have {', '.join(sorted(_KNOWN))}.")
    count = _whole(body, "count", 1)
    counts = {name: _whole(body, name, 0) for name in _COUNTS}
    if count > _MOST_RUNS or sum(counts.values()) > count:
        raise UserError(
            f"count must be from 0 to {_MOST_RUNS}, and no less than {' + '.join(_COUNTS)} together."
        )
    texts = {name: _text(body, name) for name in _TEXTS}
    hub_url = texts["hub_url"] and _address(texts["hub_url"])
    if hub_url is None and counts["late"] + counts["twice"] > 0:
        raise UserError(f"late and twice are ways to call the Hub: say its hub_url. Example: {_EXAMPLE}")
    record = body.get("record", {})
    if not isinstance(record, dict):
        raise UserError("record must be a JSON object: the body of the record.")
    return RunsAsked(
        count,
        counts,
        _seconds(body, "late_s"),
        _seconds(body, "spread_s"),
        _seconds(body, "ahead_s"),
        hub_url,
        texts["hub_key"],
        record,
        texts["record_type"] or "outputs",
        _people(body.get("people")),
        _skills(body.get("skills")),
        {name: text for name in ("skill_id", "skill_version", "skill_digest") if (text := texts[name])},
    )


def _address(text: str) -> str:
    """The address of the Hub's records; a base address is completed."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise UserError(f"hub_url must be an http address, such as http://127.0.0.1:8000, not {text!r}.")
    return text if parts.path.endswith("/records") else text.rstrip("/") + HUB_PATH


def _whole(body: dict[str, Any], name: str, default: int) -> int:
    value = body.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise UserError(f"{name} must be a whole number from 0. Example: {_EXAMPLE}")
    return value


def _seconds(body: dict[str, Any], name: str) -> float:
    value = body.get(name, _SECONDS[name])
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value <= _MOST_SECONDS:
        raise UserError(f"{name} must be a number of seconds from 0 to {_MOST_SECONDS}.")
    return float(value)


def _text(body: dict[str, Any], name: str) -> str | None:
    value = body.get(name)
    if value is not None and not isinstance(value, str):
        raise UserError(f"{name} must be text or null. Example: {_EXAMPLE}")
    return value


def _people(value: object) -> int | tuple[str, ...] | None:
    match value:
        case None:
            return None
        case int() if not isinstance(value, bool) and value > 0:
            return value
        case list() if value and all(isinstance(each, str) for each in value):
            return tuple(value)
    raise UserError("people must be how many take part, from 1, or a list of their e-mail addresses.")


def _skills(value: object) -> tuple[str, ...] | None:
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise UserError("skills must be a list of ids of workspace skills.")
    return tuple(value)

"""Is this a sensible value for that setting? A password in a URL is never quoted."""

import ipaddress
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from watchgate.kernel.errors import UserError

_LONGEST = 10_000_000
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SLUG_LENGTH = 40
_WENT_WELL_AND_FAILED = 2
_LISTEN = re.compile(r"(\[[0-9a-fA-F:.]+\]|[^:\s]+):(\d{1,5})")

Reader = Callable[[Any, str, Path], Any]


def read_value(name: str, value: Any, source: str, relative_to: Path) -> Any:  # noqa: ANN401 -- each setting has a type of its own
    """*value* (of the type of the setting, or text) as the setting *name* has it.

    *source* says where it was found; paths are *relative_to* a folder. Raises UserError.
    """
    return _READERS[name](value, source, relative_to)


def _path(value: Any, source: str, relative_to: Path) -> Path:  # noqa: ANN401 -- as above
    if not isinstance(value, str | Path) or not str(value):
        raise UserError(f"{source} is not a path. Write the path of a folder.")
    return relative_to / Path(value).expanduser()


def _url(*schemes: str) -> Reader:
    def read(value: Any, source: str, _: Path) -> str:  # noqa: ANN401 -- as above
        example = f"{schemes[0]}://…"
        try:
            parts = urlsplit(value) if isinstance(value, str) else None
            is_whole = parts is not None and parts.scheme in schemes and bool(parts.netloc or parts.query)
        except ValueError:
            is_whole = False
        if not is_whole:
            raise UserError(f"{source} is not a URL of the form {example}. Correct it.")
        return str(value).rstrip("/")

    return read


def _whole_number(lowest: int) -> Reader:
    def read(value: Any, source: str, _: Path) -> int:  # noqa: ANN401 -- as above
        try:
            number = int(value) if isinstance(value, str | int) and not isinstance(value, bool) else -1
        except ValueError:
            number = -1
        if not lowest <= number <= _LONGEST:
            raise UserError(f"{source} is not a whole number from {lowest} on. Correct it.")
        return number

    return read


def _none_or_from(lowest: int) -> Reader:
    read_number = _whole_number(0)

    def read(value: Any, source: str, relative_to: Path) -> int:  # noqa: ANN401 -- as above
        number: int = read_number(value, source, relative_to)
        if 0 < number < lowest:
            raise UserError(f"{source} is {number}. Give 0 (no limit) or at least {lowest}.")
        return number

    return read


def _listen(value: Any, source: str, _: Path) -> str:  # noqa: ANN401 -- as above
    found = _LISTEN.fullmatch(value) if isinstance(value, str) else None
    if not found or int(found[2]) > 65535:
        raise UserError(f"{source} is not an address and a port. Write it like 127.0.0.1:8080 or [::1]:8080.")
    return str(value)


def _origin(value: Any, source: str, relative_to: Path) -> str:  # noqa: ANN401 -- as above
    url: str = _url("https", "http")(value, source, relative_to)
    parts = urlsplit(url)
    if parts.path or parts.query or parts.fragment or "@" in parts.netloc:
        raise UserError(f"{source} has more than scheme and host. Write it like https://watchgate.example.")
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _networks(value: Any, source: str, _: Path) -> tuple[str, ...]:  # noqa: ANN401 -- as above
    named = [part.strip() for part in value.split(",")] if isinstance(value, str) else value
    try:
        return tuple(str(ipaddress.ip_network(str(one))) for one in named if one != "")
    except (TypeError, ValueError):
        raise UserError(
            f"{source} are not addresses or networks. Write them like 10.0.0.7,192.168.0.0/24."
        ) from None


def _slug(value: Any, source: str, _: Path) -> str:  # noqa: ANN401 -- as above
    if not isinstance(value, str) or len(value) > _SLUG_LENGTH or not _SLUG.fullmatch(value):
        raise UserError(
            f"{source} is not a short name of lower-case letters, digits and hyphens. Write it like acme-eu."
        )
    return value


def _words(value: Any, source: str, _: Path) -> tuple[str, ...]:  # noqa: ANN401 -- as above
    words = [part.strip() for part in value.split(",")] if isinstance(value, str) else value
    if not isinstance(words, list | tuple) or not all(isinstance(word, str) for word in words):
        raise UserError(f"{source} is not a list of words. Write it like delete,redact.")
    return tuple(word for word in words if word)


def _one_or_two_words(value: Any, source: str, relative_to: Path) -> tuple[str, ...]:  # noqa: ANN401 -- as above
    words: tuple[str, ...] = _words(value, source, relative_to)
    if len(words) > _WENT_WELL_AND_FAILED:
        raise UserError(
            f"{source} has {len(words)} words. Give the one of a run that went well, then the one of a run that failed."
        )
    return words


def _yes_or_no(value: Any, source: str, _: Path) -> bool:  # noqa: ANN401 -- as above
    found = {"true": True, "false": False}.get(str(value).lower())
    if found is None:
        raise UserError(f"{source} is neither true nor false. Write one of them.")
    return found


def _tables(value: Any, source: str, _: Path) -> dict[str, Any]:  # noqa: ANN401 -- as above
    try:
        tables = json.loads(value) if isinstance(value, str) else value
    except (ValueError, RecursionError):
        tables = None
    if not isinstance(tables, dict) or not all(isinstance(one, dict) for one in tables.values()):
        raise UserError(f"{source} is not a table of tables (in the environment: JSON). Correct it.")
    return tables


_READERS: dict[str, Reader] = {
    "data_dir": _path,
    "database_url": _url("postgresql", "postgres"),
    "chatgpt_base_url": _url("https", "http"),
    "openai_base_url": _url("https", "http"),
    "listen": _listen,
    "worker_processes": _whole_number(1),
    "poll_interval_s": _whole_number(1),
    "overlap_s": _whole_number(0),
    "backfill_days": _whole_number(1),
    "requests_per_minute": _whole_number(0),
    "retention_days": _none_or_from(60),
    "public_url": _origin,
    "trusted_proxies": _networks,
    "session_idle_minutes": _whole_number(1),
    "session_hours": _whole_number(1),
    "sign_in": _tables,
    "notices": _tables,
    "remediation_objects": _whole_number(1),
    "remediation_per_hour": _whole_number(0),
    "remediation_verify_hours": _whole_number(1),
    "remediation_decide_hours": _whole_number(1),
    "remediation_free_objects": _whole_number(0),
    "remediation_free_actions": _words,
    "remediation_free_kinds": _words,
    "remediation_free_days": _whole_number(0),
    "skills_prefix": _slug,
    "tenant_slug": _slug,
    "usage_interval_s": _whole_number(1),
    "hub_retention_days": _none_or_from(30),
    "usage_audit_event_types": _one_or_two_words,
    "skills_signers": _words,
    "skills_presence_interval_s": _whole_number(10),
    "gpt_create_assumed": _yes_or_no,
}

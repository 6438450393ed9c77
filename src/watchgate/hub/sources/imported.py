"""What does a row of an imported audit export tell? Where each field stands says a mapping; what it cannot say is left open.

For tenants without the compliance plane: an export by person and use, CSV or JSON lines, whatever its columns are called.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from uuid import UUID

from watchgate.hub.sources.told import text
from watchgate.hub.usage.model import Basis, Cost, Naming, Outcome, Sighting, Source
from watchgate.kernel.errors import UserError

_MOST_SECONDS = 30 * 86_400


class BadRow(UserError):
    """A row that tells of no run, with what is wrong about it. Never quotes its values."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Name of the column for each thing known; None: the export has none. `item_types`: what its column `item_type` calls each naming."""

    at: str = "Time (UTC)"
    named: str = "Item ID"
    item_type: str | None = "Item type"
    item_types: Mapping[str, Naming] = field(
        default_factory=lambda: {"GPT": Naming.GPT, "Skill": Naming.WORKSPACE_SKILL}
    )
    source_id: str | None = "Event ID"
    person: str | None = "User ID"
    surface: str | None = "Surface"
    version: str | None = "Version"
    model: str | None = "Model"
    conversation_id: str | None = "Conversation ID"
    run_id: str | None = "Run ID"
    duration_s: str | None = "Duration (s)"
    result: str | None = "Result"
    failed: tuple[str, ...] = ("error", "failed", "failure")
    """Words of `result`, in any case, for a run that failed; others that are not empty mean success."""
    input_tokens: str | None = "Input tokens"
    output_tokens: str | None = "Output tokens"
    cost_usd: str | None = "Cost (USD)"


def sighting(row: Mapping[str, object], columns: Columns, workspace_id: UUID | None) -> Sighting:
    """Raises BadRow. A row without an id of its own is known by all that it says."""
    at = _moment(_said(row, columns.at))
    named = text(_said(row, columns.named))
    if at is None:
        raise BadRow(f"{columns.at} is not a time, such as 2026-11-01T09:30:00Z.")
    if named is None:
        raise BadRow(f"{columns.named} is empty or too long.")
    seconds = _decimal(row, columns.duration_s)
    if seconds is not None and seconds > _MOST_SECONDS:
        raise BadRow(f"{columns.duration_s} is longer than a month.")
    usd = _decimal(row, columns.cost_usd)
    return Sighting(
        Source.IMPORTED,
        text(_said(row, columns.source_id)) or _digest(row),
        _naming(row, columns),
        named,
        at,
        workspace_id=workspace_id,
        version=text(_said(row, columns.version)),
        person=text(_said(row, columns.person)),
        surface=text(_said(row, columns.surface)),
        model=text(_said(row, columns.model)),
        conversation_id=text(_said(row, columns.conversation_id)),
        run_id=text(_said(row, columns.run_id)),
        ended_at=at + timedelta(seconds=float(seconds)) if seconds is not None else None,
        outcome=_outcome(row, columns),
        input_tokens=_count(row, columns.input_tokens),
        output_tokens=_count(row, columns.output_tokens),
        cost=Cost(usd, Basis.REPORTED) if usd is not None else None,
    )


def _said(row: Mapping[str, object], column: str | None) -> str:
    value = row.get(column) if column is not None else None
    return str(value).strip() if value is not None else ""


def _naming(row: Mapping[str, object], columns: Columns) -> Naming:
    if columns.item_type is None:
        return Naming.GPT
    found = columns.item_types.get(_said(row, columns.item_type))
    if found is None:
        raise BadRow(
            f"{columns.item_type} is none of {', '.join(columns.item_types) or 'those in item_types'}."
        )
    return found


def _outcome(row: Mapping[str, object], columns: Columns) -> Outcome:
    said = _said(row, columns.result).casefold()
    if not said:
        return Outcome.UNKNOWN
    return Outcome.ERROR if said in columns.failed else Outcome.SUCCESS


def _moment(said: str) -> datetime | None:
    """In UTC, unless it says otherwise."""
    try:
        found = datetime.fromisoformat(said)
    except ValueError:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def _count(row: Mapping[str, object], column: str | None) -> int | None:
    said = _said(row, column).replace(",", "")
    if not said:
        return None
    if not said.isascii() or not said.isdecimal():
        raise BadRow(f"{column} is not a whole number.")
    return int(said)


def _decimal(row: Mapping[str, object], column: str | None) -> Decimal | None:
    said = _said(row, column).replace(",", "").removeprefix("$")
    try:
        found = Decimal(said) if said else None
    except InvalidOperation:
        found = Decimal("NaN")
    if found is not None and not (found.is_finite() and found >= 0):
        raise BadRow(f"{column} is not an amount from 0.")
    return found


def _digest(row: Mapping[str, object]) -> str:
    plain = json.dumps({str(name): str(value) for name, value in row.items()}, sort_keys=True)
    return f"row-{hashlib.sha256(plain.encode(errors='surrogatepass')).hexdigest()[:32]}"

"""How is a finding query kept with the request that it led to?"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from watchgate.findings.model import AssetKind, FindingFilter
from watchgate.kernel.canonical_json import Json
from watchgate.kernel.clock import rfc3339

_NOT_KEPT = frozenset({"workspace_id"})
"""The request has it."""


def query_as_json(wanted: FindingFilter) -> Mapping[str, Json]:
    """What was asked for, without what was left open. The score as text, as the ledger has no floats."""
    said = {
        name: value for name, value in asdict(wanted).items() if value is not None and name not in _NOT_KEPT
    }
    return {
        name: rfc3339(value) if isinstance(value, datetime) else str(value) for name, value in said.items()
    }


def filter_from(workspace_id: UUID, kept: Mapping[str, Json]) -> FindingFilter:
    """The query that was kept."""
    said = {name: str(value) for name, value in kept.items()}
    asset_kind, score = said.get("asset_kind"), said.get("min_score")
    since, until = said.get("since"), said.get("until")
    return FindingFilter(
        workspace_id,
        said.get("entity"),
        said.get("person"),
        AssetKind(asset_kind) if asset_kind else None,
        said.get("conversation_id"),
        float(score) if score else None,
        datetime.fromisoformat(since) if since else None,
        datetime.fromisoformat(until) if until else None,
    )

"""How is a finding query kept with the request that it led to?"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from watchgate.findings.model import FindingFilter
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

"""How do findings look on the wire? Without the values that were found."""

from dataclasses import fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from watchgate.findings.model import AssetKind, By, Finding, Sum, Summary


class FindingOut(BaseModel):
    """`start`, `end`: code points in the part that `explanation.part` names. `score`: 0 to 1.

    `fingerprint`: the same for the same value within a workspace. `asset_at`: when the asset was written.
    """

    id: str
    workspace_id: UUID
    entity: str
    score: float
    asset_kind: AssetKind
    asset_id: str
    asset_at: datetime
    conversation_id: str | None
    owner_id: str | None
    owner_email: str | None
    excerpt_masked: str
    start: int
    end: int
    detector: str
    detector_version: str
    explanation: dict[str, Any] = Field(description="`part`, and the `evidence` that the score is made of.")
    fingerprint: str
    found_at: datetime


class SumOut(BaseModel):
    """`key`: an entity, a day, a user's id or a conversation's, by what was asked for."""

    key: str
    findings: int
    workspace_id: UUID | None
    email: str | None


class SummaryOut(BaseModel):
    """The largest sums first; days: the newest. `total` counts also what has no line here."""

    by: By
    first_day: date
    last_day: date
    total: int
    data: list[SumOut]


def finding_out(finding: Finding) -> FindingOut:
    plain = {field.name: getattr(finding, field.name) for field in fields(finding)}
    return FindingOut.model_validate({**plain, "fingerprint": finding.fingerprint.hex()})


def summary_out(summary: Summary, days: tuple[date, date]) -> SummaryOut:
    return SummaryOut(
        by=summary.by,
        first_day=days[0],
        last_day=days[1],
        total=summary.total,
        data=[_sum(one) for one in summary.sums],
    )


def _sum(one: Sum) -> SumOut:
    return SumOut.model_validate(one, from_attributes=True)

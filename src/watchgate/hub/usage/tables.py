"""Where does the use of skills live? Sightings as they were told; runs made of them; sums over runs.

`workspace_id` is never null here: what belongs to no workspace has `NOWHERE`. Money is in millionths of a US dollar.
"""

from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    Uuid,
    text,
)

from watchgate.storage.metadata import metadata

NOWHERE = UUID(int=0)
_TIME = DateTime(timezone=True)
SUMS = (
    *("runs", "errors", "recorded", "input_tokens", "output_tokens"),
    *("reported_microusd", "estimated_microusd", "allocated_microusd"),
    *("reported_runs", "estimated_runs", "allocated_runs"),
)
"""What is added up, a day. `…_runs`: how many runs an amount of this basis is known of."""

usage_sighting = Table(
    "usage_sighting",
    metadata,
    Column("workspace_id", Uuid, primary_key=True),
    Column("source", SmallInteger, primary_key=True),
    Column("source_id", Text, primary_key=True),
    Column("naming", Text),
    Column("named", Text),
    Column("skill_id", Text),
    Column("version", Text),
    Column("person", Text),
    Column("surface", Text),
    Column("model", Text),
    Column("conversation_id", Text),
    Column("run_id", Text),
    Column("run_key", Text, nullable=False),
    Column("is_loose", Boolean, nullable=False),
    Column("at", _TIME, nullable=False),
    Column("ended_at", _TIME),
    Column("outcome", Text),
    Column("input_tokens", BigInteger),
    Column("output_tokens", BigInteger),
    Column("cost_microusd", BigInteger),
    Column("cost_basis", Text, CheckConstraint("cost_basis IN ('reported', 'estimated', 'allocated')")),
)
Index("usage_sighting_of_run", usage_sighting.c.workspace_id, usage_sighting.c.run_key)
Index(
    "usage_sighting_loose",
    usage_sighting.c.workspace_id,
    usage_sighting.c.skill_id,
    usage_sighting.c.person,
    usage_sighting.c.at,
    postgresql_where=text("is_loose"),
)
Index(
    "usage_sighting_unmanaged",
    usage_sighting.c.naming,
    usage_sighting.c.named,
    postgresql_where=text("skill_id IS NULL AND naming IS NOT NULL"),
)
Index("usage_sighting_by_age", usage_sighting.c.at)

usage_name = Table(
    "usage_name",
    metadata,
    Column("naming", Text, primary_key=True),
    Column("named", Text, primary_key=True),
    Column("since", _TIME, primary_key=True),
    Column("skill_id", Text, nullable=False),
    Column("version", Text),
)

usage_link = Table(
    "usage_link",
    metadata,
    Column("workspace_id", Uuid, primary_key=True),
    Column("run_id", Text, primary_key=True),
    Column("conversation_id", Text, nullable=False),
)

usage_log_cursor = Table(
    "usage_log_cursor",
    metadata,
    Column("log", Text, primary_key=True),
    Column("next_seq", BigInteger, nullable=False),
)

usage_run = Table(
    "usage_run",
    metadata,
    Column("workspace_id", Uuid, primary_key=True),
    Column("skill_id", Text, primary_key=True),
    Column("run_key", Text, primary_key=True),
    Column("version", Text, nullable=False),
    Column("person", Text),
    Column("surface", Text),
    Column("model", Text),
    Column("started_at", _TIME, nullable=False),
    Column("ended_at", _TIME, nullable=False),
    Column("duration_ms", BigInteger),
    Column("outcome", Text, CheckConstraint("outcome IN ('success', 'error', 'unknown')"), nullable=False),
    Column("input_tokens", BigInteger),
    Column("output_tokens", BigInteger),
    Column("reported_microusd", BigInteger),
    Column("estimated_microusd", BigInteger),
    Column("allocated_microusd", BigInteger),
    Column("sources", Integer, nullable=False),
    Column("firm_from", _TIME),
    Column("firm_until", _TIME),
)
Index(
    "usage_run_firm",
    *(usage_run.c[name] for name in ("workspace_id", "skill_id", "person", "firm_from")),
    postgresql_where=text("firm_from IS NOT NULL"),
)
Index("usage_run_of_skill", usage_run.c.skill_id, usage_run.c.started_at)
Index("usage_run_of_person", usage_run.c.person, usage_run.c.started_at)
Index("usage_run_by_age", usage_run.c.started_at)


def _sums() -> list[Column[int]]:
    return [Column(name, BigInteger, nullable=False) for name in SUMS]


usage_skill_day = Table(
    "usage_skill_day",
    metadata,
    Column("day", Date, primary_key=True),
    Column("skill_id", Text, primary_key=True),
    Column("version", Text, primary_key=True),
    Column("workspace_id", Uuid, primary_key=True),
    *_sums(),
)
Index("usage_skill_day_of_skill", usage_skill_day.c.skill_id, usage_skill_day.c.day)

usage_person_day = Table(
    "usage_person_day",
    metadata,
    Column("day", Date, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("workspace_id", Uuid, primary_key=True),
    *_sums(),
)

usage_spread = Table(
    "usage_spread",
    metadata,
    Column("day", Date, primary_key=True),
    Column(
        "measure",
        Text,
        CheckConstraint("measure IN ('duration', 'reported', 'estimated', 'allocated')"),
        primary_key=True,
    ),
    Column("bucket", SmallInteger, primary_key=True),
    Column("workspace_id", Uuid, primary_key=True),
    Column("runs", BigInteger, nullable=False),
)

"""What do we know of the runs of skills?"""

from alembic import op

revision = "0022"
down_revision = "0021"

_SIGHTING = """
    CREATE TABLE usage_sighting (
        workspace_id uuid NOT NULL,
        source smallint NOT NULL,
        source_id text NOT NULL,
        naming text,
        named text,
        skill_id text,
        version text,
        person text,
        surface text,
        model text,
        conversation_id text,
        run_id text,
        run_key text NOT NULL,
        is_loose boolean NOT NULL,
        at timestamptz NOT NULL,
        ended_at timestamptz,
        outcome text,
        input_tokens bigint,
        output_tokens bigint,
        cost_microusd bigint,
        cost_basis text CHECK (cost_basis IN ('reported', 'estimated', 'allocated')),
        PRIMARY KEY (workspace_id, source, source_id)
    );
    CREATE INDEX usage_sighting_of_run ON usage_sighting (workspace_id, run_key);
    CREATE INDEX usage_sighting_loose ON usage_sighting (workspace_id, skill_id, person, at) WHERE is_loose;
    CREATE INDEX usage_sighting_unmanaged ON usage_sighting (naming, named) WHERE skill_id IS NULL AND naming IS NOT NULL;
    CREATE INDEX usage_sighting_by_age ON usage_sighting (at)
"""
_NAME = """
    CREATE TABLE usage_name (
        naming text NOT NULL,
        named text NOT NULL,
        since timestamptz NOT NULL,
        skill_id text NOT NULL,
        version text,
        PRIMARY KEY (naming, named, since)
    )
"""
_LINK = """
    CREATE TABLE usage_link (
        workspace_id uuid NOT NULL,
        run_id text NOT NULL,
        conversation_id text NOT NULL,
        PRIMARY KEY (workspace_id, run_id)
    )
"""
_RUN = """
    CREATE TABLE usage_run (
        workspace_id uuid NOT NULL,
        skill_id text NOT NULL,
        run_key text NOT NULL,
        version text NOT NULL,
        person text,
        surface text,
        model text,
        started_at timestamptz NOT NULL,
        ended_at timestamptz NOT NULL,
        duration_ms bigint,
        outcome text NOT NULL CHECK (outcome IN ('success', 'error', 'unknown')),
        input_tokens bigint,
        output_tokens bigint,
        reported_microusd bigint,
        estimated_microusd bigint,
        allocated_microusd bigint,
        sources integer NOT NULL,
        firm_from timestamptz,
        firm_until timestamptz,
        PRIMARY KEY (workspace_id, skill_id, run_key)
    );
    CREATE INDEX usage_run_firm ON usage_run (workspace_id, skill_id, person, firm_from) WHERE firm_from IS NOT NULL;
    CREATE INDEX usage_run_of_skill ON usage_run (skill_id, started_at);
    CREATE INDEX usage_run_of_person ON usage_run (person, started_at);
    CREATE INDEX usage_run_by_age ON usage_run (started_at)
"""
_SUMS = """
        runs bigint NOT NULL,
        errors bigint NOT NULL,
        recorded bigint NOT NULL,
        input_tokens bigint NOT NULL,
        output_tokens bigint NOT NULL,
        reported_microusd bigint NOT NULL,
        estimated_microusd bigint NOT NULL,
        allocated_microusd bigint NOT NULL,
        reported_runs bigint NOT NULL,
        estimated_runs bigint NOT NULL,
        allocated_runs bigint NOT NULL,
"""
_DAYS = f"""
    CREATE TABLE usage_skill_day (
        workspace_id uuid NOT NULL,
        skill_id text NOT NULL,
        version text NOT NULL,
        day date NOT NULL,
        {_SUMS}
        PRIMARY KEY (day, skill_id, version, workspace_id)
    );
    CREATE INDEX usage_skill_day_of_skill ON usage_skill_day (skill_id, day);
    CREATE TABLE usage_person_day (
        workspace_id uuid NOT NULL,
        person text NOT NULL,
        day date NOT NULL,
        {_SUMS}
        PRIMARY KEY (day, person, workspace_id)
    );
    CREATE TABLE usage_spread (
        workspace_id uuid NOT NULL,
        day date NOT NULL,
        measure text NOT NULL CHECK (measure IN ('duration', 'reported', 'estimated', 'allocated')),
        bucket smallint NOT NULL,
        runs bigint NOT NULL,
        PRIMARY KEY (day, measure, bucket, workspace_id)
    )
"""

_USE = """
    CREATE TABLE skill_use (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        workspace_id uuid NOT NULL,
        kind text NOT NULL,
        told jsonb NOT NULL,
        put_at timestamptz NOT NULL DEFAULT now()
    )
"""

_LOG_CURSOR = """
    CREATE TABLE usage_log_cursor (
        log text PRIMARY KEY,
        next_seq bigint NOT NULL
    )
"""
_GOVERNANCE = """
    CREATE TABLE hub_governance (
        workspace_id uuid NOT NULL,
        skill_id text NOT NULL,
        run_key text NOT NULL,
        kind text NOT NULL,
        id text NOT NULL UNIQUE,
        version text NOT NULL,
        person text,
        run_at timestamptz NOT NULL,
        opened_at timestamptz NOT NULL,
        closed_at timestamptz,
        PRIMARY KEY (workspace_id, skill_id, run_key, kind)
    );
    CREATE INDEX hub_governance_open ON hub_governance (skill_id) WHERE closed_at IS NULL
"""


def upgrade() -> None:
    for statement in (_LOG_CURSOR, _GOVERNANCE, _USE, _SIGHTING, _NAME, _LINK, _RUN, _DAYS):
        op.execute(statement)

"""When are two sightings of the same run, and what is a run that several sources tell of? The rules, and the SQL that carries them out.

**Same run.** Sightings of a skill in a workspace are of one run when they have the same conversation; else the same `run_id` (whose
conversation may become known later, from whoever knows both: then they join those of the conversation). One that knows neither is
*loose*: it belongs to the run of the same skill and person that lasted when it was made, `SLACK` more or less, if there is exactly
one; else it is a run of its own. When in doubt, two runs.

**What it is.** What several sightings of one source say of a run are parts: tokens and costs add up. Between sources, the one that
comes first in `Source` and knows is believed; amounts of different bases stand side by side. A run has failed if anybody says so. It
lasted as long as the most trusted source that saw more than a moment of it says; costs do not count as having been seen.

So a run is a function of the set of its sightings: order, batches and repetitions do not matter. `tests/` have it again, slowly.
"""

from watchgate.hub.usage.model import Source
from watchgate.hub.usage.tables import SUMS

RANK = {source: number for number, source in enumerate(Source)}
"""How a source is written down; less is more trusted."""
SLACK = "30 seconds"
"""What clocks of different sources may differ by."""
GROWTH = 1.1
"""A bucket of the spread ends at so many times the end of the one before: percentiles are at most 10 % too high."""

LOCK = "SELECT pg_advisory_xact_lock(8457310022)"
"""One at a time; others wait."""

BEGIN = """
CREATE TEMP TABLE usage_stage ON COMMIT DROP AS SELECT * FROM usage_sighting WITH NO DATA;
CREATE TEMP TABLE usage_fresh (workspace_id uuid, run_key text, skill_id text, source smallint, source_id text, is_loose boolean)
    ON COMMIT DROP;
CREATE TEMP TABLE usage_touched (workspace_id uuid, skill_id text, run_key text, PRIMARY KEY (workspace_id, skill_id, run_key))
    ON COMMIT DROP;
CREATE TEMP TABLE usage_seen (workspace_id uuid, skill_id text, run_key text, PRIMARY KEY (workspace_id, skill_id, run_key))
    ON COMMIT DROP;
CREATE TEMP TABLE usage_before ON COMMIT DROP AS SELECT * FROM usage_run WITH NO DATA
"""
END = "DROP TABLE usage_stage, usage_fresh, usage_touched, usage_seen, usage_before"

STAGE = """
COPY usage_stage (workspace_id, source, source_id, naming, named, version, person, surface, model, conversation_id, run_id, at,
                  ended_at, outcome, input_tokens, output_tokens, cost_microusd, cost_basis) FROM STDIN
"""

LINK = """
WITH linked AS (
    INSERT INTO usage_link (workspace_id, run_id, conversation_id)
    SELECT workspace_id, run_id, min(conversation_id) FROM usage_stage
    WHERE run_id IS NOT NULL AND conversation_id IS NOT NULL GROUP BY 1, 2
    ON CONFLICT DO NOTHING
    RETURNING workspace_id, run_id, conversation_id
), moved AS (
    UPDATE usage_sighting s SET run_key = 'conversation:' || l.conversation_id FROM linked l
    WHERE s.workspace_id = l.workspace_id AND s.run_key = 'run:' || l.run_id
    RETURNING s.workspace_id, s.skill_id, 'run:' || l.run_id AS old_key, s.run_key AS new_key
), gone AS (
    INSERT INTO usage_touched SELECT workspace_id, skill_id, old_key FROM moved WHERE skill_id IS NOT NULL ON CONFLICT DO NOTHING
)
INSERT INTO usage_fresh (workspace_id, run_key, skill_id, is_loose) SELECT workspace_id, new_key, skill_id, false FROM moved
"""
"""What is learnt of which run is in which conversation, and the sightings that move there for it."""

INSERT = """
WITH fresh AS (
    INSERT INTO usage_sighting
        (workspace_id, source, source_id, naming, named, skill_id, version, person, surface, model, conversation_id, run_id, run_key,
         is_loose, at, ended_at, outcome, input_tokens, output_tokens, cost_microusd, cost_basis)
    SELECT DISTINCT ON (s.workspace_id, s.source, s.source_id)
        s.workspace_id, s.source, s.source_id, s.naming, s.named, n.skill_id, coalesce(s.version, n.version), s.person, s.surface,
        s.model, s.conversation_id, s.run_id,
        CASE WHEN s.conversation_id IS NOT NULL THEN 'conversation:' || s.conversation_id
             WHEN l.conversation_id IS NOT NULL THEN 'conversation:' || l.conversation_id
             WHEN s.run_id IS NOT NULL THEN 'run:' || s.run_id
             ELSE s.source || ':' || s.source_id END,
        s.conversation_id IS NULL AND s.run_id IS NULL,
        s.at, s.ended_at, s.outcome, s.input_tokens, s.output_tokens, s.cost_microusd, s.cost_basis
    FROM usage_stage s
    LEFT JOIN usage_link l ON l.workspace_id = s.workspace_id AND l.run_id = s.run_id
    LEFT JOIN LATERAL (
        SELECT skill_id, version FROM usage_name WHERE naming = s.naming AND named = s.named
        ORDER BY since <= s.at DESC, CASE WHEN since <= s.at THEN since END DESC, since LIMIT 1
    ) n ON true
    ORDER BY s.workspace_id, s.source, s.source_id
    ON CONFLICT DO NOTHING
    RETURNING workspace_id, run_key, skill_id, source, source_id, is_loose
)
INSERT INTO usage_fresh SELECT * FROM fresh
"""

NAMED_LATER = """
WITH known AS (
    UPDATE usage_sighting s SET skill_id = n.skill_id, version = coalesce(s.version, n.version)
    FROM usage_name n
    WHERE s.skill_id IS NULL AND s.naming = n.naming AND s.named = n.named AND n.naming = ANY(%(namings)s) AND n.named = ANY(%(named)s)
      AND n.since = (SELECT since FROM usage_name o WHERE o.naming = s.naming AND o.named = s.named
                     ORDER BY since <= s.at DESC, CASE WHEN since <= s.at THEN since END DESC, since LIMIT 1)
    RETURNING s.workspace_id, s.run_key, s.skill_id, s.source, s.source_id, s.is_loose
)
INSERT INTO usage_fresh SELECT * FROM known
"""
"""Sightings under a name that nobody knew, and now does."""

TOUCH = """
INSERT INTO usage_touched
SELECT workspace_id, skill_id, run_key FROM usage_fresh WHERE skill_id IS NOT NULL
UNION
SELECT f.workspace_id, s.skill_id, f.run_key FROM usage_fresh f
JOIN usage_sighting s ON s.workspace_id = f.workspace_id AND s.run_key = f.run_key AND s.skill_id IS NOT NULL
WHERE f.skill_id IS NULL
ON CONFLICT DO NOTHING
"""
"""Runs of which there is news; what names no skill is news of all that are under its key."""

REMEMBER = """
WITH first_time AS (
    INSERT INTO usage_seen SELECT * FROM usage_touched ON CONFLICT DO NOTHING RETURNING *
)
INSERT INTO usage_before SELECT r.* FROM usage_run r JOIN first_time USING (workspace_id, skill_id, run_key)
"""
"""How those runs stood before."""


def _first(column: str) -> str:
    """Of a source: the earliest word."""
    return f"(array_agg(s.{column} ORDER BY s.at, s.source_id) FILTER (WHERE s.{column} IS NOT NULL))[1] AS {column}"


def _best(column: str) -> str:
    """Of all sources: the most trusted one that knows."""
    return f"(array_agg({column} ORDER BY source) FILTER (WHERE {column} IS NOT NULL))[1]"


def _of_basis(basis: str) -> str:
    return f"sum(s.cost_microusd) FILTER (WHERE s.cost_basis = '{basis}') AS {basis}"


_COSTS = RANK[Source.COSTS]
_BASES = ("reported", "estimated", "allocated")

RUNS = f"""
WITH parts AS (
    SELECT t.workspace_id, t.skill_id, t.run_key, s.source,
        {", ".join(_first(column) for column in ("version", "person", "surface", "model"))},
        (array_agg(s.person ORDER BY s.at, s.source_id) FILTER (WHERE s.person IS NOT NULL AND NOT s.is_loose))[1] AS firm_person,
        min(s.at) AS lo, max(coalesce(s.ended_at, s.at)) AS hi,
        min(s.at) FILTER (WHERE NOT s.is_loose) AS firm_lo, max(coalesce(s.ended_at, s.at)) FILTER (WHERE NOT s.is_loose) AS firm_hi,
        bool_or(s.outcome = 'error') AS failed, bool_or(s.outcome = 'success') AS succeeded,
        sum(s.input_tokens) AS input_tokens, sum(s.output_tokens) AS output_tokens,
        {", ".join(_of_basis(basis) for basis in _BASES)},
        bool_or(s.skill_id IS NOT NULL) AS is_named
    FROM usage_touched t
    JOIN usage_sighting s
      ON s.workspace_id = t.workspace_id AND s.run_key = t.run_key AND (s.skill_id = t.skill_id OR s.naming IS NULL)
    GROUP BY t.workspace_id, t.skill_id, t.run_key, s.source
), runs AS (
    SELECT workspace_id, skill_id, run_key, coalesce({_best("version")}, '') AS version,
        coalesce({_best("firm_person")}, {_best("person")}) AS person, {_best("surface")} AS surface, {
    _best("model")
} AS model,
        coalesce(min(lo) FILTER (WHERE source <> {_COSTS}), min(lo)) AS started_at,
        coalesce(max(hi) FILTER (WHERE source <> {_COSTS}), max(hi)) AS ended_at,
        (array_agg((extract(epoch FROM hi - lo) * 1000)::bigint ORDER BY source)
            FILTER (WHERE hi > lo AND source <> {_COSTS}))[1] AS duration_ms,
        CASE WHEN bool_or(failed) THEN 'error' WHEN bool_or(succeeded) THEN 'success' ELSE 'unknown' END AS outcome,
        {_best("input_tokens")}::bigint AS input_tokens, {_best("output_tokens")}::bigint AS output_tokens,
        {", ".join(f"{_best(basis)}::bigint AS {basis}_microusd" for basis in _BASES)},
        bit_or(1 << source) AS sources,
        min(firm_lo) FILTER (WHERE source <> {_COSTS}) AS firm_from,
        max(firm_hi) FILTER (WHERE source <> {_COSTS}) AS firm_until
    FROM parts GROUP BY workspace_id, skill_id, run_key HAVING bool_or(is_named)
), gone AS (
    DELETE FROM usage_run r USING usage_touched t
    WHERE r.workspace_id = t.workspace_id AND r.skill_id = t.skill_id AND r.run_key = t.run_key
      AND NOT EXISTS (SELECT 1 FROM runs n WHERE n.workspace_id = t.workspace_id AND n.skill_id = t.skill_id AND n.run_key = t.run_key)
)
INSERT INTO usage_run (workspace_id, skill_id, run_key, version, person, surface, model, started_at, ended_at, duration_ms, outcome,
                       input_tokens, output_tokens, reported_microusd, estimated_microusd, allocated_microusd, sources, firm_from,
                       firm_until)
SELECT * FROM runs
ON CONFLICT (workspace_id, skill_id, run_key) DO UPDATE SET
    {
    ", ".join(
        f"{column} = excluded.{column}"
        for column in (
            *("version", "person", "surface", "model", "started_at", "ended_at", "duration_ms", "outcome"),
            *("input_tokens", "output_tokens", *(f"{basis}_microusd" for basis in _BASES)),
            *("sources", "firm_from", "firm_until"),
        )
    )
}
"""  # noqa: S608 -- names of columns and numbers of our own

MOVE_LOOSE = f"""
WITH spans AS (
    SELECT workspace_id, skill_id, person, firm_from, firm_until FROM usage_before WHERE firm_from IS NOT NULL
    UNION ALL
    SELECT r.workspace_id, r.skill_id, r.person, r.firm_from, r.firm_until FROM usage_run r
    JOIN usage_seen USING (workspace_id, skill_id, run_key) WHERE r.firm_from IS NOT NULL
), candidates AS (
    SELECT s.workspace_id, s.source, s.source_id, s.skill_id, s.person, s.at, s.run_key FROM spans p
    JOIN usage_sighting s ON s.is_loose AND s.workspace_id = p.workspace_id AND s.skill_id = p.skill_id AND s.person = p.person
     AND s.at BETWEEN p.firm_from - interval '{SLACK}' AND p.firm_until + interval '{SLACK}'
    UNION
    SELECT s.workspace_id, s.source, s.source_id, s.skill_id, s.person, s.at, s.run_key FROM usage_fresh f
    JOIN usage_sighting s USING (workspace_id, source, source_id) WHERE f.is_loose AND s.skill_id IS NOT NULL
), placed AS (
    SELECT c.workspace_id, c.source, c.source_id, c.skill_id, c.run_key AS old_key,
        CASE WHEN count(r.run_key) = 1 THEN min(r.run_key) ELSE c.source || ':' || c.source_id END AS new_key
    FROM candidates c LEFT JOIN usage_run r
      ON r.workspace_id = c.workspace_id AND r.skill_id = c.skill_id AND r.person = c.person
     AND c.at BETWEEN r.firm_from - interval '{SLACK}' AND r.firm_until + interval '{SLACK}'
    GROUP BY c.workspace_id, c.source, c.source_id, c.skill_id, c.run_key
), moved AS (
    UPDATE usage_sighting s SET run_key = p.new_key FROM placed p
    WHERE s.workspace_id = p.workspace_id AND s.source = p.source AND s.source_id = p.source_id AND p.new_key <> p.old_key
    RETURNING s.workspace_id, p.skill_id, p.old_key, p.new_key
)
INSERT INTO usage_touched
SELECT workspace_id, skill_id, old_key FROM moved UNION SELECT workspace_id, skill_id, new_key FROM moved
"""  # noqa: S608 -- names of columns and numbers of our own
"""Loose sightings near a run that has changed, and fresh ones, go where they belong now. `usage_touched` was emptied before."""

_VALUES = ", ".join(
    [
        "sum(sign)",
        "sum(sign) FILTER (WHERE outcome = 'error')",
        f"sum(sign) FILTER (WHERE sources & {1 << RANK[Source.RECORD]} <> 0)",
        *(
            f"sum(sign * {column})"
            for column in ("input_tokens", "output_tokens", *(f"{b}_microusd" for b in _BASES))
        ),
        *(f"sum(sign) FILTER (WHERE {basis}_microusd IS NOT NULL)" for basis in _BASES),
    ]
)
_CHANGE = """
WITH change AS (
    SELECT b.*, -1 AS sign, (b.started_at AT TIME ZONE 'UTC')::date AS day FROM usage_before b
    UNION ALL
    SELECT r.*, 1, (r.started_at AT TIME ZONE 'UTC')::date FROM usage_run r
    JOIN usage_seen USING (workspace_id, skill_id, run_key)
)
"""


def _sums(table: str, keys: str, where: str) -> str:
    """What a day's sums gain and lose."""
    sums = [f"coalesce(v.{name}, 0)" for name in SUMS]
    return f"""{_CHANGE}, v ({keys}, {", ".join(SUMS)}) AS (
    SELECT {keys}, {_VALUES} FROM change WHERE {where} GROUP BY {keys}
)
INSERT INTO {table} ({keys}, {", ".join(SUMS)}) SELECT {keys}, {", ".join(sums)} FROM v
ON CONFLICT ({keys}) DO UPDATE SET {", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in SUMS)}
"""  # noqa: S608 -- names of columns and numbers of our own


SKILL_DAYS = _sums("usage_skill_day", "day, skill_id, version, workspace_id", "true")
PERSON_DAYS = _sums("usage_person_day", "day, person, workspace_id", "person IS NOT NULL")
SPREAD = f"""{_CHANGE}, measured AS (
    SELECT day, workspace_id, sign, m.measure, ceil(ln(greatest(m.value, 1)) / ln({GROWTH}))::smallint AS bucket FROM change
    CROSS JOIN LATERAL (VALUES ('duration', duration_ms), {", ".join(f"('{b}', {b}_microusd)" for b in _BASES)}) m (measure, value)
    WHERE m.value IS NOT NULL
)
INSERT INTO usage_spread (day, measure, bucket, workspace_id, runs)
SELECT day, measure, bucket, workspace_id, sum(sign) FROM measured GROUP BY 1, 2, 3, 4 HAVING sum(sign) <> 0
ON CONFLICT (day, measure, bucket, workspace_id) DO UPDATE SET runs = usage_spread.runs + excluded.runs
"""  # noqa: S608 -- names of columns and numbers of our own

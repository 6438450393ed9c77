"""How do we get millions of stored messages without reading them? PostgreSQL makes the rows itself, as ingest would have."""

import psycopg

_STEP = 250_000

_ROWS = """
WITH made AS (
  SELECT i, now() - interval '80 days' + i * (interval '79 days' / %(total)s) AS at, 'filled-' || (i / 20) AS conversation
  FROM generate_series(%(first)s::bigint, %(last)s::bigint) i
), events AS (
  INSERT INTO event (workspace_id, event_id, type, occurred_at, file_id, actor_type, actor_id, is_own_call, subject)
  SELECT %(workspace)s, gen_random_uuid()::text, 'CONVERSATION_MESSAGE', at, 'filled', 'ACCOUNT_USER', 'user-' || (i %% 500), false, 'm' || i FROM made
), messages AS (
  INSERT INTO message (workspace_id, message_id, occurred_at, event_id, conversation_id, author_type, author_id, size_chars, sealed,
                       scan_state, finding_count)
  SELECT %(workspace)s, gen_random_uuid()::text, at, gen_random_uuid()::text, conversation, 'user', 'user-' || (i %% 500), 1000,
         decode(repeat(md5(i::text), 65), 'hex'), 'scanned', CASE WHEN i %% 8 = 0 THEN 1 ELSE 0 END FROM made
), findings AS (
  INSERT INTO finding (id, workspace_id, asset_at, asset_kind, asset_id, conversation_id, owner_id, entity, detector, detector_version,
                       start, "end", score, explanation, excerpt_masked, fingerprint, found_at)
  SELECT 'fnd_' || md5(i::text), %(workspace)s, at, 'message', 'm' || i, conversation, 'user-' || (i %% 500),
         (ARRAY['EMAIL_ADDRESS','PHONE_NUMBER','CREDIT_CARD','IBAN_CODE'])[1 + (i / 8) %% 4], 'filled', '1', 10, 30, 900,
         '{"part": "content", "evidence": [{"reason": "made by the benchmark", "weight": 900}]}', 'write to <EMAIL> before noon, please',
         decode(md5(i::text), 'hex'), at FROM made WHERE i %% 8 = 0
)
INSERT INTO conversation (workspace_id, conversation_id, owner_id, is_temporary, first_message_at, last_message_at, version_count, finding_count)
SELECT %(workspace)s, conversation, 'user-' || (min(i) %% 500), false, min(at), max(at), count(*), count(*) FILTER (WHERE i %% 8 = 0)
FROM made GROUP BY conversation ON CONFLICT DO NOTHING
"""


def fill(url: str, workspace_id: str, *, first: int, total: int) -> None:
    """Bring the stored messages from *first* up to *total*."""
    with psycopg.connect(url, autocommit=True) as connection:
        for start in range(first, total, _STEP):
            last = min(start + _STEP, total) - 1
            arguments = {"workspace": workspace_id, "first": start, "last": last, "total": total}
            connection.execute(_ROWS, arguments)
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")

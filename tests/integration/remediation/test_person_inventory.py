"""Is every place thought of where a person can stand? A column that is built later has to be, before this passes again.

Text in a table with `workspace_id` needs nothing: `person/mentions.py` finds it by the database's own catalogue. What is sealed, and
tables without `workspace_id`, have to be named here together with what becomes of them when somebody is erased.
"""

import psycopg

from postgres import postgres_url  # noqa: F401 -- fixture

SEALED = {
    "message.sealed": "gone with its conversation; in somebody else's conversation blanked (rows.py)",
    "conversation.title_sealed": "gone with the conversation (own_copy)",
    "file.name_sealed": "gone with the file (own_copy)",
    "file_text.sealed": "gone with the last file that needs it (own_copy)",
    "event.sealed": "the person's own events are deleted (rows.py), others that name them blanked (quoting.py)",
    "broken_line.sealed": "deleted, if it names the person (quoting.py)",
    "remediation_request.reason_sealed": "the name is taken out (written.py)",
    "remediation_comment.text_sealed": "the name is taken out (written.py)",
    "remediation_rule.reason_sealed": "the name is taken out (written.py)",
    "remediation_notice.address_sealed": "erased (rows.py)",
    "legal_hold.subject_sealed": "one in force stops the erasure; of a released one the name is taken out (written.py)",
    "legal_hold.reason_sealed": "the name is taken out (written.py)",
    "legal_hold.case_sealed": "the name is taken out (written.py)",
    "legal_hold.release_sealed": "the name is taken out (written.py)",
    "person_erasure.words_sealed": "erased when the erasure is over (service.py)",
    "skill_presence.lines_sealed": "what stands at OpenAI now, written anew at each look; gone when it is gone there",
    "skill_unmanaged.name_sealed": "the name of a GPT or skill at OpenAI, likewise",
    "hub_record.body_sealed": "erased, of the person's runs and wherever it names them (hub/records/erasing.py)",
    "skill_exception.reason_sealed": "deleted with what was said of the person; the name is taken out of others' (skills/entitlements/erasing.py)",
    "platform_key.sealed": "a key of a project; names nobody",
    "credential.sealed": "a key of the workspace; names nobody",
}
WITHOUT_WORKSPACE = {
    "account": "Watchgate's own people are not those of the catalogue",
    "api_token": "of Watchgate's own people",
    "person_session": "of Watchgate's own people",
    "one_time_link": "of Watchgate's own people",
    "sign_in_attempts": "of Watchgate's own people",
    "sign_in_elsewhere": "of Watchgate's own people",
    "gateway_key": "a team's, not a person's",
    "gateway_key_secret": "a digest",
    "remediation_comment": "written by Watchgate's own people; the text is sealed",
    "ledger_outbox": "payloads that name the person are taken out (in_ledger.py)",
    "ledger_place": "ids of requests, and numbers",
    "platform_key": "a key of a project, and which of Watchgate's own people gave it",
    "usage_name": "ids of skills",
    "usage_log_cursor": "names of logs, and numbers",
    "executor": "ids of processes",
    "workspace": "names nobody",
    "alembic_version": "a number",
}


def columns(url, question):
    with psycopg.connect(url) as connection:
        return {name for (name,) in connection.execute(question)}


def test_everything_that_is_sealed_is_thought_of(postgres_url):  # noqa: F811
    sealed = columns(
        postgres_url,
        "SELECT c.relname || '.' || a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
        " WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace = 'public'::regnamespace"
        " AND a.attname ~ 'sealed' AND NOT a.attisdropped",
    )

    assert sealed == set(SEALED)


def test_every_table_without_a_workspace_is_thought_of(postgres_url):  # noqa: F811
    tables = columns(
        postgres_url,
        "SELECT c.relname FROM pg_class c WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace"
        " AND NOT EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'workspace_id')",
    )

    assert tables - {name for name in tables if name.startswith("skill")} == set(WITHOUT_WORKSPACE)

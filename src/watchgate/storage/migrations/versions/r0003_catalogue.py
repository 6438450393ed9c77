"""What did people put into ChatGPT? Events, people, conversations, messages, files; the big ones in parts by time."""

from alembic import op

revision = "0003"
down_revision = "0002"

_EVENTS_AND_PEOPLE = (
    """
    CREATE TABLE event (
        workspace_id uuid NOT NULL,
        event_id text NOT NULL,
        type text NOT NULL,
        occurred_at timestamptz NOT NULL,
        file_id text NOT NULL,
        actor_type text NOT NULL,
        actor_id text,
        is_own_call boolean NOT NULL,
        subject text,
        sealed bytea,
        PRIMARY KEY (workspace_id, event_id, occurred_at)
    ) PARTITION BY RANGE (occurred_at)
    """,
    "CREATE TABLE event_default PARTITION OF event DEFAULT",
    """
    CREATE TABLE person (
        workspace_id uuid NOT NULL,
        user_id text NOT NULL,
        email text,
        name text,
        role text,
        status text,
        first_seen_at timestamptz NOT NULL,
        last_seen_at timestamptz NOT NULL,
        PRIMARY KEY (workspace_id, user_id)
    )
    """,
)

_CONVERSATIONS = (
    """
    CREATE TABLE conversation (
        workspace_id uuid NOT NULL,
        conversation_id text NOT NULL,
        owner_id text,
        title_sealed bytea,
        titled_at timestamptz,
        gpt_id text,
        project_id text,
        is_temporary boolean NOT NULL,
        created_at timestamptz,
        first_message_at timestamptz NOT NULL,
        last_message_at timestamptz NOT NULL,
        version_count integer NOT NULL,
        finding_count integer NOT NULL,
        PRIMARY KEY (workspace_id, conversation_id)
    )
    """,
    "CREATE INDEX conversation_newest ON conversation (workspace_id, last_message_at DESC, conversation_id)",
    """
    CREATE INDEX conversation_of_owner ON conversation (workspace_id, owner_id, last_message_at DESC, conversation_id)
    """,
    """
    CREATE INDEX conversation_of_gpt ON conversation (workspace_id, gpt_id, last_message_at DESC, conversation_id)
        WHERE gpt_id IS NOT NULL
    """,
    """
    CREATE INDEX conversation_of_project ON conversation (workspace_id, project_id, last_message_at DESC, conversation_id)
        WHERE project_id IS NOT NULL
    """,
    """
    CREATE INDEX conversation_with_findings ON conversation (workspace_id, last_message_at DESC, conversation_id)
        INCLUDE (finding_count) WHERE finding_count > 0
    """,
)

_MESSAGES = (
    """
    CREATE TABLE message (
        workspace_id uuid NOT NULL,
        message_id text NOT NULL,
        occurred_at timestamptz NOT NULL,
        event_id text NOT NULL,
        conversation_id text NOT NULL,
        previous_message_id text,
        author_type text NOT NULL,
        author_id text,
        model text,
        client_type text,
        size_chars integer NOT NULL,
        sealed bytea,
        scan_state text NOT NULL CHECK (scan_state IN ('scanned', 'not_scanned')),
        scan_note text,
        finding_count integer NOT NULL,
        PRIMARY KEY (workspace_id, message_id, occurred_at, event_id)
    ) PARTITION BY RANGE (occurred_at)
    """,
    "CREATE INDEX message_of_conversation ON message (workspace_id, conversation_id, occurred_at)",
    "CREATE TABLE message_default PARTITION OF message DEFAULT",
)

_FILES = (
    """
    CREATE TABLE file (
        workspace_id uuid NOT NULL,
        file_id text NOT NULL,
        name_sealed bytea NOT NULL,
        owner_id text,
        conversation_id text,
        first_seen_at timestamptz NOT NULL,
        state text NOT NULL CHECK (state IN ('pending', 'fetched', 'unavailable')),
        state_note text,
        size_bytes bigint,
        sha256 text,
        mime text,
        scan_state text,
        scan_note text,
        finding_count integer NOT NULL,
        attempts integer NOT NULL,
        next_attempt_at timestamptz,
        settled_at timestamptz,
        PRIMARY KEY (workspace_id, file_id)
    )
    """,
    "CREATE INDEX file_newest ON file (workspace_id, first_seen_at DESC, file_id)",
    "CREATE INDEX file_of_conversation ON file (workspace_id, conversation_id)",
    "CREATE INDEX file_of_owner ON file (workspace_id, owner_id, first_seen_at DESC, file_id)",
    "CREATE INDEX file_pending ON file (workspace_id, next_attempt_at) WHERE state = 'pending'",
    """
    CREATE TABLE file_text (
        workspace_id uuid NOT NULL,
        sha256 text NOT NULL,
        sealed bytea,
        size_chars integer NOT NULL,
        note text,
        created_at timestamptz NOT NULL,
        PRIMARY KEY (workspace_id, sha256)
    )
    """,
)


def upgrade() -> None:
    for statement in (*_EVENTS_AND_PEOPLE, *_CONVERSATIONS, *_MESSAGES, *_FILES):
        op.execute(statement)

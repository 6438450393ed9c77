"""Where do conversations, messages, files and people live, and the log files they were read from?

Texts, titles and names of files are sealed (`watchgate.storage.sealing`). Their contexts: `b"message:" + message_id`,
`b"title:" + conversation_id`, `b"file:" + file_id`, `b"text:" + sha256`.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    Uuid,
    text,
)

from watchgate.storage.metadata import metadata

_TIME = DateTime(timezone=True)

event = Table(
    "event",
    metadata,
    Column("workspace_id", Uuid, primary_key=True),
    Column("event_id", Text, primary_key=True),
    Column("type", Text, nullable=False),
    Column("occurred_at", _TIME, primary_key=True),
    Column("file_id", Text, nullable=False),
    Column("actor_type", Text, nullable=False),
    Column("actor_id", Text),
    Column("is_own_call", Boolean, nullable=False),
    Column("subject", Text),
    Column("sealed", LargeBinary),
    postgresql_partition_by="RANGE (occurred_at)",
)
Index(
    "event_own_calls",
    event.c.workspace_id,
    event.c.subject,
    event.c.occurred_at,
    postgresql_where=event.c.is_own_call,  # how our deletions are found in the workspace's own audit log
)

person = Table(
    "person",
    metadata,
    Column("workspace_id", Uuid, primary_key=True),
    Column("user_id", Text, primary_key=True),
    Column("email", Text),
    Column("name", Text),
    Column("role", Text),
    Column("status", Text),
    Column("first_seen_at", _TIME, nullable=False),
    Column("last_seen_at", _TIME, nullable=False),
)

conversation = Table(
    "conversation",
    metadata,
    Column("workspace_id", Uuid, primary_key=True),
    Column("conversation_id", Text, primary_key=True),
    Column("owner_id", Text),
    Column("title_sealed", LargeBinary),
    Column("titled_at", _TIME),
    Column("gpt_id", Text),
    Column("project_id", Text),
    Column("is_temporary", Boolean, nullable=False),
    Column("created_at", _TIME),
    Column("first_message_at", _TIME, nullable=False),
    Column("last_message_at", _TIME, nullable=False),
    Column("version_count", Integer, nullable=False),
    Column("finding_count", Integer, nullable=False),
)

_NEWEST = (text("last_message_at DESC"), conversation.c.conversation_id)
Index("conversation_newest", conversation.c.workspace_id, *_NEWEST)
Index("conversation_of_owner", conversation.c.workspace_id, conversation.c.owner_id, *_NEWEST)
Index(
    "conversation_of_gpt",
    conversation.c.workspace_id,
    conversation.c.gpt_id,
    *_NEWEST,
    postgresql_where=conversation.c.gpt_id.is_not(None),
)
Index(
    "conversation_of_project",
    conversation.c.workspace_id,
    conversation.c.project_id,
    *_NEWEST,
    postgresql_where=conversation.c.project_id.is_not(None),
)
Index(
    "conversation_with_findings",
    conversation.c.workspace_id,
    *_NEWEST,
    postgresql_where=conversation.c.finding_count > 0,
    postgresql_include=["finding_count"],  # which of them have most, without a look at the rows
)

message = Table(
    "message",
    metadata,
    Column("workspace_id", Uuid, primary_key=True),
    Column("message_id", Text, primary_key=True),
    Column("occurred_at", _TIME, primary_key=True),
    Column("event_id", Text, primary_key=True),
    Column("conversation_id", Text, nullable=False),
    Column("previous_message_id", Text),
    Column("author_type", Text, nullable=False),
    Column("author_id", Text),
    Column("model", Text),
    Column("client_type", Text),
    Column("size_chars", Integer, nullable=False),
    Column("sealed", LargeBinary),
    Column("scan_state", Text, CheckConstraint("scan_state IN ('scanned', 'not_scanned')"), nullable=False),
    Column("scan_note", Text),
    Column("finding_count", Integer, nullable=False),
    Index("message_of_conversation", "workspace_id", "conversation_id", "occurred_at"),
    postgresql_partition_by="RANGE (occurred_at)",
)

file = Table(
    "file",
    metadata,
    Column("workspace_id", Uuid, primary_key=True),
    Column("file_id", Text, primary_key=True),
    Column("name_sealed", LargeBinary, nullable=False),
    Column("owner_id", Text),
    Column("conversation_id", Text),
    Column("first_seen_at", _TIME, nullable=False),
    Column("state", Text, CheckConstraint("state IN ('pending', 'fetched', 'unavailable')"), nullable=False),
    Column("state_note", Text),
    Column("size_bytes", BigInteger),
    Column("sha256", Text),
    Column("mime", Text),
    Column("scan_state", Text),
    Column("scan_note", Text),
    Column("finding_count", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_attempt_at", _TIME),
    Column("settled_at", _TIME),
)

_FIRST_SEEN = (text("first_seen_at DESC"), file.c.file_id)
Index("file_newest", file.c.workspace_id, *_FIRST_SEEN)
Index("file_of_conversation", file.c.workspace_id, file.c.conversation_id)
Index("file_of_owner", file.c.workspace_id, file.c.owner_id, *_FIRST_SEEN)
Index("file_pending", file.c.workspace_id, file.c.next_attempt_at, postgresql_where=file.c.state == "pending")

file_text = Table(
    "file_text",
    metadata,
    Column("workspace_id", Uuid, primary_key=True),
    Column("sha256", Text, primary_key=True),
    Column("sealed", LargeBinary),
    Column("size_chars", Integer, nullable=False),
    Column("note", Text),
    Column("created_at", _TIME, nullable=False),
)

log_stream = Table(
    "log_stream",
    metadata,
    Column("workspace_id", Uuid, primary_key=True),
    Column("event_type", Text, primary_key=True),
    Column("watermark", _TIME),
    Column("backfill_from", _TIME, nullable=False),
    Column("last_polled_at", _TIME),
    Column("last_error", Text),
)

log_file = Table(
    "log_file",
    metadata,
    Column("workspace_id", Uuid, primary_key=True),
    Column("file_id", Text, primary_key=True),
    Column("event_type", Text, nullable=False),
    Column("end_time", _TIME, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("sha256", Text, nullable=False),
    Column(
        "state", Text, CheckConstraint("state IN ('listed', 'done', 'failed', 'expired')"), nullable=False
    ),
    Column("attempts", Integer, nullable=False),
    Column("events", Integer, nullable=False),
    Column("duplicates", Integer, nullable=False),
    Column("broken_lines", Integer, nullable=False),
    Column("last_error", Text),
    Column("listed_at", _TIME, nullable=False),
    Column("settled_at", _TIME),
    Column("next_attempt_at", _TIME),
    Index("log_file_of_stream", "workspace_id", "event_type", "end_time"),
)
Index(
    "log_file_waiting",
    log_file.c.workspace_id,
    log_file.c.end_time,
    postgresql_where=log_file.c.state.in_(["listed", "failed"]),
)

broken_line = Table(
    "broken_line",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("workspace_id", Uuid, nullable=False),
    Column("file_id", Text, nullable=False),
    Column("byte_offset", BigInteger, nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("found_at", _TIME, nullable=False),
    Index("broken_line_of_file", "workspace_id", "file_id"),
)

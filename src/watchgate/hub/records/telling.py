"""What does the ledger tell of a record? Ids, digests and numbers; nothing that people wrote."""

from hashlib import sha256

from watchgate.hub.records.model import Record
from watchgate.kernel.canonical_json import Json


def _digest(text: str | None) -> str | None:
    """Names that others chose stand in the ledger as digests: enough to see that they were changed."""
    return sha256(text.encode()).hexdigest() if text is not None else None


def ledger_fields(record: Record) -> dict[str, Json]:
    """The fields of `hub.recorded`."""
    return {
        "record": record.id,
        "skill": record.skill_id,
        "version": record.version,
        "digest": record.digest,
        "record_type": record.type.value,
        "body_digest": record.body_digest,
        "scan": record.scan.value,
        "findings": sum(record.finding_counts.values()),
        "is_marked": record.is_marked,
        "key": record.key_id,
        "client_key_digest": _digest(record.client_key),
        "conversation_digest": _digest(record.conversation_id),
        "workspace": str(record.workspace_id) if record.workspace_id else None,
    }

"""What does OpenAI show of an object that was deleted or isolated? A look that failed is no look."""

import logging
from datetime import datetime

from watchgate.kernel.canonical_json import Json
from watchgate.openai.errors import Gone, OpenAIFailure
from watchgate.remediation.ports import Presence, Seen, Upstream
from watchgate.remediation.request import RequestObject
from watchgate.remediation.verification.judging import Look

log = logging.getLogger("watchgate.remediation")


async def look(upstream: Upstream, one: RequestObject, now: datetime) -> Look | None:
    """None when OpenAI did not answer."""
    try:
        return Look(await upstream.look(one.workspace_id, one.target), now)
    except Gone:
        return Look(Seen(Presence.GONE), now)
    except OpenAIFailure as failure:
        log.info("remediation.not_looked: %s number %d: %s", one.request_id, one.number, failure)
        return None


def earlier(one: RequestObject) -> Look | None:
    """What an earlier look has told, as it was kept."""
    kept = (one.verification or {}).get("re_read")
    if not isinstance(kept, dict):
        return None
    about = kept.get("about")
    seen = Seen(Presence(str(kept["presence"])), str(kept["note"]), about if isinstance(about, dict) else {})
    return Look(seen, datetime.fromisoformat(str(kept["at"])))


def entry_before(one: RequestObject) -> dict[str, Json] | None:
    """The entry of the audit log that was found earlier."""
    kept = (one.verification or {}).get("audit_log")
    return kept if isinstance(kept, dict) else None

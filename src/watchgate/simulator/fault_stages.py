"""Which faults can the compliance host suffer, and at which stage of an answer does a fault strike?"""

from collections.abc import Mapping
from enum import StrEnum


class Stage(StrEnum):
    """What is being done when a fault may strike."""

    MODEL = "a question to the model or platform host"
    LOG_LIST = "a list of log files"
    LOG_FILE = "the redirect to a log file"
    LOG_BYTES = "the log file behind a signed URL"
    LOG_WRITER = "a log file is written"
    FILE = "the redirect to an uploaded file"
    FILE_BYTES = "the uploaded file behind a signed URL"
    OBJECT = "users, GPTs and other objects"
    DELETE = "a deletion"
    SKILL = "a question about the skills of a project"
    SKILL_CHANGE = "a change of the skills of a project"


_BYTES = frozenset({Stage.LOG_BYTES, Stage.FILE_BYTES})
_API = frozenset({Stage.LOG_LIST, Stage.LOG_FILE, Stage.FILE, Stage.OBJECT, Stage.DELETE})
_LOGS = frozenset({Stage.LOG_LIST, Stage.LOG_FILE})
_DELETE = frozenset({Stage.DELETE})
_FILES = frozenset({Stage.FILE, Stage.FILE_BYTES})
_SKILL_CHANGE = frozenset({Stage.SKILL_CHANGE})
_SKILLS = _SKILL_CHANGE | {Stage.SKILL}
_PLATFORM = _SKILLS | {Stage.MODEL}
_STRUCK: Mapping[str, tuple[frozenset[Stage], str]] = {
    "ip-not-allowed": (_API, "compliance API: 403, as if the caller's address were not on the allow-list"),
    "log-5xx": (_LOGS | {Stage.LOG_BYTES}, "log lists and log files: 500, 502 or 503 (amount: which)"),
    "log-429": (_LOGS, "log lists and redirects to files: 429 with Retry-After in seconds (amount, default 1)"),
    "log-slow": (_LOGS | {Stage.LOG_BYTES}, "log lists and log files: seconds of silence first (amount, default 1)"),
    "log-cut": (frozenset({Stage.LOG_BYTES}), "log file: the connection breaks in the middle"),
    "log-bad-sha": (frozenset({Stage.LOG_BYTES}), "log file: one bit arrives changed"),
    "log-expired-url": (frozenset({Stage.LOG_FILE}), "log file: the signed URL has expired already"),
    "log-bad-listed-sha": (frozenset({Stage.LOG_LIST}), "log list: the SHA-256 of one file is wrong in this answer"),
    "log-boundary": (frozenset({Stage.LOG_LIST}), "log list: the file whose end_time equals `after` comes again"),
    "log-dated-empty": (frozenset({Stage.LOG_LIST}), "log list: an empty page repeats `after` as last_end_time"),
    "log-short-page": (frozenset({Stage.LOG_LIST}), "log list: half the files, with has_more true"),
    "log-duplicate": (frozenset({Stage.LOG_WRITER}), "per event: comes once more in a later file"),
    "log-late": (frozenset({Stage.LOG_WRITER}), "per event: comes in a later file than its time would say"),
    "log-late-file": (frozenset({Stage.LOG_WRITER}), "per new file: shows up 10 to 30 minutes after its end_time"),
    "log-broken-line": (frozenset({Stage.LOG_WRITER}), "per event: a cut copy stands on a line before it"),
    "log-concatenated": (frozenset({Stage.LOG_WRITER}), "per event: no newline behind it"),
    "log-unknown-type": (frozenset({Stage.LOG_WRITER}), "per event: followed by one of a type nobody knows"),
    "log-unknown-field": (frozenset({Stage.LOG_WRITER}), "per event: carries a field nobody knows"),
    "file-5xx": (_FILES, "uploaded files: 500, 502 or 503 (amount: which)"),
    "file-429": (frozenset({Stage.FILE}), "uploaded files: 429 with Retry-After in seconds (amount, default 1)"),
    "file-410": (frozenset({Stage.FILE}), "uploaded files: 410, expired"),
    "file-slow": (_FILES, "uploaded files: seconds of silence first (amount, default 1)"),
    "file-cut": (frozenset({Stage.FILE_BYTES}), "uploaded files: the connection breaks in the middle"),
    "file-expired-url": (frozenset({Stage.FILE}), "uploaded files: the signed URL has expired already"),
    "object-5xx": (frozenset({Stage.OBJECT}), "users, GPTs and the like: 500, 502 or 503 (amount: which)"),
    "object-429": (frozenset({Stage.OBJECT}), "users, GPTs and the like: 429 with Retry-After (amount, default 1)"),
    "object-short-page": (frozenset({Stage.OBJECT}), "users, GPTs and the like: half a page, with has_more true"),
    "object-slow": (frozenset({Stage.OBJECT}), "users, GPTs and the like: seconds of silence first (amount, default 1)"),
    "delete-5xx": (_DELETE, "deletions: 500, 502 or 503 (amount: which), and nothing is deleted"),
    "delete-429": (_DELETE, "deletions: 429 with Retry-After in seconds (amount, default 1), and nothing is deleted"),
    "delete-403": (_DELETE, "deletions: 403, as if the key lacked the permission to delete"),
    "delete-drop": (_DELETE, "deletions: the connection is closed without an answer, and nothing is deleted"),
    "delete-lost-5xx": (_DELETE, "deletions: it is deleted, but the answer is 500, 502 or 503 (amount: which)"),
    "delete-lost-drop": (_DELETE, "deletions: it is deleted, but the connection is closed without an answer"),
    "delete-slow": (_DELETE, "deletions: it is deleted, but for some seconds nothing is said (amount, default 1)"),
    "delete-late": (_DELETE, "deletions: nothing happens for some seconds, then it is deleted though the client may have left (amount, default 1)"),
    "delete-lag": (_DELETE, "the old route to delete a conversation answers 404, as soon after it was written"),
    "delete-lag-new": (_DELETE, "deletions: 404 for what was made in the last seconds (amount, default 60)"),
    "skill-5xx": (_SKILLS, "skills of the API platform: 500, 502 or 503 (amount: which), and nothing is changed"),
    "skill-429": (_SKILLS, "skills of the API platform: 429 with Retry-After in seconds (amount, default 1)"),
    "skill-drop": (_SKILL_CHANGE, "changes of skills: the connection is closed without an answer, and nothing is changed"),
    "skill-lost-5xx": (_SKILL_CHANGE, "changes of skills: it is changed, but the answer is 500, 502 or 503 (amount: which)"),
    "skill-lost-drop": (_SKILL_CHANGE, "changes of skills: it is changed, but the connection is closed without an answer"),
    "signed-url-takes-bearer": (_BYTES, "signed URLs are served though a bearer header comes along (usually 400)"),
}  # fmt: skip
COMPLIANCE_FAULTS: Mapping[str, str] = {name: meaning for name, (_, meaning) in _STRUCK.items()}
_EVERYWHERE = ("http-", "x-should-retry", "slow-first-byte", "malformed-json", "drop-connection", "gzip")


def can_strike(name: str, stage: Stage) -> bool:
    """May the fault called *name* strike at *stage*? What is said of HTTP as such holds for all APIs."""
    if name in _STRUCK:
        return stage in _STRUCK[name][0]
    return stage in _PLATFORM or (stage in _API and name.startswith(_EVERYWHERE))

"""How would the platform's audit log tell of a GPT's run? Only where a tenant has such events: OpenAI's list has none.

Their shape is *assumed*: the usual entry, with the GPT's id and its conversation under the name of the event.
"""

from typing import Any

from watchgate.kernel.errors import UserError
from watchgate.simulator.platform_host.further import FurtherEntries
from watchgate.simulator.skill_runs.run import Run

_ENDINGS = ("invoked", "failed")


def switch_on(entries: FurtherEntries, wanted: dict[str, Any]) -> dict[str, str]:
    """From now on runs of GPTs leave entries of these types, as `{"invoked": "gpt.invoked", "failed": "gpt.failed"}`.

    What is not named (or null) leaves none. Raises UserError.
    """
    named = {name: kind for name, kind in wanted.items() if kind is not None}
    if named.keys() - set(_ENDINGS) or not all(isinstance(kind, str) and kind for kind in named.values()):
        raise UserError('Say {"invoked": "gpt.invoked", "failed": "gpt.failed"}, or {} for none.')
    entries.types = named
    return named


def add_entry(entries: FurtherEntries, run: Run) -> bool:
    """Let the audit log tell of *run* if it is a GPT's and the type is switched on; does it?"""
    kind = entries.types.get("failed" if run.way == "fail" else "invoked")
    if kind is None or run.used.kind != "gpt":
        return False
    session = {
        "user": {"id": run.person.user_id, "email": run.person.email},
        "ip_address": "203.0.113.20",
        "user_agent": "Mozilla/5.0",
        "ja3": "",
        "ja4": "",
        "ip_address_details": {"country": "DE", "asn": "3320"},
    }
    details: dict[str, Any] = {
        "id": run.used.id,
        "data": {
            "conversation_id": run.conversation_id,
            "model": run.model,
            "duration_ms": round((run.ended_at - run.began_at).total_seconds() * 1_000),
        },
    }
    if run.way == "fail":
        details["error_message"] = "The model did not answer in time."
    entries.entries.append(
        {
            "id": f"audit_log-{run.client_key.removeprefix('run-').replace('-', '')[:24]}",
            "type": kind,
            "effective_at": int(run.began_at.timestamp()),
            "actor": {"type": "session", "session": session},
            kind: details,
        }
    )
    return True

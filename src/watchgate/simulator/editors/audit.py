"""How does the audit log tell what somebody did in an editor? Of sharing, and of skills; not of making or editing a GPT (contracts §4.1)."""

import random
from typing import Any

from watchgate.kernel.clock import rfc3339
from watchgate.simulator.compliance_host.workspace import Workspace
from watchgate.simulator.population.identifiers import drawn_uuid
from watchgate.simulator.population.model import Person


def note(workspace: Workspace, luck: random.Random, action: str, actor: Person, data: dict[str, Any]) -> None:
    """Write an AUDIT_LOG event for what *actor* did just now."""
    now = workspace.simulation.clock.now()
    body: dict[str, Any] = {
        "event_id": drawn_uuid(luck),
        "type": "AUDIT_LOG",
        "timestamp": rfc3339(now),
        "principal": {"id": workspace.population.workspace_id, "type": "CHATGPT_WORKSPACE"},
        "actor": {"type": "ACCOUNT_USER", "user_id": actor.user_id, "user_email": actor.email},
        "action": action,
        "action_result": "SUCCESS",
        "action_privilege": "STANDARD_USER",
        "request_metadata": {
            "client_ip": "203.0.113.9",
            "client_ip_details": {"country": "DE"},
            "client_user_agent": "Mozilla/5.0 (Macintosh)",
            "client_ja3": "",
            "client_ja4": "",
            "destination_hostname": "chatgpt.com",
        },
        "action_data": data,
    }
    workspace.further.add(body, happened=now, filed=now)

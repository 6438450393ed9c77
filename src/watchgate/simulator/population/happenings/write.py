"""How does a log tell of anything but a message? The envelope, and the fields of the type in it."""

from collections.abc import Callable
from typing import Any

from watchgate.kernel.clock import rfc3339
from watchgate.simulator.population.happenings.costs import costs
from watchgate.simulator.population.happenings.scene import Scene
from watchgate.simulator.population.happenings.work import work_log
from watchgate.simulator.population.happenings.workspace import app_auth_log, app_log, audit_log, auth_log
from watchgate.simulator.population.identifiers import drawn_uuid
from watchgate.simulator.population.model import SimulatedEvent

_COSTS = "COSTS"
_WRITERS: dict[str, Callable[[Scene], dict[str, Any]]] = {
    "AUDIT_LOG": audit_log,
    "AUTH_LOG": auth_log,
    "APP_LOG": app_log,
    "APP_AUTH_LOG": app_auth_log,
    "CODEX_LOG": work_log("CODEX_LOG"),
    "CHATGPT_PLUGIN_SPREADSHEET": work_log("CHATGPT_PLUGIN_SPREADSHEET"),
    "CODEX_SECURITY_LOG": work_log("CODEX_SECURITY_LOG"),
    "CUSTOM_AGENTS_LOG": work_log("CUSTOM_AGENTS_LOG"),
    _COSTS: costs,
}


def other_event(kind: str, scene: Scene) -> SimulatedEvent:
    """An event of type *kind*; nothing is planted in it."""
    envelope: dict[str, Any] = {
        "event_id": drawn_uuid(scene.luck),
        "type": kind,
        "timestamp": rfc3339(scene.when),
    }
    if kind == _COSTS:
        envelope["principal"] = {"id": scene.organization_id, "type": "API_PLATFORM_ORG"}
        envelope["actor"] = {"type": "SYSTEM", "id": "costs_compliance"}
    else:
        envelope["principal"] = {"id": scene.workspace_id, "type": "CHATGPT_WORKSPACE"}
        envelope["actor"] = {
            "type": "ACCOUNT_USER",
            "user_id": scene.person.user_id,
            "user_email": scene.person.email,
        }
    return SimulatedEvent(envelope | _WRITERS[kind](scene), is_organization_event=kind == _COSTS)

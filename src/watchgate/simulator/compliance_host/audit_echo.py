"""How does a call to the compliance API show up in the workspace's own audit log?"""

import json
from typing import Any

from watchgate.kernel.clock import rfc3339
from watchgate.simulator.compliance_host.call import ComplianceCall
from watchgate.simulator.compliance_host.log_lines import encoded
from watchgate.simulator.compliance_host.operation import Operation
from watchgate.simulator.keys import redacted
from watchgate.simulator.population.identifiers import drawn_uuid

_OWN_PARTS = ("workspace_id", "organization_id")


def leave_echo(
    asked: ComplianceCall, operation: Operation, status: int, *, client_ip: str, agent: str
) -> None:
    """Write the AUDIT_LOG event of one call; its parameters are repeated as strings."""
    workspace, call = asked.workspace, asked.call
    body: dict[str, Any] = {
        "event_id": drawn_uuid(call.chance.random),
        "type": "AUDIT_LOG",
        "timestamp": rfc3339(asked.now),
        "principal": {"id": workspace.population.workspace_id, "type": "CHATGPT_WORKSPACE"},
        "actor": {"type": "API_KEY", "redacted_id": redacted(call.key)},
        "action": operation.action,
        "action_result": _result(status),
        "action_privilege": "ADMIN",
        "request_metadata": {
            "client_ip": client_ip,
            "client_ip_details": {},
            "client_user_agent": agent,
            "client_ja3": "",
            "client_ja4": "",
            "destination_hostname": asked.host.partition(":")[0],
        },
        "action_data": {**_parts(asked, operation), **_queried(asked)},
    }
    workspace.echo.add(asked.now, encoded(body))


def _parts(asked: ComplianceCall, operation: Operation) -> dict[str, str]:
    """The parts of the path, under the names that the log has for them."""
    named = {
        operation.said_as.get(name, name): value
        for name, value in asked.call.path_params.items()
        if name not in _OWN_PARTS
    }
    return {name: value for name, value in named.items() if name}


def _queried(asked: ComplianceCall) -> dict[str, str]:
    """The query; of a list that is asked for by POST, what stands in the body."""
    if asked.call.method != "POST" or not asked.call.body:
        return dict(asked.call.query)
    try:
        body = json.loads(asked.call.body)
    except (ValueError, RecursionError):
        return dict(asked.call.query)
    given = body.items() if isinstance(body, dict) else ()
    return {name: str(value) for name, value in given if value is not None}


def _result(status: int) -> str:
    if status < 400:
        return "SUCCESS"
    return "BLOCKED" if status == 403 else "ERROR"

"""What is an operation of the compliance API? A route, the permission it takes, its name in the audit log, and what answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from watchgate.simulator.compliance_host.call import ComplianceCall
from watchgate.simulator.fault_stages import Stage
from watchgate.simulator.keys import Scope
from watchgate.simulator.reply import Reply

WORKSPACE = "/v1/compliance/workspaces/{workspace_id}"
ORGANIZATION = "/v1/compliance/organizations/{organization_id}"
USER = f"{WORKSPACE}/users/{{user_id}}"


@dataclass(frozen=True, slots=True)
class Operation:
    """`action` is the one of Appendix F that a call leaves in the audit log."""

    method: str
    path: str
    action: str
    handler: Callable[[ComplianceCall], Reply]
    scope: Scope = Scope.READ
    stage: Stage = Stage.OBJECT
    said_as: Mapping[str, str | None] = field(default_factory=dict)
    """What the audit log calls a part of the path, where not the same; None: it leaves it out."""


def deletion(
    path: str,
    action: str,
    handler: Callable[[ComplianceCall], Reply],
    said_as: Mapping[str, str | None] | None = None,
    *,
    method: Literal["DELETE", "POST"] = "DELETE",
) -> Operation:
    """One that deletes or isolates, for which a key needs more than for reading."""
    return Operation(method, path, action, handler, Scope.DELETE, Stage.DELETE, said_as or {})

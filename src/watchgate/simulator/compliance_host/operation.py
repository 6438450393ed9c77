"""What is an operation of the compliance API? A route, the permission it takes, its name in the audit log, and what answers."""

from collections.abc import Callable
from dataclasses import dataclass

from watchgate.simulator.compliance_host.call import ComplianceCall
from watchgate.simulator.fault_stages import Stage
from watchgate.simulator.keys import Scope
from watchgate.simulator.reply import Reply

WORKSPACE = "/v1/compliance/workspaces/{workspace_id}"
ORGANIZATION = "/v1/compliance/organizations/{organization_id}"


@dataclass(frozen=True, slots=True)
class Operation:
    """`action` is the one of Appendix F that a call leaves in the audit log."""

    method: str
    path: str
    action: str
    handler: Callable[[ComplianceCall], Reply]
    scope: Scope = Scope.READ
    stage: Stage = Stage.OBJECT

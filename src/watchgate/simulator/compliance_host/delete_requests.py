"""What became of each request to delete or isolate something, the refused ones among them? So that a test can count them all."""

from collections.abc import Sequence

from watchgate.kernel.clock import rfc3339
from watchgate.simulator.compliance_host.operation import Operation
from watchgate.simulator.compliance_host.refusals import in_delivery
from watchgate.simulator.compliance_host.workspace import Workspace
from watchgate.simulator.endpoint import Call
from watchgate.simulator.faults import Fault
from watchgate.simulator.keys import redacted


def note_request(
    workspace: Workspace, operation: Operation, call: Call, faults: Sequence[Fault], status: int
) -> None:
    """`status` is null where the connection is closed in place of an answer."""
    is_dropped = any(fault.name == "drop-connection" for fault in in_delivery(faults))
    deletions = workspace.deletions
    deletions.note(
        {
            "request": call.number,
            "timestamp": rfc3339(workspace.simulation.clock.now()),
            "method": call.method,
            "path": call.path,
            "action": operation.action,
            "ids": dict(call.path_params),
            "by": redacted(call.key),
            "status": None if is_dropped else status,
            "took_effect": deletions.took_effect(call.number),
            "faults": [str(fault) for fault in faults],
        }
    )

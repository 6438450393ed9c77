"""Who is turned away before an operation is asked? Keys, permissions, rates, other people's workspaces, and faults."""

from collections.abc import Iterable, Mapping

from watchgate.simulator.api_error import ApiError
from watchgate.simulator.compliance_host.operation import Operation
from watchgate.simulator.compliance_host.rate_limits import RateLimits
from watchgate.simulator.compliance_host.workspace import Workspace
from watchgate.simulator.endpoint import Call
from watchgate.simulator.fault_errors import error_of
from watchgate.simulator.faults import Fault
from watchgate.simulator.keys import Scope
from watchgate.simulator.reply import JsonReply, Reply, StreamReply

LOST = "delete-lost-5xx"
"""The fault that strikes after the deletion, not before."""
_STATUSES = (500, 502, 503)


def known_scopes(workspace: Workspace, key: str) -> frozenset[Scope]:
    """What *key* may do. Raises ApiError for none or a strange one."""
    scopes = workspace.simulation.keys.scopes_of(key) if key else None
    if scopes is None:
        raise ApiError(401, "Invalid or missing API key.")
    return scopes


def refuse_faulted(faults: Iterable[Fault], call: Call) -> None:
    """Raise the error of the first fault that is one."""
    for fault in faults:
        if fault.name == "ip-not-allowed":
            raise ApiError(403, "This IP address is not on the allow-list of the compliance API.")
        if fault.name == "delete-403":
            raise ApiError(403, f"This key lacks the permission {Scope.DELETE}.")
        if fault.name == "delete-drop":
            raise ApiError(503, "Nobody will read this: the connection is closed.")
        if fault.name.endswith("-5xx") and fault.name != LOST:
            raise ApiError(int(fault.amount or call.chance.random.choice(_STATUSES)), "Something went wrong.")
        if fault.name.endswith("-429"):
            raise too_many(round(1 if fault.amount is None else fault.amount))
        if fault.name == "file-410":
            raise ApiError(410, "File has expired.")
    if error := error_of(faults):
        raise error


def late_by_s(faults: Iterable[Fault]) -> float:
    """For how many seconds a deletion lies there before it takes effect; 0: none."""
    late = [1.0 if fault.amount is None else fault.amount for fault in faults if fault.name == "delete-late"]
    return max(late, default=0.0)


def unless_lost(reply: Reply, faults: Iterable[Fault], call: Call) -> Reply:
    """*reply*, or the error that a fault puts in place of a deletion's good answer."""
    for fault in faults:
        if fault.name == LOST and status_of(reply) == 200:
            status = int(fault.amount or call.chance.random.choice(_STATUSES))
            return as_reply(ApiError(status, "Something went wrong."))
    return reply


def refuse_too_many(limits: RateLimits, operation: Operation, call: Call, workspace: Workspace) -> None:
    wait_s = limits.wait_s(call.key, f"{operation.method} {operation.path}", workspace.simulation.clock.now())
    if wait_s is not None:
        raise too_many(wait_s)


def refuse_unpermitted(
    workspace: Workspace, operation: Operation, call: Call, scopes: frozenset[Scope]
) -> None:
    """403 for a key that lacks the permission, 404 for a workspace or an organisation that is not the key's."""
    if operation.scope not in scopes:
        raise ApiError(403, f"This key lacks the permission {operation.scope}.")
    ours = {
        "workspace_id": workspace.population.workspace_id,
        "organization_id": workspace.population.organization_id,
    }
    for name, own_id in ours.items():
        asked = call.path_params.get(name)
        if asked is not None and (asked.lower() != own_id.lower() or Scope.ELSEWHERE in scopes):
            raise ApiError(404, f"{name.removesuffix('_id').capitalize()} not found.")


def too_many(wait_s: int) -> ApiError:
    return ApiError(429, "Rate limit exceeded.", headers={"retry-after": str(wait_s)})


def as_reply(error: ApiError) -> JsonReply:
    """The compliance API's error body, which nobody has specified: only the status counts."""
    return JsonReply({"detail": error.body["message"]}, status=error.status, headers=error.headers)


def status_of(reply: Reply) -> int:
    return 200 if isinstance(reply, StreamReply) else reply.status


def in_delivery(faults: Iterable[Fault]) -> list[Fault]:
    """*faults* under the names by which the delivery knows them."""
    return [Fault(_DELIVERED_AS.get(fault.name, fault.name), fault.amount) for fault in faults]


_DELIVERED_AS: Mapping[str, str] = {
    "log-slow": "slow-first-byte",
    "file-slow": "slow-first-byte",
    "log-cut": "cut-file",
    "file-cut": "cut-file",
    "object-slow": "slow-first-byte",
    "delete-slow": "slow-first-byte",
    "delete-drop": "drop-connection",
    "delete-lost-drop": "drop-connection",
}

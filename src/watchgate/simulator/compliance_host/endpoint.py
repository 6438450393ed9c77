"""How does a request to the compliance API become an answer? Record, draw faults, turn away or ask the operation, deliver."""

import asyncio
from dataclasses import dataclass

from starlette.types import Receive, Scope, Send

from watchgate.kernel.errors import UserError
from watchgate.simulator.api_error import ApiError
from watchgate.simulator.compliance_host.audit_echo import leave_echo
from watchgate.simulator.compliance_host.call import ComplianceCall
from watchgate.simulator.compliance_host.delete_requests import note_request
from watchgate.simulator.compliance_host.operation import Operation
from watchgate.simulator.compliance_host.rate_limits import RateLimits
from watchgate.simulator.compliance_host.refusals import (
    as_reply,
    in_delivery,
    known_scopes,
    late_by_s,
    refuse_faulted,
    refuse_too_many,
    refuse_unpermitted,
    status_of,
    unless_lost,
)
from watchgate.simulator.compliance_host.signed_urls import SignedUrls
from watchgate.simulator.compliance_host.workspace import Workspace
from watchgate.simulator.delivery import Delivery
from watchgate.simulator.endpoint import Call, bearer_key, call_of, deliver_unless_left, header_of, whole_body
from watchgate.simulator.fault_stages import Stage
from watchgate.simulator.faults import Fault, parse_fault_list
from watchgate.simulator.reply import Reply
from watchgate.simulator.seeded import Chance


@dataclass(frozen=True, slots=True)
class Shared:
    """What all operations have in common."""

    workspace: Workspace
    urls: SignedUrls
    limits: RateLimits


class ComplianceEndpoint:
    """An ASGI application around one operation."""

    def __init__(self, operation: Operation, shared: Shared) -> None:
        self._operation = operation
        self._shared = shared

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = await whole_body(receive)
        if body is None:
            return
        workspace = self._shared.workspace
        simulation = workspace.simulation
        request = simulation.received.add(
            method=scope["method"],
            path=scope["path"],
            query=scope["query_string"].decode("latin-1"),
            headers=scope["headers"],
            body=body,
        )
        chance = Chance(seed=simulation.settings.seed, number=request.number)
        call = call_of(request, scope, chance, bearer_key(scope))
        faults: list[Fault] = []
        reply = await workspace.run(self._answer, scope, call, faults)
        if reply is None:
            await asyncio.sleep(late_by_s(faults))
            reply = await workspace.run(self._ask, scope, call, faults)
        request.status = status_of(reply)
        request.faults = [str(fault) for fault in faults]
        headers = {"x-request-id": chance.hex("req_", 32)}
        delivery = Delivery(scope=scope, send=send, headers=headers, faults=in_delivery(faults))
        request.is_disconnected = await deliver_unless_left(delivery, reply, receive)

    def _answer(self, scope: Scope, call: Call, faults: list[Fault]) -> Reply | None:
        """The answer; None when a fault wants the operation to be asked later. The faults that befall it are added to *faults*."""
        try:
            self._admit(scope, call, faults)
        except UserError as error:
            return self._noted(call, faults, as_reply(ApiError(501, str(error))))
        except ApiError as error:
            return self._noted(call, faults, as_reply(error))
        return None if late_by_s(faults) else self._ask(scope, call, faults)

    def _admit(self, scope: Scope, call: Call, faults: list[Fault]) -> None:
        """Raises ApiError for a call that is turned away."""
        scopes = known_scopes(self._shared.workspace, call.key)
        faults += _asked_for(scope)
        drawn = self._shared.workspace.simulation.faults
        faults += drawn.draw(call.chance.random, self._operation.stage, call.path)
        refuse_faulted(faults, call)
        refuse_too_many(self._shared.limits, self._operation, call, self._shared.workspace)
        refuse_unpermitted(self._shared.workspace, self._operation, call, scopes)

    def _ask(self, scope: Scope, call: Call, faults: list[Fault]) -> Reply:
        """Ask the operation. What it says, good or bad, is in the audit log afterwards."""
        workspace = self._shared.workspace
        asked = ComplianceCall(
            call=call,
            workspace=workspace,
            urls=self._shared.urls,
            faults={fault.name: fault for fault in faults},
            host=header_of(scope, b"host"),
            now=workspace.simulation.clock.now(),
        )
        try:
            reply = self._operation.handler(asked)
        except ApiError as error:
            reply = as_reply(error)
        client_ip = scope["client"][0] if scope.get("client") else ""
        agent = header_of(scope, b"user-agent")
        leave_echo(asked, self._operation, status_of(reply), client_ip=client_ip, agent=agent)
        return self._noted(call, faults, unless_lost(reply, faults, call))

    def _noted(self, call: Call, faults: list[Fault], reply: Reply) -> Reply:
        """*reply*; of a request to delete it is remembered what became of it."""
        if call.method == "DELETE" or self._operation.stage is Stage.DELETE:
            note_request(self._shared.workspace, self._operation, call, faults, status_of(reply))
        return reply


def _asked_for(scope: Scope) -> list[Fault]:
    try:
        return parse_fault_list(header_of(scope, b"x-sim-fault"))
    except UserError as error:
        raise ApiError(400, str(error)) from error

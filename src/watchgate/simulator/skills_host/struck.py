"""What becomes of a call to `/v1/skills` that a fault strikes: before it takes effect, or when it has?"""

from collections.abc import Mapping

from watchgate.simulator.api_error import ApiError
from watchgate.simulator.endpoint import Call, Endpoint
from watchgate.simulator.fault_errors import rate_limited
from watchgate.simulator.fault_stages import Stage
from watchgate.simulator.faults import Fault
from watchgate.simulator.reply import Reply

_STATUSES = (500, 502, 503)
_DELIVERED_AS: Mapping[str, str] = {"skill-drop": "drop-connection", "skill-lost-drop": "drop-connection"}


class SkillsEndpoint(Endpoint):
    """An endpoint that the faults of skills may strike as well as those of HTTP."""

    def _stage(self, method: str) -> Stage:
        return Stage.SKILL if method == "GET" else Stage.SKILL_CHANGE

    def _asked(self, call: Call, faults: list[Fault]) -> Reply:
        for fault in faults:
            if fault.name == "skill-429":
                raise rate_limited(fault.amount)
            if fault.name in {"skill-5xx", "skill-drop"}:
                raise _server_error(fault, call)
        reply = super()._asked(call, faults)
        for fault in faults:
            if fault.name == "skill-lost-5xx":
                raise _server_error(fault, call)
        return reply

    def _in_delivery(self, faults: list[Fault]) -> list[Fault]:
        return [Fault(_DELIVERED_AS.get(each.name, each.name), each.amount) for each in faults]


def _server_error(fault: Fault, call: Call) -> ApiError:
    status = int(fault.amount or call.chance.random.choice(_STATUSES))
    message = "The server had an error while processing your request. Sorry about that!"
    return ApiError(status, message, kind="server_error")

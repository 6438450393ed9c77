"""Which responses are remembered, and how far has each one come?

A background response moves one stage whenever somebody looks at it: so a test decides how long it takes, not a clock.
"""

from collections import OrderedDict
from dataclasses import dataclass

from watchgate.simulator.api_error import ApiError
from watchgate.simulator.model_host.response_object import ResponseObject
from watchgate.simulator.model_host.responses_events import Told
from watchgate.simulator.model_host.responses_request import Earlier
from watchgate.simulator.reply import JsonObject, StreamEvent

_REMEMBERED = 1000


@dataclass(slots=True)
class StoredResponse:
    """One remembered response. `stages` are the states still before it; empty when it has ended."""

    response: ResponseObject
    told: Told
    input_items: list[JsonObject]
    earlier: Earlier
    is_background: bool
    stages: list[str]
    is_cancelled: bool = False

    def look(self) -> JsonObject:
        """The response as it stands now, one stage further than at the last look."""
        if self.stages:
            self.stages.pop(0)
        return self.as_it_stands()

    def as_it_stands(self) -> JsonObject:
        if self.is_cancelled:
            return self.response.unfinished("cancelled")
        return self.response.unfinished(self.stages[0]) if self.stages else self.told.finished

    def events_after(self, sequence_number: int) -> list[StreamEvent]:
        return [event for event in self.told.events if event.body["sequence_number"] > sequence_number]

    def cancel(self) -> JsonObject:
        if not self.is_background:
            raise ApiError(400, "Cannot cancel a synchronous response.")
        if not self.stages and not self.is_cancelled:
            raise ApiError(400, f"Cannot cancel a {self.response.last_status} response.")
        self.is_cancelled = True
        self.stages = []
        return self.as_it_stands()


class ResponseStore:
    """The most recent responses; the oldest make room."""

    def __init__(self) -> None:
        self._stored: OrderedDict[str, StoredResponse] = OrderedDict()

    def put(self, response_id: str, stored: StoredResponse) -> None:
        self._stored[response_id] = stored
        if len(self._stored) > _REMEMBERED:
            self._stored.popitem(last=False)

    def get(self, response_id: str) -> StoredResponse:
        """Raises ApiError 404 when it is not there (any more)."""
        if stored := self._stored.get(response_id):
            return stored
        raise ApiError(404, f"Response with id '{response_id}' not found.")

    def earlier(self, response_id: str) -> Earlier:
        """What the response says to its successor. Raises ApiError 400 when it is not there."""
        if stored := self._stored.get(response_id):
            return stored.earlier
        message = f"Previous response with id '{response_id}' not found."
        raise ApiError(400, message, param="previous_response_id", code="previous_response_not_found")

    def delete(self, response_id: str) -> None:
        self.get(response_id)
        del self._stored[response_id]

    def restart(self) -> None:
        self._stored.clear()

"""`/v1/responses`: create, retrieve, resume, cancel, list the input, delete."""

from dataclasses import replace

from watchgate.simulator.api_error import ApiError, invalid
from watchgate.simulator.endpoint import Call
from watchgate.simulator.model_host.answer import answer
from watchgate.simulator.model_host.response_object import ResponseObject
from watchgate.simulator.model_host.responses_events import error_event, tell
from watchgate.simulator.model_host.responses_request import Earlier, ResponsesRequest, read_responses_request
from watchgate.simulator.model_host.responses_store import ResponseStore, StoredResponse
from watchgate.simulator.model_host.scripts import Scripts
from watchgate.simulator.reply import JsonObject, JsonReply, Reply, StreamEvent, StreamReply
from watchgate.simulator.seeded import Chance


def create_response(call: Call, *, scripts: Scripts, store: ResponseStore) -> Reply:
    request = read_responses_request(call.body, find_earlier=store.earlier)
    [given] = answer(request.question, scripts=scripts, chance=call.chance, choices=1)
    response_id = call.chance.hex("resp_")
    response = ResponseObject(response_id, request, given, created=call.chance.created)
    told = tell(response, request, given, call.chance)
    stored = StoredResponse(
        response=response,
        told=told,
        input_items=_input_items(request, call.chance),
        earlier=Earlier(request.question.user_text, request.input_tokens + given.output_tokens),
        is_background=request.is_background,
        stages=_stages(request),
    )
    if request.is_stored:
        store.put(response_id, stored)
    if request.is_streamed:
        return _stream(told.events)
    return JsonReply(stored.as_it_stands())


def retrieve_response(call: Call, *, store: ResponseStore) -> Reply:
    """The response as JSON, or its events again from any place: `?stream=true&starting_after=N`."""
    stored = store.get(call.path_params["response_id"])
    if call.query.get("stream") != "true":
        return JsonReply(stored.look())
    events = stored.events_after(_whole_number(call, "starting_after", default=-1))
    if call.query.get("include_obfuscation") == "false":
        events = [_without_padding(event) for event in events]
    return _stream(events)


def cancel_response(call: Call, *, store: ResponseStore) -> Reply:
    return JsonReply(store.get(call.path_params["response_id"]).cancel())


def delete_response(call: Call, *, store: ResponseStore) -> Reply:
    response_id = call.path_params["response_id"]
    store.delete(response_id)
    return JsonReply({"id": response_id, "object": "response", "deleted": True})


def list_input_items(call: Call, *, store: ResponseStore) -> Reply:
    items = list(store.get(call.path_params["response_id"]).input_items)
    if call.query.get("order", "desc") == "desc":
        items.reverse()
    if after := call.query.get("after"):
        ids = [item["id"] for item in items]
        if after not in ids:
            raise ApiError(400, f"There is no input item with id '{after}'.", param="after")
        items = items[ids.index(after) + 1 :]
    page = items[: _whole_number(call, "limit", default=20)]
    return JsonReply(
        {
            "object": "list",
            "data": page,
            "first_id": page[0]["id"] if page else None,
            "last_id": page[-1]["id"] if page else None,
            "has_more": len(page) < len(items),
        }
    )


def _stages(request: ResponsesRequest) -> list[str]:
    """The states a look will find before the end. A streamed response has left the queue when its stream opens."""
    if not request.is_background:
        return []
    return ["in_progress"] if request.is_streamed else ["queued", "in_progress"]


def _stream(events: list[StreamEvent]) -> StreamReply:
    return StreamReply(events, error_in_place_of=error_event, ends_with_done=False)


def _without_padding(event: StreamEvent) -> StreamEvent:
    return replace(event, body={name: value for name, value in event.body.items() if name != "obfuscation"})


def _input_items(request: ResponsesRequest, chance: Chance) -> list[JsonObject]:
    """The input as it is listed later: each item with an id, each message with its content in parts."""
    items = []
    for raw in request.items:
        item = {"id": chance.hex("msg_"), "type": "message", "status": "completed", **raw}
        if item["type"] == "message" and isinstance(item["content"], str):
            part = "output_text" if item["role"] == "assistant" else "input_text"
            extra: JsonObject = {"annotations": [], "logprobs": []} if part == "output_text" else {}
            item["content"] = [{"type": part, "text": item["content"], **extra}]
        items.append(item)
    return items


def _whole_number(call: Call, name: str, *, default: int) -> int:
    text = call.query.get(name)
    if text is None:
        return default
    if not text.isdecimal():
        raise invalid(name, f"expected a whole number, but got '{text}' instead.")
    return int(text)

"""What does a response look like, whatever its state? The request's settings echoed, its output, its usage."""

from collections.abc import Mapping, Sequence
from typing import Any

from watchgate.simulator.model_host.answer import Answer
from watchgate.simulator.model_host.responses_request import ResponsesRequest
from watchgate.simulator.reply import JsonObject

_ECHOED: Mapping[str, Any] = {
    "instructions": None,
    "max_output_tokens": None,
    "max_tool_calls": None,
    "metadata": {},
    "parallel_tool_calls": True,
    "previous_response_id": None,
    "prompt": None,
    "prompt_cache_key": None,
    "reasoning": {"effort": None, "summary": None},
    "safety_identifier": None,
    "store": True,
    "temperature": 1.0,
    "tool_choice": "auto",
    "top_logprobs": 0,
    "top_p": 1.0,
    "truncation": "disabled",
    "user": None,
}
"""The settings a response repeats, and what they are when the request has none."""
_WHY_INCOMPLETE = {"length": "max_output_tokens", "content_filter": "content_filter"}


class ResponseObject:
    """One response, to be shown in any of its states."""

    def __init__(self, response_id: str, request: ResponsesRequest, given: Answer, *, created: int) -> None:
        self._id = response_id
        self._request = request
        self._given = given
        self._created = created

    @property
    def last_status(self) -> str:
        return {"length": "incomplete", "content_filter": "incomplete", "failed": "failed"}.get(
            self._given.ending, "completed"
        )

    def unfinished(self, status: str) -> JsonObject:
        """Queued, in progress or cancelled: there is no output yet."""
        return self._show(status, output=(), usage=None)

    def finished(self, output: Sequence[JsonObject]) -> JsonObject:
        shown = self._show(self.last_status, output=output, usage=self._usage())
        if reason := _WHY_INCOMPLETE.get(self._given.ending):
            shown["incomplete_details"] = {"reason": reason}
        if self.last_status == "failed":
            shown["error"] = {"code": "server_error", "message": "The model failed to generate a response."}
        return shown

    def _show(self, status: str, *, output: Sequence[JsonObject], usage: JsonObject | None) -> JsonObject:
        body = self._request.body
        settings = {
            name: default if body.value(name) is None else body.value(name)
            for name, default in _ECHOED.items()
        }
        return {
            "id": self._id,
            "object": "response",
            "created_at": self._created,
            "status": status,
            "background": self._request.is_background,
            "completed_at": self._created + 1 if status == "completed" else None,
            "error": None,
            "incomplete_details": None,
            "model": self._request.model.snapshot,
            "output": list(output),
            "service_tier": "default",
            "text": _text_settings(body.mapping("text").raw),
            "tools": [_tool(each.raw) for each in body.objects("tools")],
            "usage": usage,
            **settings,
        }

    def _usage(self) -> JsonObject:
        asked, said = self._request.input_tokens, self._given.output_tokens
        thought = len(self._given.reasoning)
        return {
            "input_tokens": asked,
            "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
            "output_tokens": said,
            "output_tokens_details": {"reasoning_tokens": thought},
            "total_tokens": asked + said,
        }


def _text_settings(given: JsonObject) -> JsonObject:
    wanted = given.get("format") or {"type": "text"}
    if wanted.get("type") == "json_schema":
        wanted = {"strict": False, **wanted}
    return {"format": wanted, "verbosity": given.get("verbosity") or "medium"}


def _tool(given: JsonObject) -> JsonObject:
    if given.get("type") == "function":
        return {"description": None, "parameters": None, "strict": True, **given}
    return given

"""What does a responses request ask, and is it one that OpenAI would accept?"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from watchgate.simulator.api_error import ApiError, invalid, missing, wrong_type
from watchgate.simulator.model_host.catalogue import Model, find_chat_model
from watchgate.simulator.model_host.fields import Fields, parse_body
from watchgate.simulator.model_host.pieces import estimate_tokens
from watchgate.simulator.model_host.question import Question, Tool
from watchgate.simulator.model_host.tools import obliged
from watchgate.simulator.reply import JsonObject

_ROLES = ("user", "assistant", "system", "developer")
_ITEM_TOKENS = 4
_LEAST_OUTPUT_TOKENS = 16
"""OpenAI refuses a smaller max_output_tokens."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a response says to the one that follows it."""

    user_text: str
    tokens: int


@dataclass(frozen=True, slots=True)
class ResponsesRequest:
    model: Model
    question: Question
    body: Fields
    items: Sequence[JsonObject]
    """The input as items; a plain text is one message of the user."""
    input_tokens: int
    is_streamed: bool
    is_background: bool
    is_stored: bool
    has_padding: bool
    top_logprobs: int | None


@dataclass(frozen=True, slots=True)
class _Item:
    is_user: bool
    text: str


def read_responses_request(raw: bytes, *, find_earlier: Callable[[str], Earlier]) -> ResponsesRequest:
    """Raises ApiError for what OpenAI would refuse."""
    body = parse_body(raw)
    has_prompt = body.value("prompt") is not None
    name = "gpt-4o" if has_prompt and body.value("model") is None else body.required_text("model")
    model = find_chat_model(name, endpoint="v1/responses")
    items = _read_input(body, may_be_absent=has_prompt)
    read = [_read_item(each) for each in items]
    earlier = _read_earlier(body, find_earlier)
    instructions = body.text("instructions") or ""
    user_text = next((each.text for each in reversed(read) if each.is_user), earlier.user_text)
    output_schema, wants_json = _read_text_format(body)
    _check_modes(body)
    return ResponsesRequest(
        model=model,
        question=Question(
            endpoint="responses",
            model=name,
            user_text=user_text,
            last_text=read[-1].text if read else user_text,
            must_call=_read_tools(body),
            output_schema=output_schema,
            wants_json=wants_json,
            script_name=body.mapping("metadata").text("sim_script"),
            max_tokens=body.integer("max_output_tokens", least=_LEAST_OUTPUT_TOKENS),
        ),
        body=body,
        items=[each.raw for each in items],
        input_tokens=earlier.tokens
        + estimate_tokens(len(instructions))
        + sum(estimate_tokens(len(each.text)) + _ITEM_TOKENS for each in read),
        is_streamed=body.flag("stream"),
        is_background=body.flag("background"),
        is_stored=body.flag("store", default=True),
        has_padding=body.mapping("stream_options").flag("include_obfuscation", default=True),
        top_logprobs=_read_logprobs(body),
    )


def _read_input(body: Fields, *, may_be_absent: bool) -> list[Fields]:
    given = body.value("input")
    if given is None:
        if may_be_absent:
            return []
        raise missing("input")
    if isinstance(given, str):
        return [Fields({"type": "message", "role": "user", "content": given}, at="input[0]")]
    if not isinstance(given, list):
        raise wrong_type("input", expected="one of a string or array of objects", got=given)
    return body.objects("input")


def _read_item(item: Fields) -> _Item:
    kind = item.text("type") or "message"
    if kind != "message":
        return _Item(is_user=False, text="\n".join(_loose_texts(item)))
    role = item.required_text("role")
    if role not in _ROLES:
        supported = ", ".join(f"'{known}'" for known in _ROLES)
        message = f"Invalid value: '{role}'. Supported values are: {supported}."
        raise ApiError(400, message, param=item.path("role"), code="invalid_value")
    return _Item(is_user=role == "user", text="\n".join(_message_texts(item)))


def _message_texts(message: Fields) -> Iterable[str]:
    content = message.required("content")
    if isinstance(content, str):
        yield content
        return
    if not isinstance(content, list):
        raise wrong_type(message.path("content"), expected="one of a string or array of objects", got=content)
    for part in message.objects("content"):
        part.required_text("type")
        yield part.text("text") or part.text("refusal") or ""


def _loose_texts(item: Fields) -> Iterable[str]:
    """The text of a tool's call or output, under whichever name its kind of item has it."""
    for name in ("arguments", "input", "output"):
        value = item.value(name)
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            yield from (
                part["text"] for part in value if isinstance(part, dict) and isinstance(part.get("text"), str)
            )


def _read_earlier(body: Fields, find_earlier: Callable[[str], Earlier]) -> Earlier:
    conversation = body.value("conversation")
    if conversation is not None:
        message = f"Conversation with id '{conversation}' not found."
        raise ApiError(404, message, param="conversation", code="conversation_not_found")
    previous = body.text("previous_response_id")
    return Earlier(user_text="", tokens=0) if previous is None else find_earlier(previous)


def _read_tools(body: Fields) -> tuple[Tool, ...]:
    tools: list[Tool] = []
    for each in body.objects("tools"):
        match each.required_text("type"):
            case "function":
                tools.append(Tool(each.required_text("name"), each.mapping("parameters").raw))
            case "custom":
                tools.append(Tool(each.required_text("name"), {}, "custom"))
            case _:
                pass  # tools that OpenAI hosts itself are accepted and never called
    return obliged(tools, body.value("tool_choice"), is_parallel=body.flag("parallel_tool_calls"))


def _read_text_format(body: Fields) -> tuple[JsonObject | None, bool]:
    wanted = body.mapping("text").mapping("format")
    match wanted.text("type"):
        case None | "text":
            return None, False
        case "json_object":
            return None, True
        case "json_schema":
            wanted.required_text("name")
            wanted.required("schema")
            return wanted.mapping("schema").raw, False
        case other:
            message = f"'{other}' is not one of 'json_object', 'json_schema', and 'text'."
            raise invalid("text.format.type", message)


def _read_logprobs(body: Fields) -> int | None:
    top = body.integer("top_logprobs", least=0, most=20)
    return top or 0 if "message.output_text.logprobs" in body.texts("include") else None


def _check_modes(body: Fields) -> None:
    body.number("temperature", least=0, most=2)
    body.number("top_p", least=0, most=1)
    if body.value("stream_options") is not None and not body.flag("stream"):
        message = "The 'stream_options' parameter is only allowed when 'stream' is enabled."
        raise ApiError(400, message, param="stream_options")
    if body.flag("background") and not body.flag("store", default=True):
        raise ApiError(400, "Background mode requires store to be true.", param="background")

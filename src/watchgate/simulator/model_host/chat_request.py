"""What does a chat completions request ask, and is it one that OpenAI would accept?"""

from collections.abc import Iterable
from dataclasses import dataclass

from watchgate.simulator.api_error import ApiError, invalid, wrong_type
from watchgate.simulator.model_host.catalogue import Model, find_chat_model
from watchgate.simulator.model_host.fields import Fields, parse_body
from watchgate.simulator.model_host.pieces import estimate_tokens
from watchgate.simulator.model_host.question import Question, Tool
from watchgate.simulator.model_host.tools import obliged
from watchgate.simulator.reply import JsonObject

_ROLES = ("developer", "system", "user", "assistant", "tool", "function")
_MESSAGE_TOKENS = 4
"""What the frame of a message costs beside its text."""


@dataclass(frozen=True, slots=True)
class ChatRequest:
    model: Model
    question: Question
    prompt_tokens: int
    choices: int
    is_streamed: bool
    has_usage_chunk: bool
    has_padding: bool
    top_logprobs: int | None
    """How many alternatives per token; None when no logprobs are wanted."""


@dataclass(frozen=True, slots=True)
class _Message:
    role: str
    text: str


def read_chat_request(raw: bytes) -> ChatRequest:
    """Raises ApiError for what OpenAI would refuse."""
    body = parse_body(raw)
    name = body.required_text("model")
    messages = _read_messages(body)
    model = find_chat_model(name, endpoint="v1/chat/completions")
    prompt_tokens = sum(estimate_tokens(len(each.text)) + _MESSAGE_TOKENS for each in messages)
    _check_context(model, prompt_tokens)
    _check_ranges(body)
    output_schema, wants_json = _read_response_format(body)
    is_streamed = body.flag("stream")
    if body.value("stream_options") is not None and not is_streamed:
        message = "The 'stream_options' parameter is only allowed when 'stream' is enabled."
        raise ApiError(400, message, param="stream_options")
    stream_options = body.mapping("stream_options")
    return ChatRequest(
        model=model,
        question=Question(
            endpoint="chat.completions",
            model=name,
            user_text=next(
                (each.text for each in reversed(messages) if each.role == "user"), messages[-1].text
            ),
            last_text=messages[-1].text,
            must_call=_read_tools(body),
            output_schema=output_schema,
            wants_json=wants_json,
            script_name=body.mapping("metadata").text("sim_script"),
            stop=body.texts("stop"),
            max_tokens=_read_max_tokens(body),
        ),
        prompt_tokens=prompt_tokens,
        choices=body.integer("n", least=1, most=128) or 1,
        is_streamed=is_streamed,
        has_usage_chunk=stream_options.flag("include_usage"),
        has_padding=stream_options.flag("include_obfuscation", default=True),
        top_logprobs=_read_logprobs(body),
    )


def _read_messages(body: Fields) -> list[_Message]:
    body.required("messages")
    messages = body.objects("messages")
    if not messages:
        message = "empty array. Expected an array with minimum length 1, but got an empty array instead."
        raise invalid("messages", message, code="empty_array")
    open_calls = False
    read = []
    for each in messages:
        role = each.required_text("role")
        if role not in _ROLES:
            supported = ", ".join(f"'{known}'" for known in _ROLES)
            message = f"Invalid value: '{role}'. Supported values are: {supported}."
            raise ApiError(400, message, param=each.path("role"), code="invalid_value")
        if role == "tool":
            each.required_text("tool_call_id")
            if not open_calls:
                message = (
                    f"Invalid parameter: messages with role 'tool' must be a response to a preceding message with "
                    f"'tool_calls' ({each.path('role')})."
                )
                raise ApiError(400, message, param=each.path("role"))
        else:
            open_calls = bool(each.objects("tool_calls"))
        read.append(_Message(role, "\n".join(_texts(each))))
    return read


def _texts(message: Fields) -> Iterable[str]:
    """The texts of a message: its content as a string or in parts, and the arguments of its tool calls."""
    content = message.value("content")
    if content is None and message.value("role") in {"user", "system", "developer", "tool"}:
        raise wrong_type(message.path("content"), expected="one of a string or array of objects", got=None)
    if isinstance(content, str):
        yield content
    elif content is not None and not isinstance(content, list):
        raise wrong_type(message.path("content"), expected="one of a string or array of objects", got=content)
    else:
        for part in message.objects("content"):
            part.required_text("type")
            yield part.text("text") or part.text("refusal") or ""
    for call in message.objects("tool_calls"):
        yield call.mapping("function").text("arguments") or ""


def _read_tools(body: Fields) -> tuple[Tool, ...]:
    tools: list[Tool] = []
    for each in body.objects("tools"):
        if each.required_text("type") != "function":
            continue  # custom tools are accepted, but the simulator never calls them on this endpoint
        each.required("function")
        function = each.mapping("function")
        tools.append(Tool(function.required_text("name"), function.mapping("parameters").raw))
    return obliged(tools, body.value("tool_choice"), is_parallel=body.flag("parallel_tool_calls"))


def _read_response_format(body: Fields) -> tuple[JsonObject | None, bool]:
    wanted = body.mapping("response_format")
    match wanted.text("type"):
        case None | "text":
            return None, False
        case "json_object":
            return None, True
        case "json_schema":
            wanted.required("json_schema")
            described = wanted.mapping("json_schema")
            described.required_text("name")
            return described.mapping("schema").raw, False
        case other:
            message = (
                f"Invalid value: '{other}'. Supported values are: 'json_object', 'json_schema', and 'text'."
            )
            raise ApiError(400, message, param="response_format.type", code="invalid_value")


def _read_max_tokens(body: Fields) -> int | None:
    newer = body.integer("max_completion_tokens", least=1)
    older = body.integer("max_tokens", least=1)
    return older if newer is None else newer


def _read_logprobs(body: Fields) -> int | None:
    top = body.integer("top_logprobs", least=0, most=20)
    if body.flag("logprobs"):
        return top or 0
    if top is not None:
        message = "The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled."
        raise ApiError(400, message, param="top_logprobs")
    return None


def _check_ranges(body: Fields) -> None:
    body.number("temperature", least=0, most=2)
    body.number("top_p", least=0, most=1)
    body.number("presence_penalty", least=-2, most=2)
    body.number("frequency_penalty", least=-2, most=2)


def _check_context(model: Model, prompt_tokens: int) -> None:
    if prompt_tokens > model.context_tokens:
        message = (
            f"This model's maximum context length is {model.context_tokens} tokens. However, your messages resulted in "
            f"{prompt_tokens} tokens. Please reduce the length of the messages."
        )
        raise ApiError(400, message, param="messages", code="context_length_exceeded")

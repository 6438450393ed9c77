"""How does a test's conversation go? The model is asked, its calls are answered, until it has nothing more to call."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import jsonschema_rs

from watchgate.skills.package.manifest import Test
from watchgate.skills.package.skill import Skill
from watchgate.skills.targets.custom_gpt.record_operation import OPERATION, request_schema
from watchgate.skills.trying.asking import first_request
from watchgate.skills.trying.model import Call, Said

MOST_ROUNDS = 8


class Endless(Exception):
    """The model goes on calling tools."""


class Asks(Protocol):
    """Answers one `POST /chat/completions`. Raises what says that there is no answer."""

    def __call__(self, body: Mapping[str, Any], /) -> Mapping[str, Any]: ...


@dataclass
class Conversation:
    """One test of a skill."""

    skill: Skill
    test: Test
    model: str
    calls: list[Call] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    kept: list[Mapping[str, Any]] = field(default_factory=list)
    """Records that kept the contract, as the model wrote them."""
    tokens: int = 0

    def hold(self, ask: Asks) -> Said:
        """Until the model has said its last. Raises Endless, and what *ask* raises."""
        request = first_request(self.skill, self.test, self.model)
        for _ in range(MOST_ROUNDS):
            answer = ask(request)
            self.tokens += int((answer.get("usage") or {}).get("total_tokens") or 0)
            said = answer["choices"][0]["message"]
            asked = said.get("tool_calls") or []
            if not asked:
                return Said(
                    str(said.get("content") or ""), self.calls, len(self.kept), self.refused, self.tokens
                )
            results = [self._result(one) for one in asked]
            request = {**request, "messages": [*request["messages"], said, *results]}
        raise Endless

    def _result(self, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        name = str(asked["function"]["name"])
        arguments = _arguments(asked["function"].get("arguments"))
        is_record = name == OPERATION
        answer = self._keep(arguments) if is_record else self.test.answers.get(name, {"status": "ok"})
        self.calls.append(Call(name, arguments if isinstance(arguments, dict) else {}))
        return {
            "role": "tool",
            "tool_call_id": asked["id"],
            "content": json.dumps(answer, ensure_ascii=False),
        }

    def _keep(self, record: Any) -> Mapping[str, Any]:  # noqa: ANN401 -- whatever the model wrote
        schema = request_schema(self.skill)
        problems = [error.message for error in _validator(schema).iter_errors(record)]
        if problems:
            self.refused += problems[:3]
            return {"error": problems[0]}
        self.kept.append(record)
        footer = f"Watchgate · {self.skill.manifest.title} · View record"
        return {"id": "rec_test", "url": "https://hub.invalid/rec_test", "footer": footer}


def _validator(schema: Mapping[str, Any]) -> jsonschema_rs.Draft202012Validator:
    """Its patterns are matched in linear time: a schema's author may not be a friend."""
    return jsonschema_rs.Draft202012Validator(dict(schema), pattern_options=jsonschema_rs.RegexOptions())


def _arguments(raw: object) -> Any:  # noqa: ANN401 -- any JSON value
    try:
        return json.loads(str(raw or "{}"))
    except ValueError:
        return str(raw)

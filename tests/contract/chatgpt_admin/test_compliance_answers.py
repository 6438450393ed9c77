"""Does the simulated compliance host answer as OpenAI's specification says, and write events of the shapes it documents?

Where the shared folder is at hand. Of the specification only its OpenAPI 3.0 `nullable` is translated; the schemas themselves
declare hardly anything required, so that each answer is also held to the properties they name.
"""

import json
import os
from collections import Counter
from collections.abc import Iterator
from functools import reduce
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator, Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

from integration.simulator.asking import LONG_AGO, WEDNESDAY, Asker
from watchgate.testing.simulator import RunningSimulator

ROOT = "/compliance/workspaces/{workspace_id}"
USER = f"{ROOT}/users/{{user_id}}"
QUESTIONS = [
    ("get", f"{ROOT}/users", {}),
    ("get", f"{ROOT}/gpts", {}),
    ("get", f"{ROOT}/gpts", {"file_format": "id", "limit": 2}),
    ("get", f"{ROOT}/gpts/{{gpt_id}}", {}),
    ("get", f"{ROOT}/gpts/{{gpt_id}}/configs", {}),
    ("get", f"{ROOT}/gpts/{{gpt_id}}/shared_users", {}),
    ("get", f"{ROOT}/projects", {}),
    ("get", f"{ROOT}/projects", {"file_format": "id", "limit": 2}),
    ("get", f"{ROOT}/projects/{{project_id}}", {}),
    ("get", f"{ROOT}/projects/{{project_id}}/configs", {}),
    ("get", f"{ROOT}/projects/{{project_id}}/shared_users", {}),
    ("get", f"{ROOT}/memories", {}),
    ("get", f"{USER}/memories", {}),
    ("get", f"{USER}/canvases", {}),
    ("get", f"{USER}/automations", {}),
    ("get", f"{USER}/recordings", {}),
    ("get", f"{USER}/library_files", {}),
    ("get", f"{USER}/pets", {}),
    ("get", f"{USER}/shared_pets", {}),
    ("get", f"{ROOT}/agents", {}),
    ("post", f"{ROOT}/skills", {"said": {"limit": 100}}),
    ("post", f"{ROOT}/agent-skills", {"said": {"limit": 2, "cursor": None}}),
    ("get", f"{ROOT}/plugins", {}),
    ("get", f"{ROOT}/codex_tasks", {}),
    ("get", f"{ROOT}/codex_environments", {}),
    ("get", f"{ROOT}/logs", {"event_type": "CONVERSATION_MESSAGE", "after": LONG_AGO}),
    ("get", f"{ROOT}/logs", {"event_type": "AUTH_LOG", "after": "2040-01-01T00:00:00Z"}),
    (
        "get",
        "/compliance/organizations/{organization_id}/logs",
        {"event_type": "COSTS", "after": LONG_AGO},
    ),
    ("delete", f"{USER}/files/{{file_id}}", {}),
    ("delete", f"{USER}/conversations/{{conversation_id}}", {}),
    ("delete", f"{ROOT}/gpts/{{gpt_id}}/files/{{gpt_file_id}}", {}),
    ("delete", f"{ROOT}/gpts/{{gpt_id}}/shared_users", {}),
    ("delete", f"{ROOT}/gpts/{{gpt_id}}", {}),
    ("delete", f"{ROOT}/projects/{{project_id}}", {}),
]  # fmt: skip


def at_hand(name: str) -> Any:
    beside = Path(__file__).resolve().parents[4] / "shared"
    found = Path(os.environ.get("WATCHGATE_SHARED") or beside) / "contracts" / name
    if not found.exists():
        pytest.skip(f"{name} is not at {found}: point WATCHGATE_SHARED at the shared folder")
    return json.loads(found.read_text())


@pytest.fixture(scope="module")
def document() -> Any:
    return nullable_as_type(at_hand("chatgpt-admin-2.5.3.json"))


@pytest.fixture(scope="module")
def event_schema() -> Any:
    return at_hand("compliance_log_events.schema.json")


@pytest.fixture(scope="module")
def simulator() -> Iterator[RunningSimulator]:
    with RunningSimulator(*WEDNESDAY, "--messages", "1200", "--people", "15", seed=4) as running:
        yield running


@pytest.fixture
def asker(simulator: RunningSimulator) -> Iterator[Asker]:
    simulator.reset()
    made = Asker(simulator)
    with made.http:
        yield made


@pytest.fixture(scope="module")
def ids(simulator: RunningSimulator) -> dict[str, str]:
    """The ids of things that are there, by the names of the paths' parts."""
    file = list(simulator.truth_files())[-1]
    costs = f"/compliance/organizations/{simulator.organization_id}/logs"
    asker = Asker(simulator)
    with asker.http:
        gpt = asker.get("gpts", file_format="id").json()["data"][0]
        return {
            "workspace_id": simulator.workspace_id,
            "organization_id": simulator.organization_id,
            "user_id": file["user_id"],
            "file_id": file["file_id"],
            "conversation_id": file["conversation_id"],
            "gpt_id": gpt["id"],
            "gpt_file_id": gpt["latest_config"]["data"][0]["files"]["data"][0]["id"],
            "project_id": asker.get("projects").json()["data"][0]["id"],
            "log_file_id": next(asker.log_files("AUTH_LOG"))["id"],
            "cost_file_id": next(asker.log_files("COSTS", logs=costs))["id"],
        }


@pytest.mark.parametrize(
    ("method", "path", "params"), QUESTIONS, ids=[f"{method} {path}" for method, path, _ in QUESTIONS]
)
def test_an_answer_is_as_specified(document, asker, ids, method, path, params):
    answer = asker.ask(method.upper(), path.format(**ids), **params)
    assert answer.status_code == 200, answer.text
    pointer = schema_of(document, method, path)
    assert complaints(document, pointer, answer.json()) == []
    assert set(answer.json()) <= properties(document, pointer)


@pytest.mark.parametrize("changes", [{"data": "none"}, {"has_more": "no"}, {"data": [{"role": "king"}]}])
def test_the_specification_notices_a_wrong_answer(document, asker, changes):
    pointer = schema_of(document, "get", f"{ROOT}/users")
    assert complaints(document, pointer, asker.get("users").json() | changes)


@pytest.mark.parametrize(
    "path",
    [
        f"{ROOT}/logs/{{log_file_id}}",
        f"{USER}/files/{{file_id}}",
        f"{ROOT}/gpt_files/{{gpt_file_id}}",
        "/compliance/organizations/{organization_id}/logs/{cost_file_id}",
    ],
)
def test_a_redirect_is_as_specified(document, asker, ids, path):
    for kind, logs in (
        ("AUTH_LOG", "logs"),
        ("COSTS", f"/compliance/organizations/{ids['organization_id']}/logs"),
    ):
        assert list(asker.log_files(kind, logs=logs))
    template = path.replace("{gpt_file_id}", "{file_id}").replace("{cost_file_id}", "{log_file_id}")
    answer = asker.get(path.format(**ids))
    assert str(answer.status_code) in document["paths"][template]["get"]["responses"]
    assert answer.status_code == 307
    assert answer.headers["location"].startswith("http://localhost:")


def test_every_event_of_every_type_is_as_documented(event_schema, asker, simulator):
    asker.get("users")
    simulator.advance_clock(700)
    validators = {
        kind: Draft202012Validator({**event_schema, "oneOf": [{"$ref": f"#/$defs/{kind}"}]})
        for kind in event_schema["$defs"]
        if kind.isupper()
    }
    seen: Counter[str] = Counter()
    organization = f"/compliance/organizations/{simulator.organization_id}/logs"
    for kind, validator in validators.items():
        logs = organization if kind == "COSTS" else "logs"
        for file in asker.log_files(kind, logs=logs):
            for line in asker.content(f"{logs}/{file['id']}").splitlines():
                event = json.loads(line)
                assert [error.message for error in validator.iter_errors(event)] == []
                seen[kind] += 1
    assert set(seen) == set(validators)
    assert seen["CONVERSATION_MESSAGE"] == 1200


def test_no_path_of_the_compliance_api_is_answered_that_the_specification_does_not_know(document, asker):
    assert asker.get("teapots").status_code == 404
    for method, path, _ in QUESTIONS:
        assert method in document["paths"][specified(path)], (method, path)


def specified(path: str) -> str:
    return path.replace("{gpt_file_id}", "{file_id}")


def schema_of(document: Any, method: str, path: str) -> str:
    """The JSON pointer to the schema of a 200. In two places the document refers to a response without saying `$ref` of a response."""
    answer = document["paths"][specified(path)][method]["responses"]["200"]
    pointer = f"/paths/{specified(path).replace('/', '~1').replace('{', '%7B').replace('}', '%7D')}/{method}/responses/200"
    if "$ref" in answer:
        pointer = answer["$ref"].removeprefix("#")
        answer = resolved(document, pointer)
    (media,) = answer["content"]
    schema = answer["content"][media]["schema"]
    pointer += f"/content/{media.replace('/', '~1')}/schema"
    misplaced = schema.get("$ref", "").removeprefix("#")
    if misplaced.startswith("/components/responses/") or "content" in resolved(
        document, misplaced or "/openapi"
    ):
        return f"{misplaced}/content/application~1json/schema"
    return pointer


def resolved(document: Any, pointer: str) -> Any:
    steps = (
        step.replace("~1", "/").replace("%7B", "{").replace("%7D", "}") for step in pointer.split("/")[1:]
    )
    return reduce(lambda place, step: place[step], steps, document)


def properties(document: Any, pointer: str) -> set[str]:
    """The names that an object may have there."""
    schema = resolved(document, pointer)
    if "$ref" in schema:
        return properties(document, schema["$ref"].removeprefix("#"))
    named = set(schema.get("properties", {}))
    for part in schema.get("allOf", ()):
        named |= set(part.get("properties", {})) or properties(document, part["$ref"].removeprefix("#"))
    return named


def complaints(document: Any, pointer: str, answer: Any) -> list[str]:
    registry: Any = Registry().with_resource("spec:", Resource(contents=document, specification=DRAFT4))
    validator = Draft4Validator({"$ref": f"spec:#{pointer}"}, registry=registry)
    return [f"{error.json_path}: {error.message[:300]}" for error in validator.iter_errors(answer)]


def nullable_as_type(schema: Any) -> Any:
    if isinstance(schema, list):
        return [nullable_as_type(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    changed = {name: nullable_as_type(value) for name, value in schema.items()}
    if schema.get("nullable") is True and isinstance(schema.get("type"), str):
        changed["type"] = [schema["type"], "null"]
    elif schema.get("nullable") is True and "allOf" in schema:
        return {"anyOf": [changed, {"type": "null"}]}
    return changed

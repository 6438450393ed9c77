"""Does the simulated compliance host answer as OpenAI's specification says, and write events of the shapes it documents?

Where the shared folder is at hand. Of the specification only its OpenAPI 3.0 `nullable` is translated; the schemas themselves
declare hardly anything required, so that each answer is also held to the properties they name.
"""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
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
    ("get", f"{USER}/canvas/{{textdoc_id}}", {}),
    ("get", f"{USER}/canvas/{{textdoc_id}}", {"limit": 1}),
    ("get", f"{USER}/automations", {}),
    ("get", f"{USER}/recordings", {}),
    ("get", f"{USER}/recordings", {"limit": 1}),
    ("get", f"{USER}/recordings/{{recording_id}}/transcript", {"include_summary": "true"}),
    ("get", f"{USER}/recordings/{{recording_id}}/transcript", {}),
    ("get", f"{USER}/library_files", {}),
    ("get", f"{USER}/pets", {}),
    ("get", f"{USER}/shared_pets", {}),
    ("get", f"{ROOT}/agents", {}),
    ("get", f"{ROOT}/agents", {"limit": 1}),
    ("get", f"{ROOT}/agents/{{agent_id}}", {}),
    ("post", f"{ROOT}/skills", {"said": {"limit": 100}}),
    ("post", f"{ROOT}/agent-skills", {"said": {"limit": 2, "cursor": None}}),
    ("get", f"{ROOT}/plugins", {}),
    ("get", f"{USER}/remote_control/environments", {}),
    ("get", f"{USER}/remote_control/clients", {}),
    ("get", f"{ROOT}/codex_tasks", {}),
    ("get", f"{ROOT}/codex_tasks/{{task_id}}", {}),
    ("get", f"{ROOT}/codex_environments", {}),
    ("get", f"{ROOT}/codex_environments/{{environment_id}}", {}),
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
    ("delete", f"{ROOT}/projects/{{project_id}}/files/{{project_file_id}}", {}),
    ("delete", f"{ROOT}/projects/{{project_id}}/shared_users", {}),
    ("delete", f"{ROOT}/projects/{{project_id}}", {}),
    ("delete", f"{ROOT}/conversations/{{conversation_id}}", {}),
    ("delete", f"{USER}/memory_contexts/{{memory_context_id}}/memories/{{memory_id}}", {}),
    ("delete", f"{USER}/canvas/{{textdoc_id}}", {}),
    ("delete", f"{USER}/recordings/{{recording_id}}", {}),
    ("delete", f"{USER}/automations/{{automation_id}}", {}),
    ("delete", f"{USER}/library_files/{{library_file_id}}", {}),
    ("delete", f"{ROOT}/skills/{{skill_id}}", {}),
    ("delete", f"{ROOT}/agents/{{agent_id}}", {}),
    ("post", f"{ROOT}/agents/{{agent_id}}/unpublish", {}),
    ("delete", f"{ROOT}/custom_agents/{{agent_id}}", {}),
    ("post", f"{ROOT}/custom_agents/{{agent_id}}/unpublish", {}),
    ("delete", f"{ROOT}/codex_tasks/{{task_id}}", {}),
    ("delete", f"{ROOT}/codex_environments/{{environment_id}}", {}),
]  # fmt: skip

REDIRECTS = [
    f"{ROOT}/logs/{{log_file_id}}",
    f"{USER}/files/{{file_id}}",
    f"{ROOT}/gpt_files/{{gpt_file_id}}",
    f"{ROOT}/project_files/{{project_file_id}}",
    f"{USER}/library_files/{{library_file_id}}",
    "/compliance/organizations/{organization_id}/logs/{cost_file_id}",
]
NOTHING_THERE = [
    ("get", f"{ROOT}/plugins/{{plugin_id}}"),
    ("get", f"{USER}/remote_control/environments/{{environment_id}}/threads"),
    *(
        (method, f"{USER}/{path}")
        for path in (
            "pets/{pet_id}",
            "shared_pets/{shared_pet_id}",
            "remote_control/environments/{environment_id}",
            "remote_control/environments/{environment_id}/threads/{remote_thread_id}",
            "remote_control/clients/{client_id}",
        )
        for method in ("get", "delete")
    ),
    ("delete", f"{ROOT}/projects/{{project_id}}/connector_scopes/{{scope_id}}"),
]
"""Of what the office has none, and for which Watchgate has no action: always 404."""


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
        project = asker.get("projects", file_format="id").json()["data"][0]
        return {
            "workspace_id": simulator.workspace_id,
            "organization_id": simulator.organization_id,
            "user_id": file["user_id"],
            "file_id": file["file_id"],
            "conversation_id": file["conversation_id"],
            "gpt_id": gpt["id"],
            "gpt_file_id": gpt["latest_config"]["data"][0]["files"]["data"][0]["id"],
            "project_id": project["id"],
            "project_file_id": project["latest_config"]["data"][0]["files"]["data"][0]["id"],
            "log_file_id": next(asker.log_files("AUTH_LOG"))["id"],
            "cost_file_id": next(asker.log_files("COSTS", logs=costs))["id"],
        }


_PARTS = {
    "memory": "memory_id",
    "canvas": "textdoc_id",
    "recording": "recording_id",
    "automation": "automation_id",
    "library_file": "library_file_id",
    "skill": "skill_id",
    "agent": "agent_id",
    "codex_task": "task_id",
    "codex_environment": "environment_id",
}


@pytest.fixture(scope="module")
def ids_of(simulator: RunningSimulator, ids: dict[str, str]) -> Callable[[str], dict[str, str]]:
    """*ids*, and that of an object of the kind a path is about, with its owner."""
    told = {each["kind"]: each for each in reversed(list(simulator.truth_objects()))}

    def find(path: str) -> dict[str, str]:
        for kind, part in _PARTS.items():
            if f"{{{part}}}" in path:
                owner = {"user_id": told[kind]["user_id"], "memory_context_id": told[kind]["parent_id"]}
                return ids | owner | {part: told[kind]["id"]}
        return ids

    return find


@pytest.fixture
def owner_of_most(simulator: RunningSimulator) -> str:
    """Who has most objects, so that no list of theirs is empty."""
    owners = [each["user_id"] for each in simulator.truth_objects() if each["kind"] in _PARTS]
    return max(sorted(set(owners)), key=owners.count)


@pytest.mark.parametrize(
    ("method", "path", "params"), QUESTIONS, ids=[f"{method} {path}" for method, path, _ in QUESTIONS]
)
def test_an_answer_is_as_specified(document, asker, ids_of, method, path, params):
    answer = asker.ask(method.upper(), path.format(**ids_of(path)), **params)
    assert answer.status_code == 200, answer.text
    pointer = schema_of(document, method, path)
    assert complaints(document, pointer, answer.json()) == []
    assert set(answer.json()) <= properties(document, pointer)


@pytest.mark.parametrize(
    "path",
    [f"{USER}/{name}" for name in ("memories", "canvases", "automations", "recordings", "library_files")],
)
def test_a_list_with_something_in_it_is_as_specified(document, asker, ids, owner_of_most, path):
    answer = asker.get(path.format(**ids | {"user_id": owner_of_most}))
    assert answer.json()["data"]
    assert complaints(document, schema_of(document, "get", path), answer.json()) == []


def test_a_skill_is_exported_as_the_archive_that_the_specification_promises(document, asker, ids_of):
    path = f"{ROOT}/skills/{{skill_id}}/export"
    answer = asker.get(path.format(**ids_of(path)))
    specified_answer = document["paths"][path]["get"]["responses"]["200"]
    assert answer.headers["content-type"] in specified_answer["content"]
    assert {name.lower() for name in specified_answer["headers"]} <= set(answer.headers)


@pytest.mark.parametrize(("method", "path"), NOTHING_THERE)
def test_what_nobody_has_is_not_found_by_its_own_route(document, asker, ids, method, path):
    names = (
        "plugin_id",
        "environment_id",
        "remote_thread_id",
        "client_id",
        "pet_id",
        "shared_pet_id",
        "scope_id",
    )
    answer = asker.ask(method.upper(), path.format(**ids | dict.fromkeys(names, "none")))
    assert (answer.status_code, answer.json()["detail"]) == (404, "Object not found.")
    assert "404" in document["paths"][path][method]["responses"]


def test_every_operation_of_the_specification_on_objects_is_answered(document):
    asked = {(method, specified(path)) for method, path, _ in QUESTIONS}
    asked |= {("get", specified(path)) for path in REDIRECTS} | set(NOTHING_THERE)
    asked.add(("get", f"{ROOT}/skills/{{skill_id}}/export"))
    known = {
        (method, path)
        for path, methods in document["paths"].items()
        if path.startswith("/compliance/")
        for method in methods
        if method in {"get", "post", "delete", "patch", "put"}
    }
    assert known - asked == set()


@pytest.mark.parametrize("changes", [{"data": "none"}, {"has_more": "no"}, {"data": [{"role": "king"}]}])
def test_the_specification_notices_a_wrong_answer(document, asker, changes):
    pointer = schema_of(document, "get", f"{ROOT}/users")
    assert complaints(document, pointer, asker.get("users").json() | changes)


@pytest.mark.parametrize("path", REDIRECTS)
def test_a_redirect_is_as_specified(document, asker, ids, ids_of, path):
    for kind, logs in (
        ("AUTH_LOG", "logs"),
        ("COSTS", f"/compliance/organizations/{ids['organization_id']}/logs"),
    ):
        assert list(asker.log_files(kind, logs=logs))
    answer = asker.get(path.format(**ids_of(path)))
    assert str(answer.status_code) in document["paths"][specified(path)]["get"]["responses"]
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
    same = path.replace("{gpt_file_id}", "{file_id}").replace("{project_file_id}", "{file_id}")
    return same.replace("{cost_file_id}", "{log_file_id}")


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

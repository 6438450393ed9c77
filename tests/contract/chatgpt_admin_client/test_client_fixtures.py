"""Are the answers that our scripted servers give, and the questions that our clients ask, those of OpenAI's own specification?"""

import json
import os
import re
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from jsonschema import Draft4Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

from integration.openai.awkward import Awkward
from integration.openai.conftest import KEY, WORKSPACE
from integration.openai.sent import EMPTY_LOGS, GPTS_PAGE, LOGS_PAGE, USERS_PAGE
from watchgate.openai.compliance import ComplianceClient
from watchgate.openai.errors import OpenAIFailure
from watchgate.openai.limits import Limits

AFTER = datetime(2026, 7, 16, 1, 0, tzinfo=UTC)


def at_hand(name):
    """The document *name* of the shared folder; without it the test is skipped, and says so."""
    beside = Path(__file__).resolve().parents[4] / "shared"
    found = Path(os.environ.get("WATCHGATE_SHARED") or beside) / "contracts" / name
    if not found.exists():
        pytest.skip(f"OpenAI's document is not at {found}: point WATCHGATE_SHARED at the shared folder")
    return found.read_text()


@pytest.fixture(scope="module")
def document():
    return json.loads(at_hand("chatgpt-admin-2.5.3.json"))


def complaints(document, pointer, answer):
    """What the specification has against *answer*; OpenAPI 3.0's `nullable` is turned into what JSON Schema understands."""
    registry = Registry().with_resource(
        "spec:", Resource(contents=nullable_as_type(document), specification=DRAFT4)
    )
    validator = Draft4Validator({"$ref": f"spec:#{pointer}"}, registry=registry)
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(answer)]


def nullable_as_type(schema):
    if isinstance(schema, list):
        return [nullable_as_type(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    changed = {name: nullable_as_type(value) for name, value in schema.items()}
    if schema.get("nullable") is True and isinstance(schema.get("type"), str):
        changed["type"] = [schema["type"], "null"]
    return changed


def schema_of(document, path, method="get"):
    """The JSON pointer to the schema of a 200 of *path*."""
    found = document["paths"][path][method]["responses"]["200"]
    pointer = f"/paths/{path.replace('~', '~0').replace('/', '~1')}/{method}/responses/200"
    if "$ref" in found:
        pointer, found = resolved_response(document, found)
    (media,) = found["content"]
    schema = found["content"][media]["schema"]
    if schema.get("$ref", "").startswith("#/components/responses/"):  # once, a response is named as a schema
        pointer, found = resolved_response(document, schema)
        (media,) = found["content"]
    return f"{pointer}/content/{media.replace('/', '~1')}/schema"


def resolved_response(document, found):
    """Where a referred response stands, and it. Some lists are schemas that hold a whole response."""
    pointer = found["$ref"].removeprefix("#")
    _, _, room, name = pointer.split("/")
    return pointer, document["components"][room][name]


@pytest.mark.parametrize(
    ("resource", "answer"),
    [("logs", LOGS_PAGE), ("logs", EMPTY_LOGS), ("users", USERS_PAGE), ("gpts", GPTS_PAGE)],
)
def test_an_answer_of_our_scripted_server_is_one_of_the_specification(document, resource, answer):
    pointer = schema_of(document, f"/compliance/workspaces/{{workspace_id}}/{resource}")

    assert complaints(document, pointer, answer) == []


@pytest.mark.parametrize("changes", [{"has_more": "no"}, {"data": [{"id": "eclf_1"}]}, {"last_end_time": 5}])
def test_the_specification_notices_a_wrong_answer(document, changes):
    pointer = schema_of(document, "/compliance/workspaces/{workspace_id}/logs")

    assert complaints(document, pointer, LOGS_PAGE | changes)


ASKING = {
    "/compliance/workspaces/{workspace_id}/logs": lambda c: c.list_log_files(
        WORKSPACE, "AUTH_LOG", AFTER, AFTER
    ),
    "/compliance/organizations/{organization_id}/logs": lambda c: c.list_organization_log_files(
        "org-AbC123", "COSTS", AFTER, AFTER
    ),
    "/compliance/workspaces/{workspace_id}/logs/{log_file_id}": lambda c: c.download_log_file(
        WORKSPACE, "eclf_1", expect_sha256="", expect_size=0
    ),
    "/compliance/organizations/{organization_id}/logs/{log_file_id}": lambda c: (
        c.download_organization_log_file("org-AbC123", "eclf_1", expect_sha256="", expect_size=0)
    ),
    "/compliance/workspaces/{workspace_id}/users": lambda c: c.list_users(WORKSPACE, after="user-1"),
    "/compliance/workspaces/{workspace_id}/users/{user_id}/files/{file_id}": lambda c: c.download_user_file(
        WORKSPACE, "user-1", "file-1", "conversation-1"
    ),
    "/compliance/workspaces/{workspace_id}/gpts": lambda c: c.probe_stateful_read(WORKSPACE),
}


@pytest.mark.parametrize("path", ASKING)
async def test_a_question_is_one_that_the_specification_knows(document, path):
    """Its path is there, it asks only with parameters that are there, and leaves out none that must be."""
    asked = await asked_by(ASKING[path])

    assert re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", "/v1" + path), asked.path)
    described = document["paths"][path]["get"]["parameters"]
    described = [resolved(document, each) for each in described]
    known = {each["name"] for each in described if each["in"] == "query"}
    needed = {each["name"] for each in described if each["in"] == "query" and each.get("required")}
    assert needed <= dict(asked.query).keys() <= known


def resolved(document, parameter):
    if "$ref" not in parameter:
        return parameter
    return document["components"]["parameters"][parameter["$ref"].rsplit("/", 1)[1]]


async def asked_by(asking, says="GET /compliance"):
    """The first request that *asking* sends; what comes of it does not matter here."""
    server = Awkward()
    await server.start()
    try:
        async with httpx.AsyncClient() as http:
            client = ComplianceClient(f"{server.url}/v1", KEY, http=http, limits=Limits())
            with pytest.raises(OpenAIFailure, match=says):
                await asking(client)
    finally:
        await server.stop()
    return server.asked[0]

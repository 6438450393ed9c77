"""Are the answers of our scripted platform, and the questions to it, those of OpenAI's own document?"""

import pytest
import yaml
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from contract.chatgpt_admin_client.test_client_fixtures import AFTER, at_hand
from integration.openai.awkward import Awkward, ok
from integration.openai.conftest import KEY
from integration.openai.sent import AUDIT_PAGE, COSTS_PAGE
from watchgate.openai.connect import new_http_client
from watchgate.openai.limits import Limits
from watchgate.openai.platform import PlatformAdminClient


@pytest.fixture(scope="module")
def document():
    return yaml.load(at_hand("openai-platform-2.3.0.yaml"), Loader=yaml.CSafeLoader)


def complaints(document, schema, answer):
    resource = Resource(contents=document, specification=DRAFT202012)
    registry = Registry().with_resource("urn:openai", resource)
    validator = Draft202012Validator({"$ref": f"urn:openai#/components/schemas/{schema}"}, registry=registry)
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(answer)]


def test_our_scripted_answers_are_those_of_the_document_and_wrong_ones_are_not(document):
    assert complaints(document, "ListAuditLogsResponse", AUDIT_PAGE) == []
    assert complaints(document, "UsageResponse", COSTS_PAGE) == []
    assert complaints(document, "ListAuditLogsResponse", AUDIT_PAGE | {"has_more": "no"})
    assert complaints(document, "UsageResponse", COSTS_PAGE | {"object": "list"})


async def test_our_questions_use_parameters_that_the_document_knows(document):
    server = Awkward()
    await server.start()
    server.says("/v1/organization/audit_logs", ok(AUDIT_PAGE))
    server.says("/v1/organization/costs", ok(COSTS_PAGE))
    try:
        async with new_http_client() as http:
            client = PlatformAdminClient(f"{server.url}/v1", KEY, http=http, limits=Limits())
            await client.audit_logs(AFTER, after="audit_log-1", event_types=["project.created"])
            await client.costs(AFTER, end_time=AFTER, page="page_1", group_by=["project_id"])
    finally:
        await server.stop()

    for asked in server.asked:
        described = document["paths"][asked.path.removeprefix("/v1")]["get"]["parameters"]
        known = {each["name"].removesuffix("[]") for each in described}
        needed = {each["name"] for each in described if each.get("required")}
        sent = {name.split("[")[0] for name, _ in asked.query}
        assert needed <= sent <= known

"""Are groups, and GPTs and skills that people made and changed, shown as OpenAI's specification says? Where the shared folder is at hand."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from contract.chatgpt_admin.test_compliance_answers import (
    ROOT,
    asker,
    complaints,
    document,
    event_schema,
    properties,
    schema_of,
    simulator,
)
from integration.simulator.test_editors import BUNDLE, SKILL, zip_of

__all__ = ["asker", "document", "event_schema", "simulator"]

DIRECTORY = "/manage/workspaces/{workspace_id}"
QUESTIONS: list[tuple[str, str, dict[str, Any]]] = [
    ("get", f"{ROOT}/gpts", {"limit": 200}),
    ("get", f"{ROOT}/gpts/{{gpt_id}}", {"file_format": "id"}),
    ("get", f"{ROOT}/gpts/{{gpt_id}}/configs", {}),
    ("get", f"{ROOT}/gpts/{{gpt_id}}/shared_users", {}),
    ("post", f"{ROOT}/skills", {"said": {"limit": 100}}),
    ("get", f"{DIRECTORY}/groups", {"limit": 2}),
    ("get", f"{DIRECTORY}/groups", {"order": "desc"}),
    ("get", f"{DIRECTORY}/groups/{{group_id}}", {}),
    ("get", f"{DIRECTORY}/groups/{{group_id}}/users", {}),
    ("get", f"{DIRECTORY}/users/{{user_id}}/groups", {}),
]


@pytest.fixture
def ids(asker: Any) -> dict[str, str]:
    """A GPT that was made, shared and changed, and a skill that was uploaded twice."""
    people = asker.get("users").json()["data"]
    emails = [each["email"] for each in people]
    group_id = asker.simulator.make_group("SRE", emails[:3], source="scim")
    asker.simulator.change_group(group_id, members=emails[1:4])
    gpt_id = asker.simulator.install_gpt(zip_of(BUNDLE), owner=emails[0])["gpt_id"]
    asker.simulator.edit_gpt(
        gpt_id, instructions="Otherwise.", visibility="workspace", recipients=emails[1:3]
    )
    skill_id = asker.simulator.install_skill(zip_of(SKILL))["skill_id"]
    asker.simulator.install_skill_over(skill_id, zip_of(SKILL))
    return {
        "workspace_id": asker.simulator.workspace_id,
        "gpt_id": gpt_id,
        "group_id": group_id,
        "user_id": people[1]["id"],
    }


@pytest.mark.parametrize(("method", "path", "said"), QUESTIONS, ids=[path for _, path, _ in QUESTIONS])
def test_what_was_edited_is_shown_as_specified(
    document: Any, asker: Any, ids: dict[str, str], method: str, path: str, said: dict[str, Any]
) -> None:
    answer = asker.ask(method.upper(), path.format(**ids), **said)

    pointer = schema_of(document, method, path)
    assert answer.status_code == 200, answer.text
    assert complaints(document, pointer, answer.json()) == []
    assert set(answer.json()) <= properties(document, pointer)


def test_each_part_of_a_gpt_has_the_names_that_are_specified(
    document: Any, asker: Any, ids: dict[str, str]
) -> None:
    schemas = document["components"]["schemas"]
    configuration = asker.get(f"gpts/{ids['gpt_id']}").json()["latest_config"]["data"][0]

    assert set(configuration) == set(schemas["GPTConfig"]["properties"])
    for tool in configuration["tools"]["data"]:
        assert set(tool) <= set(schemas["GPTTool"]["properties"])


@pytest.mark.usefixtures("ids")
def test_what_people_did_is_logged_as_documented(event_schema: Any, asker: Any) -> None:
    validator = Draft202012Validator({**event_schema, "oneOf": [{"$ref": "#/$defs/AUDIT_LOG"}]})
    asker.simulator.advance_clock(1300)
    lines = [
        json.loads(line)
        for file in asker.log_files("AUDIT_LOG")
        for line in asker.content(f"logs/{file['id']}").splitlines()
    ]

    ours = [each for each in lines if each.get("request_metadata", {}).get("client_ip") == "203.0.113.9"]
    assert {each["action"] for each in ours} >= {
        "CUSTOM_GPT_UPDATE_SHARING",
        "SKILL_CREATE",
        "SKILL_UPDATE",
        "GROUP_CREATE",
        "GROUP_ADD_USERS",
        "GROUP_REMOVE_USER",
    }
    assert [error.message for each in ours for error in validator.iter_errors(each)] == []

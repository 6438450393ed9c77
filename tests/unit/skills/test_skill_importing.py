"""What others made becomes a skill: as much as can be carried over, and a word about the rest."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unit.skills.sample import FILES, skill
from watchgate.kernel.errors import UserError
from watchgate.skills.importing.actions import tools_of
from watchgate.skills.importing.agent_skill import import_agent_skill
from watchgate.skills.importing.gpt import import_gpt
from watchgate.skills.importing.model import id_from, name_from
from watchgate.skills.package.load import load_skill
from watchgate.skills.package.manifest import SKILL_ID
from watchgate.skills.targets.custom_gpt import actions
from watchgate.skills.targets.model import Tenant

ACME = Tenant("wg", "acme", "https://watchgate.acme.example")


def config(**changed):
    documents = actions.documents(skill(), ACME)
    document = actions.as_yaml(documents["actions.api.acme.example.openapi.yaml"]).decode()
    return {
        "object": "compliance.workspace.gpt.configuration",
        "name": "Payroll helper",
        "description": "Answers payroll questions",
        "conversation_starters": ["When is payday?"],
        "instructions": "You answer only from the payroll handbook.",
        "files": {"object": "list", "data": [{"id": "file-abc", "name": "handbook.pdf"}]},
        "tools": {
            "object": "list",
            "data": [
                {"type": "code_interpreter"},
                {"type": "memory"},
                {
                    "type": "custom_action",
                    "action_domain": "api.acme.example",
                    "action_openapi_raw": document,
                },
            ],
        },
        **changed,
    }


def imported(found):
    made = import_gpt(json.dumps(found), "hr@acme.example", "gpt.json")
    return load_skill(made.files, made.name), made.notes


def test_a_gpts_configuration_becomes_a_skill():
    made, notes = imported(config())

    assert made.manifest.skill_id == "payroll.helper"
    assert made.text.instructions.strip() == "You answer only from the payroll handbook."
    assert made.manifest.starters == ("When is payday?",)
    assert made.manifest.capabilities == ("code_interpreter",)
    assert any("handbook.pdf" in note for note in notes)
    assert any("memory" in note for note in notes)


def test_its_actions_come_back_as_the_tools_that_they_were_made_of():
    made, _ = imported(config())

    assert [(one.name, one.endpoint, one.consequential) for one in made.manifest.tools] == [
        (one.name, one.endpoint, one.consequential) for one in skill().manifest.tools
    ]
    assert made.manifest.tools[0].parameters["properties"]["verbose"]["description"] == "Everything."


@pytest.mark.parametrize(
    "wrap",
    [lambda one: {"latest_config": {"data": [one]}}, lambda one: {"data": [one, {}]}, lambda one: [one]],
)
def test_it_may_come_as_the_gpt_or_as_its_list_of_configurations(wrap):
    assert imported(wrap(config()))[0].manifest.title == "Payroll helper"


def test_a_schema_that_is_none_is_said():
    spoiled = config(
        tools=[{"type": "custom_action", "action_domain": "x.example", "action_openapi_raw": "]["}]
    )

    assert any("x.example: its schema is no OpenAPI document" in note for note in imported(spoiled)[1])


def test_references_are_followed_and_those_that_lead_nowhere_are_said():
    document = {
        "servers": [{"url": "https://api.example/"}],
        "paths": {
            "/a": {
                "post": {
                    "operationId": "a",
                    "requestBody": {
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}
                    },
                }
            },
            "/b": {"get": {"parameters": [{"$ref": "#/components/parameters/none"}]}},
        },
        "components": {"schemas": {"A": {"type": "object", "properties": {"x": {"type": "string"}}}}},
    }

    [tool], [note] = tools_of(json.dumps(document))

    assert tool["parameters"]["properties"] == {"x": {"type": "string"}}
    assert "GET /b refers to #/components/parameters/none" in note


@pytest.mark.parametrize("raw", ["", "{}", "[]", "[{}]", "null", '{"latest_config": 5}', "{"])
def test_what_is_no_gpt_is_refused(raw):
    with pytest.raises(UserError):
        import_gpt(raw, "x", "x")


@given(st.text(max_size=300))
def test_any_schema_is_read_or_spoken_of(raw):
    tools, notes = tools_of(raw)

    assert tools or notes


def test_a_plain_folder_gets_a_manifest():
    plain = {path: content for path, content in FILES.items() if path != "skill.yaml"}

    made = import_agent_skill(plain, "sre@acme.example", "export.zip")

    found = load_skill(made.files, made.name)
    assert (found.manifest.skill_id, found.manifest.owner) == ("incident.postmortem", "sre@acme.example")
    assert found.manifest.provenance.imported_from == "export.zip"


def test_a_manifest_that_is_there_stays_and_is_spoken_of():
    made = import_agent_skill(FILES, "x", "x")

    assert made.files == FILES
    assert "look who is entitled" in made.notes[0]


@given(st.text(max_size=80))
def test_any_title_gives_a_name_and_an_id(title):
    import re

    name = name_from(title)

    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
    assert len(name) <= 64
    assert re.fullmatch(SKILL_ID, id_from(name))

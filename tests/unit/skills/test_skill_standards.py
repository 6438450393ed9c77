"""Do others' validators take what comes out? The Agent Skills specification's own, and one for OpenAPI 3.1."""

import io
import zipfile

import pytest
import yaml
from openapi_spec_validator import OpenAPIV31SpecValidator
from openapi_spec_validator.validation.exceptions import OpenAPIValidationError
from skills_ref.validator import validate

from unit.skills.sample import skill
from unit.skills.test_skill_targets import document, rendered
from watchgate.skills.archive import zip_of
from watchgate.skills.beginning import new_skill
from watchgate.skills.package.load import load_skill
from watchgate.skills.targets import agent_skill


def unpacked(of, folder):
    bundle = agent_skill.render(of)
    with zipfile.ZipFile(io.BytesIO(zip_of(bundle.files))) as archive:
        archive.extractall(folder)
    return folder / bundle.name


def test_the_folder_keeps_the_agent_skills_specification(tmp_path):
    assert validate(unpacked(skill(), tmp_path)) == []


def test_what_new_begins_keeps_it_too(tmp_path):
    begun = load_skill(new_skill("incident.postmortem", "Incident Postmortem", "sre@acme.example"))

    assert validate(unpacked(begun, tmp_path)) == []


def test_the_validator_does_look(tmp_path):
    folder = unpacked(skill(), tmp_path)
    (folder / "SKILL.md").write_text("---\nname: Wrong--Name\ndescription: x\n---\n")

    assert validate(folder)


@pytest.mark.parametrize("name", [name for name in rendered() if name.endswith(".openapi.yaml")])
def test_actions_are_openapi_3_1(name):
    found = document(name)

    assert found["openapi"].startswith("3.1.")
    OpenAPIV31SpecValidator(found).validate()


def test_that_validator_does_look_too():
    found = document()
    del found["info"]["version"]

    with pytest.raises(OpenAPIValidationError):
        OpenAPIV31SpecValidator(found).validate()


def test_the_text_is_the_document_again():
    raw = rendered()["actions.openapi.yaml"]

    assert yaml.safe_load(raw)["paths"]["/hub/v1/records"]["post"]["operationId"] == "emit_hub_record"

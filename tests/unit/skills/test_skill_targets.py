"""What do the targets get? The same bytes wherever they are made, in the form that each of them takes."""

import csv
import json
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest
import yaml

from unit.skills.sample import FILES, skill
from watchgate.skills.archive import zip_of
from watchgate.skills.csv_manifest import csv_of
from watchgate.skills.targets import agent_skill
from watchgate.skills.targets.custom_gpt import bundle as custom_gpt
from watchgate.skills.targets.custom_gpt import instructions
from watchgate.skills.targets.model import Tenant

ACME = Tenant("wg", "acme", "https://watchgate.acme.example")
OTHERS = [str(path) for path in Path.home().glob(".pyenv/versions/3.1[2-9]*/bin/python3")] or [
    found for name in ("python3.12", "python3.13", "python3.14") if (found := shutil.which(name))
]


def rendered(**replaced):
    return custom_gpt.render(skill(**replaced), ACME).files


def document(name="actions.openapi.yaml", **replaced):
    return yaml.safe_load(rendered(**replaced)[name])


def test_the_agent_skill_is_the_folder_without_what_concerns_its_owner_only():
    bundle = agent_skill.render(skill())

    assert bundle.name == "incident-postmortem"
    assert bundle.files == {
        f"incident-postmortem/{path}": content for path, content in FILES.items() if path != "skill.yaml"
    }


def test_the_bundle_names_the_gpt_so_that_it_is_recognised():
    fields = json.loads(rendered()["gpt.json"])

    assert fields["name"] == "wg-acme-incident.postmortem"
    assert fields["skill"]["digest"] == skill().digest
    assert fields["capabilities"] == {
        "browser": False,
        "canvas": False,
        "code_interpreter": True,
        "dall-e": False,
    }
    assert fields["knowledge"] == ["handbook.md"]


def test_the_instructions_are_the_skills_own_and_how_a_run_begins_and_ends():
    text = instructions.render(skill())

    assert text.startswith(skill().text.instructions.strip())
    assert "- **incident**: Number of the incident\n" in text
    assert "- **tone** (may be left out): One of plain, formal. Otherwise plain." in text
    assert "`references/handbook.md` is `handbook.md`" in text
    assert "Call `emit_hub_record` once" in text
    assert text.rstrip().endswith("on a line of its own.")


def test_what_a_skill_does_not_ask_for_is_not_said():
    text = instructions.render(skill(yaml=("provenance:", "telemetry: {footer: false}\nprovenance:")))

    assert "footer" not in text


def test_the_hubs_actions_hold_the_output_contract():
    found = document()
    body = found["paths"]["/hub/v1/records"]["post"]["requestBody"]["content"]["application/json"]["schema"]

    assert found["openapi"] == "3.1.0"
    assert found["servers"] == [{"url": "https://watchgate.acme.example"}]
    assert body["properties"]["body"] == skill().manifest.output.body
    assert body["properties"]["type"] == {"type": "string", "const": "decisions"}


def test_tools_of_another_host_have_a_document_of_their_own():
    found = document("actions.api.acme.example.openapi.yaml")

    look_up = found["paths"]["/incidents/{id}"]["get"]
    close = found["paths"]["/incidents/{id}/close"]["post"]
    assert [(one["name"], one["in"], one["required"]) for one in look_up["parameters"]] == [
        ("id", "path", True),
        ("verbose", "query", False),
    ]
    assert "x-openai-isConsequential" not in look_up
    assert close["x-openai-isConsequential"] is True
    assert list(close["requestBody"]["content"]["application/json"]["schema"]["properties"]) == ["note"]


def test_tools_of_the_hubs_host_share_its_document():
    found = rendered(yaml=("https://api.acme.example/", "https://watchgate.acme.example/"))

    assert [name for name in found if name.startswith("actions")] == ["actions.openapi.yaml"]
    assert len(yaml.safe_load(found["actions.openapi.yaml"])["paths"]) == 3


def test_the_documents_are_written_out_whole():
    for name, content in rendered().items():
        if name.endswith(".yaml"):
            assert b"&id" not in content
            assert b"*id" not in content


def test_the_steps_name_every_file_and_every_field():
    steps = rendered()["INSTALL.md"].decode()

    for said in (
        "wg-acme-incident.postmortem",
        "actions.openapi.yaml",
        "actions.api.acme.example.openapi.yaml",
        "knowledge/",
        "engineer, sre",
        "Code interpreter and data analysis on",
        skill().digest,
    ):
        assert said in steps


def test_the_list_is_one_line_a_skill():
    made = skill(yaml=("archetypes: [engineer, sre]", "archetypes: [sre]"))
    [head, row] = csv.reader(csv_of([(made, custom_gpt.render(made, ACME))]).decode().splitlines())

    assert dict(zip(head, row, strict=True)) == {
        "skill_id": "incident.postmortem",
        "gpt_name": "wg-acme-incident.postmortem",
        "version": "1.2.0",
        "digest": made.digest,
        "archetypes": "sre",
        "acl_groups": "sre",
        "files": "gpt.json instructions.md actions.openapi.yaml actions.api.acme.example.openapi.yaml knowledge/handbook.md INSTALL.md",
    }


def test_archives_are_the_same_byte_for_byte():
    """Pinned: whatever machine this runs on. A change of rendering changes it on purpose."""
    assert sha256(zip_of(agent_skill.render(skill()).files)).hexdigest() == (
        "263095d72440d35f0334db4a6b68e5d6f0ecdd6be1eacede79f3f4433b89006c"
    )
    assert sha256(zip_of(custom_gpt.render(skill(), ACME).files)).hexdigest() == (
        "f0f0f9c822ff78fe2ba0ca2ecd4466dde6e910ff22f668cfff53dddbaf414258"
    )


@pytest.mark.parametrize("python", OTHERS or [None])
def test_another_python_makes_the_same_archive(python, tmp_path):
    if python is None:
        pytest.skip("there is no other Python here")
    archive = Path(__file__).parents[3] / "src/watchgate/skills/archive.py"
    script = "import runpy, sys; sys.stdout.buffer.write(runpy.run_path(sys.argv[1])['zip_of']({'b/é': b'x', 'a': b'#!/bin/sh'}))"

    made = subprocess.run([python, "-c", script, str(archive)], capture_output=True, check=False, timeout=30)
    if made.returncode != 0:
        pytest.skip(f"{python} does not run here")

    assert made.stdout == zip_of({"a": b"#!/bin/sh", "b/é": b"x"})

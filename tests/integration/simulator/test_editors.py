"""GPTs and skills that people make and change in ChatGPT, as the compliance API shows them afterwards."""

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.error import HTTPError

import pytest

from integration.simulator.asking import WEDNESDAY, Asker
from watchgate.testing.simulator import RunningSimulator

FIELDS = {
    "name": "wg-acme-incident.postmortem",
    "description": "Writes what happened.",
    "instructions": "of gpt.json",
    "conversation_starters": ["Write a postmortem"],
    "capabilities": {"browser": False, "canvas": True, "code_interpreter": True, "dall-e": False},
}
HUB = """openapi: 3.1.0
info: {title: Records, version: 1.0.0}
servers: [{url: https://watchgate.acme.example}]
paths: {}
components: {securitySchemes: {skill_key: {type: http, scheme: bearer}}}
"""
TOOLS = HUB.replace("watchgate", "tools").split("components")[0]
BUNDLE = {
    "gpt.json": json.dumps(FIELDS),
    "instructions.md": "Ask for the timeline first.\n",
    "actions.openapi.yaml": HUB,
    "actions.tools.acme.example.openapi.yaml": TOOLS,
    "knowledge/template.md": "# What happened\n",
    "INSTALL.md": "…",
}
SKILL = {
    "payroll-check/SKILL.md": "---\nname: payroll-check\ndescription: Checks payroll\n---\n\nCheck.\n",
    "payroll-check/scripts/check.py": "print(1)\n",
}


def zip_of(files: Mapping[str, str]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return written.getvalue()


@pytest.fixture(scope="module")
def running_simulator() -> Iterator[RunningSimulator]:
    with RunningSimulator(*WEDNESDAY, "--messages", "60", "--people", "8", "--days-ahead", "1") as simulator:
        yield simulator


@pytest.fixture
def asker(simulator: RunningSimulator) -> Iterator[Asker]:
    made = Asker(simulator)
    with made.http:
        yield made


@pytest.fixture
def emails(asker: Asker) -> list[str]:
    return [each["email"] for each in asker.get("users").json()["data"]]


def gpt(asker: Asker, gpt_id: str) -> dict[str, Any]:
    shown: dict[str, Any] = asker.get(f"gpts/{gpt_id}").raise_for_status().json()
    return shown


def newest(asker: Asker, gpt_id: str) -> dict[str, Any]:
    configuration: dict[str, Any] = gpt(asker, gpt_id)["latest_config"]["data"][0]
    return configuration


def audited(asker: Asker) -> list[str]:
    asker.simulator.advance_clock(1300)
    files = list(asker.log_files("AUDIT_LOG"))
    lines = [line for file in files for line in asker.content(f"logs/{file['id']}").splitlines()]
    return [json.loads(line)["action"] for line in lines]


def test_an_installed_bundle_is_a_gpt_as_if_typed_in(
    simulator: RunningSimulator, asker: Asker, emails: list[str]
) -> None:
    made = simulator.install_gpt(zip_of(BUNDLE), owner=emails[2])

    shown, configuration = gpt(asker, made["gpt_id"]), newest(asker, made["gpt_id"])
    assert (shown["owner_email"], shown["sharing"]["visibility"]) == (emails[2], "invite-only")
    assert shown["sharing"]["recipients"] == []
    assert configuration["id"] == made["configuration_id"]
    assert configuration["name"] == FIELDS["name"]
    assert configuration["instructions"] == BUNDLE["instructions.md"]
    assert configuration["version_author"]["email"] == emails[2]
    assert made["gpt_id"] in {each["id"] for each in asker.get("gpts", limit=200).json()["data"]}


def test_its_tools_are_those_that_openai_tells_of(simulator: RunningSimulator, asker: Asker) -> None:
    tools = newest(asker, simulator.install_gpt(zip_of(BUNDLE))["gpt_id"])["tools"]

    assert [each["type"] for each in tools["data"]] == ["code_interpreter", "custom_action", "custom_action"]
    hub, other = tools["data"][1:]
    assert (hub["action_domain"], hub["auth_type"]) == ("watchgate.acme.example", "service_http")
    assert (other["action_domain"], other["auth_type"]) == ("tools.acme.example", "none")
    assert hub["action_openapi_raw"] == HUB
    assert (tools["last_id"], tools["has_more"]) == ("", False)


def test_its_files_can_be_fetched(simulator: RunningSimulator, asker: Asker) -> None:
    gpt_id = simulator.install_gpt(zip_of(BUNDLE))["gpt_id"]

    shown = asker.get(f"gpts/{gpt_id}", file_format="id").json()["latest_config"]["data"][0]
    [file] = shown["files"]["data"]
    assert file == {"object": "compliance.workspace.gpt.file_info", "id": file["id"], "name": "template.md"}
    assert asker.content(f"gpt_files/{file['id']}") == b"# What happened\n"


def test_each_change_is_a_configuration_and_the_newest_comes_first(
    simulator: RunningSimulator, asker: Asker, emails: list[str]
) -> None:
    made = simulator.install_gpt(zip_of(BUNDLE), owner=emails[0])
    before = newest(asker, made["gpt_id"])
    simulator.advance_clock(60)
    second = simulator.edit_gpt(made["gpt_id"], instructions="Do what you like.", by=emails[3])
    third = simulator.edit_gpt(
        made["gpt_id"], capabilities=["browser"], actions=[TOOLS], files=["template.md", "new.txt"]
    )

    configurations = asker.get(f"gpts/{made['gpt_id']}/configs").json()["data"]
    assert [each["id"] for each in configurations] == [
        third["configuration_id"],
        second["configuration_id"],
        made["configuration_id"],
    ]
    assert configurations[2] | {"files": None} == before | {"files": None}
    assert configurations[1]["version_author"]["email"] == emails[3]
    assert configurations[1]["created_at"] >= before["created_at"] + 60
    assert newest(asker, made["gpt_id"])["instructions"] == "Do what you like."
    assert [each["type"] for each in configurations[0]["tools"]["data"]] == ["browser", "custom_action"]
    assert [each["name"] for each in configurations[0]["files"]["data"]] == ["template.md", "new.txt"]
    assert configurations[0]["files"]["data"][0]["id"] == before["files"]["data"][0]["id"]
    page = asker.get(f"gpts/{made['gpt_id']}/configs", after=third["configuration_id"], limit=1).json()
    assert (page["last_id"], page["has_more"]) == (second["configuration_id"], True)


def test_a_later_bundle_goes_over_the_gpt_that_is_there(simulator: RunningSimulator, asker: Asker) -> None:
    made = simulator.install_gpt(zip_of(BUNDLE))
    later = simulator.install_gpt_over(
        made["gpt_id"], zip_of(BUNDLE | {"instructions.md": "Ask who was on call."})
    )

    assert later["gpt_id"] == made["gpt_id"]
    assert newest(asker, made["gpt_id"])["instructions"] == "Ask who was on call."


def test_sharing_is_no_configuration(simulator: RunningSimulator, asker: Asker, emails: list[str]) -> None:
    made = simulator.install_gpt(zip_of(BUNDLE), owner=emails[0])
    shared = simulator.edit_gpt(made["gpt_id"], visibility="workspace", recipients=emails[4:6])

    sharing = gpt(asker, made["gpt_id"])["sharing"]
    users = asker.get(f"gpts/{made['gpt_id']}/shared_users").json()["data"]
    assert shared == made
    assert sharing["visibility"] == "workspace"
    assert {each["email"] for each in sharing["recipients"]} == set(emails[4:6])
    assert {each["email"] for each in users} == set(emails[4:6])
    assert "CUSTOM_GPT_UPDATE_SHARING" in audited(asker)


def test_what_was_isolated_can_be_shared_again(
    simulator: RunningSimulator, asker: Asker, emails: list[str]
) -> None:
    gpt_id = simulator.install_gpt(zip_of(BUNDLE))["gpt_id"]
    simulator.edit_gpt(gpt_id, visibility="workspace", recipients=emails[3:5])
    asker.ask("DELETE", f"gpts/{gpt_id}/shared_users").raise_for_status()
    isolated = gpt(asker, gpt_id)["sharing"]

    simulator.edit_gpt(gpt_id, visibility="workspace-with-link")

    again = gpt(asker, gpt_id)["sharing"]
    assert (isolated["visibility"], isolated["recipients"]) == ("invite-only", [])
    assert (again["visibility"], again["recipients"]) == ("workspace-with-link", [])


def test_a_draft_shows_nowhere_until_it_is_published(simulator: RunningSimulator, asker: Asker) -> None:
    gpt_id = simulator.install_gpt(zip_of(BUNDLE), draft="true")["gpt_id"]
    before = asker.get(f"gpts/{gpt_id}").status_code

    simulator.edit_gpt(gpt_id, draft=False)

    assert before == 404
    assert gpt(asker, gpt_id)["id"] == gpt_id


def test_a_gpt_of_the_office_can_be_changed_and_run_and_deleted(
    simulator: RunningSimulator, asker: Asker
) -> None:
    listed = asker.get("gpts").json()["data"]
    was = listed[0]["latest_config"]["data"][0]

    simulator.edit_gpt(listed[0]["id"], name="Salary helper")

    after = asker.get("gpts").json()["data"]
    assert [each["id"] for each in after] == [each["id"] for each in listed]
    assert newest(asker, listed[0]["id"])["name"] == "Salary helper"
    old = asker.get(f"gpts/{listed[0]['id']}/configs").json()["data"][1]
    assert (old["id"], old["instructions"]) == (was["id"], was["instructions"])
    assert after[0]["sharing"] == listed[0]["sharing"]
    assert len(simulator.run_gpt(listed[0]["id"], count=2)) == 2
    asker.ask("DELETE", f"gpts/{listed[0]['id']}").raise_for_status()
    with pytest.raises(HTTPError, match="404"):
        simulator.edit_gpt(listed[0]["id"], name="Again")


def test_reset_forgets_what_was_made(simulator: RunningSimulator, asker: Asker) -> None:
    before = asker.get("gpts").json()
    first = simulator.install_gpt(zip_of(BUNDLE))
    simulator.install_skill(zip_of(SKILL))
    simulator.reset()

    assert asker.get("gpts", file_format="id").json()["data"][-1]["id"] == before["data"][-1]["id"]
    assert simulator.install_gpt(zip_of(BUNDLE)) == first


def test_an_uploaded_skill_is_listed_and_exported(
    simulator: RunningSimulator, asker: Asker, emails: list[str]
) -> None:
    skill_id = simulator.install_skill(zip_of(SKILL), owner=emails[1])["skill_id"]

    [shown] = [
        each
        for each in asker.ask("POST", "skills", said={"limit": 100}).json()["data"]
        if each["id"] == skill_id
    ]
    assert (shown["name"], shown["description"]) == ("payroll-check", "Checks payroll")
    assert shown["files"] == ["SKILL.md", "scripts/check.py"]
    exported = asker.get(f"skills/{skill_id}/export").raise_for_status().content
    with zipfile.ZipFile(io.BytesIO(exported)) as archive:
        assert {name: archive.read(name).decode() for name in archive.namelist()} == SKILL
    assert "SKILL_CREATE" in audited(asker)


def test_a_skill_edited_behind_our_back_is_the_newest(simulator: RunningSimulator, asker: Asker) -> None:
    skill_id = simulator.install_skill(zip_of(SKILL))["skill_id"]
    simulator.advance_clock(30)
    edited = {"x/SKILL.md": SKILL["payroll-check/SKILL.md"] + "Then pay twice.\n"}

    assert simulator.install_skill_over(skill_id, zip_of(edited))["skill_id"] == skill_id

    shown = asker.ask("POST", "skills", said={"limit": 100}).json()["data"][0]
    assert (shown["id"], shown["files"]) == (skill_id, ["SKILL.md"])
    assert shown["updated_at"] >= shown["created_at"] + 30


@pytest.mark.parametrize(
    ("bundle", "why"),
    [
        (b"not a zip", "ZIP archive"),
        (zip_of({"x": "y"}), "gpt.json"),
        (zip_of(BUNDLE | {"instructions.md": "x" * 8001}), "8000 characters"),
        (zip_of(BUNDLE | {f"knowledge/{number}": "x" for number in range(20)}), "20 knowledge files"),
        (zip_of(BUNDLE | {"actions.openapi.yaml": TOOLS}), "one action for each host"),
        (zip_of(BUNDLE | {"actions.openapi.yaml": "paths: {}"}), "must name one server"),
    ],
)
def test_what_the_editor_would_not_save_is_refused(
    simulator: RunningSimulator, bundle: bytes, why: str
) -> None:
    with pytest.raises(HTTPError, match="400") as refused:
        simulator.install_gpt(bundle)
    assert why in json.loads(refused.value.read())["error"]


@pytest.mark.parametrize(
    "fields",
    [
        {"nonsense": 1},
        {"visibility": "everybody"},
        {"recipients": ["nobody@else.example"]},
        {"capabilities": ["flying"]},
        {"files": "a"},
    ],
)
def test_a_change_that_cannot_be_changes_nothing(
    simulator: RunningSimulator, asker: Asker, fields: dict[str, Any]
) -> None:
    made = simulator.install_gpt(zip_of(BUNDLE))

    with pytest.raises(HTTPError, match="400"):
        simulator.edit_gpt(made["gpt_id"], **{"instructions": "new"} | fields)

    assert newest(asker, made["gpt_id"])["id"] == made["configuration_id"]


def test_no_gpt_can_be_created_by_an_interface_unless_it_is_assumed_to_exist(
    simulator: RunningSimulator, asker: Asker, emails: list[str]
) -> None:
    wanted = {"name": "wg-acme-x", "instructions": "Do x.", "capabilities": ["browser"], "actions": [HUB]}
    nobody_knows_it = asker.ask("POST", "gpts", said=wanted).status_code

    simulator.expose_gpt_create()

    assert nobody_knows_it == 404
    assert asker.ask("POST", "gpts", said={}).status_code == 400
    made = asker.ask("POST", "gpts", said=wanted).raise_for_status().json()
    sharing = {"visibility": "workspace", "recipients": emails[1:3]}
    shared = asker.ask("POST", f"gpts/{made['id']}/shared_users", said=sharing).raise_for_status().json()
    assert newest(asker, made["id"])["instructions"] == "Do x."
    assert [each["type"] for each in newest(asker, made["id"])["tools"]["data"]] == [
        "browser",
        "custom_action",
    ]
    assert gpt(asker, made["id"])["sharing"]["visibility"] == "workspace"
    assert {each["email"] for each in shared["data"]} == set(emails[1:3])


def test_a_key_that_may_only_read_creates_no_gpt(simulator: RunningSimulator) -> None:
    simulator.expose_gpt_create()
    reader = Asker(simulator, "read_only")
    with reader.http:
        assert reader.ask("POST", "gpts", said={"name": "x"}).status_code == 403

"""Does OpenAI, as it is simulated, take what `skills export` makes? The demo's skill, at all three targets."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from openai import OpenAI

import watchgate.demo
from integration.simulator.asking import WEDNESDAY, Asker
from watchgate.skills.archive import zip_of
from watchgate.skills.opening import skill_at
from watchgate.skills.package.skill import Skill
from watchgate.skills.targets import agent_skill
from watchgate.skills.targets.custom_gpt import bundle as custom_gpt
from watchgate.skills.targets.model import Tenant
from watchgate.testing.simulator import RunningSimulator

TENANT = Tenant("wg", "acme", "https://watchgate.acme.example")


@pytest.fixture(scope="module")
def running_simulator() -> Iterator[RunningSimulator]:
    with RunningSimulator(*WEDNESDAY, "--messages", "60", "--people", "8") as simulator:
        yield simulator


@pytest.fixture
def asker(simulator: RunningSimulator) -> Iterator[Asker]:
    made = Asker(simulator)
    with made.http:
        yield made


@pytest.fixture(scope="module")
def skill() -> Skill:
    return skill_at(Path(watchgate.demo.__file__).parent / "skills" / "incident-postmortem")


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_custom_gpt_holds_what_its_bundle_says(
    simulator: RunningSimulator, asker: Asker, skill: Skill
) -> None:
    bundle = custom_gpt.render(skill, TENANT)

    gpt_id = simulator.install_gpt(zip_of(bundle.files))["gpt_id"]

    shown = asker.get(f"gpts/{gpt_id}", file_format="id").json()["latest_config"]["data"][0]
    fields = custom_gpt.fields(skill, TENANT)
    assert (shown["name"], shown["description"]) == (fields["name"], fields["description"])
    assert shown["instructions"] == fields["instructions"]
    assert shown["conversation_starters"] == fields["conversation_starters"]
    assert [each["name"] for each in shown["files"]["data"]] == fields["knowledge"]
    actions = [each for each in shown["tools"]["data"] if each["type"] == "custom_action"]
    assert {each["action_domain"]: yaml.safe_load(each["action_openapi_raw"]) for each in actions} == {
        yaml.safe_load(text)["servers"][0]["url"].removeprefix("https://"): yaml.safe_load(text)
        for name, text in bundle.files.items()
        if name.endswith(".openapi.yaml")
    }


def test_chatgpt_takes_the_skill_and_gives_it_back(
    simulator: RunningSimulator, asker: Asker, skill: Skill
) -> None:
    bundle = agent_skill.render(skill)

    skill_id = simulator.install_skill(zip_of(bundle.files))["skill_id"]

    assert unzipped(asker.get(f"skills/{skill_id}/export").content) == dict(bundle.files)


def test_the_api_platform_takes_the_skill_and_gives_it_back(
    simulator: RunningSimulator, skill: Skill
) -> None:
    bundle = agent_skill.render(skill)
    with OpenAI(base_url=simulator.base_url, api_key=simulator.keys["project"], max_retries=0) as client:
        made = client.skills.create(files=[("skill.zip", zip_of(bundle.files), "application/zip")])
        kept = client.skills.content.retrieve(made.id).read()

    assert (made.name, unzipped(kept)) == (skill.name, dict(bundle.files))

"""What does every target keep, whatever it makes of a skill? One suite for all three."""

import io
import json
import zipfile

import pytest

from unit.skills.sample import FILES, files, skill
from watchgate.skills.archive import zip_of
from watchgate.skills.package.load import load_skill
from watchgate.skills.targets import agent_skill
from watchgate.skills.targets.custom_gpt import bundle as custom_gpt
from watchgate.skills.targets.model import Target, Tenant

ACME = Tenant("wg", "acme", "https://watchgate.acme.example")
RENDERS = {
    Target.OPENAI_SKILLS: agent_skill.render,
    Target.CHATGPT_SKILL: agent_skill.render,
    Target.CUSTOM_GPT: lambda of: custom_gpt.render(of, ACME),
}


@pytest.fixture(params=list(Target))
def render(request):
    return RENDERS[request.param]


def test_there_is_one_for_every_target():
    assert set(RENDERS) == set(Target)


def test_the_same_skill_is_the_same_archive_however_its_files_came(render):
    shuffled = load_skill(dict(reversed(FILES.items())))

    assert zip_of(render(skill()).files) == zip_of(render(shuffled).files)


def test_an_archive_is_a_folder_of_plain_relative_names(render):
    with zipfile.ZipFile(io.BytesIO(zip_of(render(skill()).files))) as archive:
        names = archive.namelist()

    assert names == sorted(names)
    assert not [name for name in names if name.startswith("/") or ".." in name.split("/") or "\\" in name]
    assert len({name.lower() for name in names}) == len(names)


def test_what_concerns_only_the_owner_stays_at_home(render):
    bundle = render(load_skill({**FILES, "SKILL.sig": b"x"}))

    assert not [name for name in bundle.files if name.endswith(("skill.yaml", "SKILL.sig"))]
    assert b"writes it" not in b"".join(bundle.files.values())  # the name of a test


def test_another_instruction_is_another_archive(render):
    other = skill(md=("Ask for the incident's number.", "Ask for its number."))

    assert zip_of(render(other).files) != zip_of(render(skill()).files)


def test_a_signature_changes_nothing_of_it(render):
    assert zip_of(render(load_skill({**FILES, "SKILL.sig": b"x"})).files) == zip_of(render(skill()).files)


def test_it_says_by_its_name_whose_it_is(render):
    assert "incident" in render(skill()).name
    assert (
        "other"
        in render(
            load_skill(
                files(
                    yaml=("incident.postmortem", "incident.other"),
                    md=("name: incident-postmortem", "name: incident-other"),
                )
            )
        ).name
    )


def test_it_holds_everything_that_the_instructions_say(render):
    text = b"".join(render(skill()).files.values()).decode(errors="replace")
    text += (
        json.loads(render(skill()).files["gpt.json"])["instructions"]
        if "gpt.json" in render(skill()).files
        else ""
    )

    assert "Follow references/handbook.md." in text
    assert "Be kind." in text

"""Are these files a skill? What is wrong is said with file, line and remedy, all at once."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unit.skills.sample import FILES, files, problems, skill
from watchgate.skills.package.digest import canonical_manifest, digest_of
from watchgate.skills.package.load import load_skill
from watchgate.skills.package.skill import SkillError


def test_a_skill_in_order_is_read():
    found = load_skill(FILES, "incident-postmortem")

    assert found.text.front.allowed_tools == ("Read", "Bash(git:*)")
    assert found.text.front.metadata == {"team": "sre"}
    assert found.text.instructions.startswith("# Postmortem")
    assert SKILL_LINES[found.text.instructions_line - 1] == "# Postmortem"
    assert [tool.name for tool in found.manifest.tools] == ["lookup_incident", "close_incident"]


SKILL_LINES = FILES["SKILL.md"].decode().splitlines()


def test_tools_may_be_listed_as_yaml_as_well():
    listed = skill(md=("allowed-tools: Read Bash(git:*)", "allowed-tools: [Read, 'Bash(git:*)']"))

    assert listed.text.front == skill().text.front


@pytest.mark.parametrize(
    ("md", "said"),
    [
        (("name: incident-postmortem", "name: Incident"), "SKILL.md:2:7: error: `name`: Must be lower-case"),
        (("name: incident-postmortem", "name: incident--postmortem"), "single hyphens"),
        (("name: incident-postmortem", f"name: {'a' * 65}"), "`name`"),
        (("description: Writes", f"description: {'w' * 1025} Writes"), "`description`"),
        (("license: Apache-2.0", "licence: Apache-2.0"), "Did you mean `license`?"),
        (("team: sre", "team: 5"), "Put it in quotes"),
        (("license: Apache-2.0", "license: [Apache"), "SKILL.md:5:"),
        (("---\nname", "--\nname"), "does not begin with front matter"),
    ],
)
def test_what_the_specification_forbids_is_said(md, said):
    [first, *_] = problems(files(md=md))

    assert said in first


@pytest.mark.parametrize(
    ("yaml", "said"),
    [
        (("title:", "titel:"), "There is no such key. Did you mean `title`?"),
        (("version: 1.2.0", "version: 1.2"), "Write it like 1.0.0."),
        (("title: Incident Postmortem", f"title: {'x' * 61}"), "`title`"),
        (("type: object\n  required: [incident]", "type: list\n  required: [incident]"), "`parameters`"),
        (("{id: {type: string}, note", "{id: {type: strin}, note"), "JSON Schema"),
        (("calls: lookup_incident", "calls: look"), "The skill has no tool `look`"),
        (("name: close_incident", "name: lookup_incident"), "stands twice in `tools`"),
        (
            ("knowledge: [references/handbook.md]", "knowledge: [handbook.md]"),
            "There is no file `handbook.md`",
        ),
        (("skill_id: incident.postmortem", "skill_id: postmortem"), "`skill_id`"),
        (("record: true", "record: true\n        lacks: x"), "exactly one of"),
        (
            ('https://api.acme.example/incidents/{id}"', 'http://api.acme.example/"'),
            "`tools[0].endpoint.url`",
        ),
        (("capabilities: [code_interpreter]", "capabilities: [telepathy]"), "Must be one of"),
    ],
)
def test_what_the_manifest_may_not_say_is_said(yaml, said):
    found = problems(files(yaml=yaml))

    assert any(said in one and one.startswith("skill.yaml:") for one in found), found


def test_everything_is_said_at_once():
    spoiled = {
        **files(yaml=("version: 1.2.0", "version: 1")),
        "SKILL.md": b"nothing",
        "a:b": b"",
        ".env": b"",
    }

    assert len(problems(spoiled)) == 4


def test_the_folder_has_the_skills_name():
    assert "its folder `other`" in problems(FILES, "other")[0]


@pytest.mark.parametrize(
    "name", ["../x", "/x", "a//b", "a/./b", "a\\b", "nul.txt", "x ", "a\u0301", ".git/config", "x" * 201]
)
def test_names_that_not_every_system_keeps_are_refused(name):
    assert len(problems({**FILES, name: b"x"})) == 1


def test_names_that_differ_in_case_only_are_refused():
    [said] = problems({**FILES, "References/Handbook.md": b"x"})

    assert "same name as" in said


def test_a_file_that_is_missing_is_named():
    assert [one.partition(":")[0] for one in problems({"README.md": b""})] == ["SKILL.md", "skill.yaml"]


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_garbage_is_refused_with_reasons(md, yaml):
    with pytest.raises(SkillError) as refused:
        load_skill({"SKILL.md": md, "skill.yaml": yaml})

    assert refused.value.problems


_PATHS = st.text(string.ascii_letters + "äé/._-", min_size=1, max_size=12)


@given(st.dictionaries(_PATHS, st.binary(max_size=20), max_size=6), st.randoms())
def test_the_digest_is_that_of_the_files_in_any_order(some, random):
    shuffled = list(some.items())
    random.shuffle(shuffled)

    assert digest_of(dict(shuffled)) == digest_of(some)
    assert digest_of({**some, "SKILL.sig": b"who signs it is not part of it"}) == digest_of(some)
    assert digest_of({**some, "one-more": b""}) != digest_of(some)


def test_the_canonical_manifest_is_as_documented():
    assert canonical_manifest({"b": b"x", "a": b""}) == (
        b'{"files":[["a",0,"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],'
        b'["b",1,"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"]],"format":"watchgate-skill/1"}'
    )

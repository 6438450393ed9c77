"""`/v1/skills` as the `openai` SDK knows it: typed answers, keys of projects, faults before and after the effect."""

import io
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import openai
import pytest
from openai import OpenAI

from watchgate.testing.simulator import RunningSimulator

MANUAL = b"---\nname: payroll-check\ndescription: Checks payroll sheets\n---\n\nCheck them.\n"
FOLDER = {"payroll/SKILL.md": MANUAL, "payroll/scripts/check.py": b"print(1)\r\n--x\x00\xff\r\n"}


def parts(files: dict[str, bytes]) -> list[tuple[str, bytes]]:
    return list(files.items())


def zip_of(files: dict[str, bytes]) -> tuple[str, bytes, str]:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return "skill.zip", written.getvalue(), "application/zip"


def manual(name: str, description: str = "Does things") -> dict[str, bytes]:
    return {f"{name}/SKILL.md": f"---\nname: {name}\ndescription: {description}\n---\n".encode()}


def unzipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def ask(simulator: RunningSimulator) -> Iterator[Callable[[str], OpenAI]]:
    """The SDK with the key of that name."""
    made: list[OpenAI] = []

    def client(key: str) -> OpenAI:
        made.append(OpenAI(base_url=simulator.base_url, api_key=simulator.keys.get(key, key), max_retries=0))
        return made[-1]

    yield client
    for each in made:
        each.close()


@pytest.fixture
def skills(ask: Callable[[str], OpenAI]) -> Any:
    return ask("project").skills


def test_a_folder_becomes_a_skill_and_comes_back_as_it_was(skills: Any) -> None:
    made = skills.create(files=parts(FOLDER))

    assert (made.object, made.name, made.description) == ("skill", "payroll-check", "Checks payroll sheets")
    assert (made.default_version, made.latest_version) == ("1", "1")
    assert skills.retrieve(made.id) == made
    assert unzipped(skills.content.retrieve(made.id).read()) == FOLDER


def test_an_archive_is_as_good_as_its_folder(skills: Any) -> None:
    made = skills.create(files=zip_of(FOLDER))

    assert unzipped(skills.content.retrieve(made.id).read()) == FOLDER


def test_versions_stay_and_the_default_is_said(skills: Any) -> None:
    made = skills.create(files=parts(manual("one")))
    second = skills.versions.create(made.id, files=parts(manual("two")))
    third = skills.versions.create(made.id, files=zip_of(manual("three")), default=True)

    after = skills.retrieve(made.id)
    assert (after.name, after.default_version, after.latest_version) == ("three", "3", "3")
    assert [each.version for each in skills.versions.list(made.id)] == ["3", "2", "1"]
    assert [each.version for each in skills.versions.list(made.id, order="asc", after=second.id)] == ["3"]
    assert skills.versions.retrieve("2", skill_id=made.id) == second
    assert skills.update(made.id, default_version="2").name == "two"
    assert unzipped(skills.versions.content.retrieve("3", skill_id=made.id).read()) == manual("three")
    assert third.object == "skill.version"


def test_what_is_deleted_is_gone(skills: Any) -> None:
    made = skills.create(files=parts(manual("one")))
    skills.versions.create(made.id, files=parts(manual("two")))
    with pytest.raises(openai.BadRequestError, match="default"):
        skills.versions.delete("1", skill_id=made.id)

    gone = skills.versions.delete("2", skill_id=made.id)

    assert (gone.object, gone.deleted, gone.version) == ("skill.version.deleted", True, "2")
    assert skills.versions.create(made.id, files=parts(manual("three"))).version == "3"
    assert skills.delete(made.id).object == "skill.deleted"
    with pytest.raises(openai.NotFoundError):
        skills.content.retrieve(made.id)


def test_a_list_goes_on_page_by_page(skills: Any) -> None:
    ids = [skills.create(files=parts(manual(f"skill-{number}"))).id for number in range(5)]

    first = skills.list(limit=2, order="asc")

    assert [each.id for each in first.data] == ids[:2]
    assert (first.first_id, first.last_id, first.has_more) == (ids[0], ids[1], True)
    assert [each.id for each in skills.list(limit=2, order="asc")] == ids
    assert [each.id for each in skills.list()] == ids[::-1]


BROKEN: dict[str, dict[str, bytes]] = {
    "exactly one SKILL.md": {"a/README.md": b"x"},
    "single top-level folder": {"SKILL.md": MANUAL},
    "not a path inside": {"a/SKILL.md": MANUAL, "a/../../etc/passwd": b"x"},
    "front matter": {"a/SKILL.md": b"# No front\n"},
    "name in SKILL.md": {"a/SKILL.md": b"---\nname: Not Good\ndescription: x\n---\n"},
    "description in SKILL.md": {"a/SKILL.md": b"---\nname: good\n---\n"},
    "at most 500": {"a/SKILL.md": MANUAL} | {f"a/{number}": b"" for number in range(500)},
    "larger than": {"a/SKILL.md": MANUAL, "a/big": b"0" * (25 * 1024 * 1024 + 1)},
}


@pytest.mark.parametrize("why", BROKEN)
def test_what_is_no_skill_is_refused(skills: Any, why: str) -> None:
    with pytest.raises(openai.BadRequestError, match=why):
        skills.create(files=zip_of(BROKEN[why]))
    assert skills.list().data == []


@pytest.mark.parametrize(
    ("key", "status"),
    [("admin", 403), ("full", 403), ("project_read_only", 403), ("sk-sim-unknown", 401), ("elsewhere", 401)],
)
def test_a_key_that_may_not_is_told_so(ask: Callable[[str], OpenAI], key: str, status: int) -> None:
    with pytest.raises(openai.APIStatusError) as refused:
        ask(key).skills.create(files=parts(FOLDER))
    assert refused.value.status_code == status


def test_another_project_sees_nothing_of_ours(ask: Callable[[str], OpenAI]) -> None:
    made = ask("project").skills.create(files=parts(FOLDER))

    assert ask("project_read_only").skills.retrieve(made.id) == made
    assert ask("other_project").skills.list().data == []
    with pytest.raises(openai.NotFoundError):
        ask("other_project").skills.retrieve(made.id)


@pytest.mark.parametrize(
    ("fault", "kept"),
    [
        ("skill-5xx:503", 0),
        ("skill-429", 0),
        ("skill-drop", 0),
        ("http-500", 0),
        ("skill-lost-5xx", 1),
        ("skill-lost-drop", 1),
        ("drop-connection", 1),
    ],
)
def test_a_fault_strikes_before_or_after_the_effect(
    simulator: RunningSimulator, skills: Any, fault: str, kept: int
) -> None:
    simulator.faults({fault: {"rate": 1, "times": 1, "only": "/v1/skills"}})

    with pytest.raises(openai.APIError):
        skills.create(files=parts(FOLDER))

    assert len(skills.list().data) == kept

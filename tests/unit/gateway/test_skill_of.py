"""Of which skill is a request? What the client says, in any of the ways it may, and nothing else."""

import pytest

from watchgate.gateway.skill_of import skill_of

DIGEST = "sha256:" + "a" * 64
SHELL = {
    "type": "shell",
    "environment": {"type": "container_auto", "skills": [{"type": "skill_reference", "skill_id": "skill_1"}]},
}


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (f"incident.postmortem@{DIGEST}", {"id": "incident.postmortem", "digest": DIGEST}),
        ("incident.postmortem", {"id": "incident.postmortem"}),
        (DIGEST, {"digest": DIGEST}),
        ("", {}),
        ("Not a skill", {}),
        ("incident.postmortem" * 20, {}),
    ],
)
def test_by_header_or_metadata(said, found):
    assert skill_of({b"x-watchgate-skill": said.encode()}, {}) == found
    assert skill_of({}, {"metadata": {"watchgate_skill": said}}) == found


def test_the_run_is_told_with_the_skill_only():
    assert skill_of({b"x-watchgate-run": b"run-1"}, {}) == {}
    headers = {b"x-watchgate-skill": b"a.one", b"x-watchgate-run": b"run-1"}
    assert skill_of(headers, {}) == {"id": "a.one", "run": "run-1"}


def test_by_the_shell_tools_one_skill():
    assert skill_of({}, {"tools": [SHELL]}) == {"platform_id": "skill_1"}
    other = {"environment": {"skills": [{"skill_id": "skill_2"}]}}
    assert skill_of({}, {"tools": [SHELL, other]}) == {}


@pytest.mark.parametrize(
    "document",
    [
        {"metadata": 5},
        {"metadata": {"watchgate_skill": {"a": 1}}},
        {"tools": "x"},
        {"tools": [5, {"environment": 5}, {"environment": {"skills": [5, {"skill_id": [1]}]}}]},
    ],
)
def test_whatever_stands_there_instead_is_not_said(document):
    assert skill_of({}, document) == {}

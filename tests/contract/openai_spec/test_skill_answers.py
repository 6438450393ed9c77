"""Does the simulated `/v1/skills` answer as OpenAI's OpenAPI document says? Where the shared folder is at hand."""

from collections.abc import Iterator

import httpx
import pytest

from contract.openai_spec.test_simulator_answers import Document, document
from watchgate.testing.simulator import RunningSimulator

__all__ = ["document"]

MANUAL = b"---\nname: payroll-check\ndescription: Checks payroll sheets\n---\n"
UPLOAD = [("files[]", ("payroll/SKILL.md", MANUAL, "text/markdown"))]
STORY = [
    ("POST", "", "SkillResource"),
    ("GET", "", "SkillListResource"),
    ("GET", "/{skill}", "SkillResource"),
    ("POST", "/{skill}/versions", "SkillVersionResource"),
    ("GET", "/{skill}/versions", "SkillVersionListResource"),
    ("GET", "/{skill}/versions/2", "SkillVersionResource"),
    ("DELETE", "/{skill}/versions/2", "DeletedSkillVersionResource"),
    ("GET", "/skill_none", "ErrorResponse"),
    ("GET", "?limit=101", "ErrorResponse"),
    ("DELETE", "/{skill}", "DeletedSkillResource"),
    ("GET", "", "SkillListResource"),
]


@pytest.fixture(scope="module")
def http() -> Iterator[httpx.Client]:
    with RunningSimulator() as running:
        headers = {"authorization": f"Bearer {running.keys['project']}"}
        with httpx.Client(base_url=f"{running.base_url}/skills", headers=headers) as client:
            yield client


def test_each_answer_in_the_life_of_a_skill_fits_the_document(document: Document, http: httpx.Client) -> None:
    skill_id = ""
    for method, path, schema in STORY:
        files = UPLOAD if method == "POST" else None
        answer = http.request(
            method, str(http.base_url).rstrip("/") + path.format(skill=skill_id), files=files
        )
        skill_id = skill_id or answer.json()["id"]

        assert document.complaints(schema, answer.json()) == [], (method, path)
        assert (answer.status_code >= 400) is (schema == "ErrorResponse"), answer.text

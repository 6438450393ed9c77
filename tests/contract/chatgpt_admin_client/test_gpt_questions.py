"""Are our questions about GPTs and skills, and the answers that our tests script, those of OpenAI's specification?"""

import re

import pytest

from contract.chatgpt_admin_client.test_client_fixtures import asked_by, complaints, document, resolved
from integration.openai.conftest import WORKSPACE
from integration.openai.test_openai_gpts import CONFIG, GPT, SKILL

__all__ = ["document"]
ROOM = "/compliance/workspaces/{workspace_id}"
QUESTIONS = {
    "/gpts": lambda g: g.list_gpts(WORKSPACE, "g-1"),
    "/gpts/{gpt_id}": lambda g: g.gpt(WORKSPACE, "g-1"),
    "/gpts/{gpt_id}/configs": lambda g: g.list_configs(WORKSPACE, "g-1", "gzm_cnf_1"),
    "/gpts/{gpt_id}/shared_users": lambda g: g.list_recipients(WORKSPACE, "g-1", "user-1"),
    "/skills/{skill_id}/export": lambda g: g.export_skill(WORKSPACE, "skill-1"),
}


@pytest.mark.parametrize("template", QUESTIONS)
async def test_a_question_is_one_that_the_specification_knows(document, template):
    asked = await asked_by(lambda client: QUESTIONS[template](client.gpts), says="GET /compliance")

    described = document["paths"][ROOM + template]["get"]
    known = [resolved(document, each) for each in described.get("parameters", [])]
    assert re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", "/v1" + ROOM + template), asked.path)
    assert dict(asked.query).keys() <= {each["name"] for each in known if each["in"] == "query"}


@pytest.mark.parametrize(("name", "scripted"), [("GPT", GPT), ("GPTConfig", CONFIG), ("Skill", SKILL)])
def test_a_scripted_object_is_one_of_the_specification(document, name, scripted):
    assert complaints(document, f"/components/schemas/{name}", scripted) == []

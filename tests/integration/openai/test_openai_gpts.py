"""GPTs and skills with what is in them: pages, bounds, and other people's text that says nothing by itself."""

import io
import zipfile

import pytest

from integration.openai.awkward import answer, ok, status
from integration.openai.conftest import WORKSPACE
from integration.openai.test_openai_failures import assert_says_nothing_private
from watchgate.openai.compliance.gpts import pages
from watchgate.openai.errors import Gone, TooLarge, Unexpected

ROOT = f"/v1/compliance/workspaces/{WORKSPACE}"
CONFIG = {
    "object": "compliance.workspace.gpt.configuration",
    "id": "gzm_cnf_0123456789abcdef01234567",
    "name": "planted name",
    "description": "planted description",
    "categories": ["productivity"],
    "conversation_starters": ["planted starter"],
    "created_at": 1752600100,
    "instructions": "planted instructions",
    "version_author": {
        "object": "compliance.workspace.gpt.version_author",
        "id": "user-1",
        "email": "planted@acme.example",
    },
    "files": {
        "object": "list",
        "data": [{"object": "compliance.workspace.gpt.file_info", "id": "file-abc", "name": "planted.pdf"}],
        "last_id": "file-abc",
        "has_more": False,
    },
    "tools": {
        "object": "list",
        "data": [
            {
                "type": "custom_action",
                "created_at": 1752600100,
                "action_domain": "api.acme.example",
                "action_openapi_raw": '{"openapi":"3.1.0","planted":1}',
                "action_privacy_policy_url": "https://acme.example/privacy",
                "auth_type": "oauth",
            }
        ],
        "last_id": "",
        "has_more": False,
    },
}
GPT = {
    "object": "compliance.workspace.gpt",
    "id": "g-AbCdEf123",
    "created_at": 1752600000,
    "owner_id": "user-1",
    "owner_email": "planted@acme.example",
    "builder_name": "community builder",
    "sharing": {
        "object": "compliance.workspace.gpt.sharing",
        "visibility": "workspace",
        "permissions": {
            "object": "compliance.workspace.gpt.permissions",
            "can_read": True,
            "can_view_config": False,
            "can_write": False,
        },
        "recipients": [],
    },
    "latest_config": {"object": "list", "data": [CONFIG], "last_id": CONFIG["id"], "has_more": False},
}
SKILL = {
    "object": "compliance.workspace.skill",
    "id": "skill-0f9e8d",
    "name": "planted-name",
    "description": "planted",
    "created_at": 1752600000,
    "updated_at": 1752600300,
    "creator": "user-1",
    "original_product_surface": "chatgpt",
    "files": ["SKILL.md", "scripts/planted.py"],
}


def page(*data, more=False, **goes_on):
    last = data[-1]["id"] if data else ""
    return ok({"object": "list", "data": list(data), "last_id": last, "has_more": more, **goes_on})


@pytest.fixture
def gpts(client):
    return client.gpts


async def test_gpts_come_page_by_page_with_text_that_stays_closed(openai, gpts):
    openai.says(f"{ROOT}/gpts", page(GPT, more=True), page(GPT | {"id": "g-2"}))

    found = [one async for each in pages(lambda after: gpts.list_gpts(WORKSPACE, after)) for one in each.gpts]

    assert [one.id for one in found] == ["g-AbCdEf123", "g-2"]
    assert "planted" not in repr(found)
    assert found[0].config.instructions.reveal() == "planted instructions"
    assert found[0].config.tools[0].openapi.reveal() == '{"openapi":"3.1.0","planted":1}'
    assert [dict(one.query) for one in openai.asked] == [
        {"limit": "100", "file_format": "id"},
        {"limit": "100", "file_format": "id", "after": "g-AbCdEf123"},
    ]


async def test_versions_of_a_gpt_and_those_who_have_it(openai, gpts):
    openai.says(f"{ROOT}/gpts/g-1/configs", page(CONFIG, CONFIG | {"id": "gzm_cnf_old"}))
    openai.says(f"{ROOT}/gpts/g-1/shared_users", page({"id": "user-7"}))

    configs = await gpts.list_configs(WORKSPACE, "g-1", limit=2)

    assert [one.id for one in configs.configs] == [CONFIG["id"], "gzm_cnf_old"]
    assert (await gpts.list_recipients(WORKSPACE, "g-1")).ids == ("user-7",)


async def test_skills_are_listed_by_post_and_go_on_behind_the_cursor(openai, gpts):
    openai.says(
        f"{ROOT}/skills", page(SKILL, more=True, cursor="c2"), page(SKILL | {"id": "skill-2"}, cursor=None)
    )

    found = [
        one async for each in pages(lambda cursor: gpts.list_skills(WORKSPACE, cursor)) for one in each.skills
    ]

    assert [one.id for one in found] == ["skill-0f9e8d", "skill-2"]
    assert "planted" not in repr(found)
    assert [(one.method, one.body) for one in openai.asked] == [
        ("POST", b'{"limit":100}'),
        ("POST", b'{"limit":100,"cursor":"c2"}'),
    ]


async def test_an_export_is_the_archive_and_has_an_end(openai, gpts):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("payroll-check/SKILL.md", "planted")
    openai.says(f"{ROOT}/skills/skill-1/export", answer(200, written.getvalue()))

    assert await gpts.export_skill(WORKSPACE, "skill-1") == written.getvalue()
    with pytest.raises(TooLarge):
        await gpts.export_skill(WORKSPACE, "skill-1", max_bytes=20)


@pytest.mark.parametrize("bad", [page(GPT, more=True), ok({"data": [{}], "has_more": False}), ok([])])
async def test_a_list_that_leads_nowhere_is_unexpected(openai, gpts, bad):
    openai.says(f"{ROOT}/gpts", bad)

    with pytest.raises(Unexpected) as failure:
        [one async for one in pages(lambda after: gpts.list_gpts(WORKSPACE, after))]
    assert_says_nothing_private(failure.value)


async def test_what_is_not_there_is_gone(openai, gpts):
    openai.says(f"{ROOT}/gpts/g-1", status(404))
    openai.says(f"{ROOT}/skills/s/export", status(404))

    with pytest.raises(Gone):
        await gpts.gpt(WORKSPACE, "g-1")
    with pytest.raises(Gone):
        await gpts.export_skill(WORKSPACE, "s")


async def test_an_answer_about_another_gpt_is_unexpected(openai, gpts):
    openai.says(f"{ROOT}/gpts/g-1", ok(GPT))

    with pytest.raises(Unexpected):
        await gpts.gpt(WORKSPACE, "g-1")

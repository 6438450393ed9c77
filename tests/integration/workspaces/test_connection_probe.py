"""The connection test against a real socket: each way to be refused has its own answer, and nothing is changed over there."""

import socket
from uuid import UUID

import pytest

from integration.workspaces.openai_on_loopback import KEYS, ORGANIZATION, WORKSPACE
from watchgate.kernel.clock import utc_now
from watchgate.kernel.content import Content
from watchgate.workspaces.client import asker
from watchgate.workspaces.model import KeyKind
from watchgate.workspaces.probe import probe
from watchgate.workspaces.questions import Host

TEN = 10


async def ask(base_url, key="full", admin=None, workspace=WORKSPACE, organization=ORGANIZATION, timeout_s=2):
    keys = {KeyKind.COMPLIANCE: Content(KEYS.get(key, key))}
    if admin:
        keys[KeyKind.ADMIN] = Content(KEYS[admin])
    urls = {Host.CHATGPT: base_url, Host.PLATFORM: base_url}
    async with asker(urls, timeout_s) as one:
        return await probe(one, UUID(workspace), organization, keys, utc_now())


def lines(report, status):
    return [check.check for check in report.checks if check.status == status]


async def test_a_full_pair_of_keys_is_ok_but_for_the_delete_scope_that_nobody_tries(openai):
    report = await ask(openai.base_url, admin="admin")

    assert report.is_usable
    assert lines(report, "failed") == []
    assert lines(report, "unknown") == ["delete scope"]
    assert len([name for name in lines(report, "ok") if name.startswith("logs ")]) == TEN
    assert {"connection", "stateful read", "platform audit logs", "platform costs"} <= set(
        lines(report, "ok")
    )


async def test_the_test_changes_nothing_over_there(openai):
    await ask(openai.base_url, admin="admin")

    assert {method for method, _ in openai.seen} == {"GET"}
    assert len(openai.seen) == TEN + 3


async def test_without_an_admin_key_its_lines_are_unknown_not_ok(openai):
    report = await ask(openai.base_url)

    assert lines(report, "unknown") == ["platform audit logs", "platform costs", "delete scope"]


async def test_a_read_only_key_is_usable_and_told_what_it_may_lack(openai):
    report = await ask(openai.base_url, "read_only")

    assert report.is_usable
    assert "delete is unknown until first use" in report.summary
    assert "Read only" in report.checks[-1].remedy


async def test_a_key_without_compliance_scope_is_told_what_to_ask_support_for(openai):
    report = await ask(openai.base_url, "no_compliance")

    assert not report.is_usable
    assert report.summary == "The key …N333 is valid but may not read compliance logs."
    assert "ask OpenAI support" in report.remedy
    assert "N333" in report.remedy
    assert "chatgpt.enterprise.compliance_logs_platform.conversation_message.read" in report.remedy


async def test_a_key_of_another_workspace_is_told_so(openai):
    report = await ask(openai.base_url, "other_workspace")

    assert not report.is_usable
    assert report.summary == "The key …O444 is valid but does not belong to this workspace."
    assert "Compare the workspace id" in report.remedy


async def test_an_unknown_key_is_asked_about_once(openai):
    report = await ask(openai.base_url, "sk-unknown-gggggggggg-U777")

    assert "does not accept the key …U777" in report.summary
    assert "mistyped" in report.remedy
    assert len(openai.seen) == 1


async def test_no_network_is_said_once_and_not_blamed_on_the_key():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        base_url = f"http://127.0.0.1:{unused.getsockname()[1]}/v1"

        report = await ask(base_url)

    assert not report.is_usable
    assert "cannot be reached from here (the connection is refused)" in report.summary
    assert "proxy" in report.remedy
    assert lines(report, "failed")[0] == "connection"


async def test_a_host_that_never_answers_is_a_timeout():
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()

        report = await ask(f"http://127.0.0.1:{silent.getsockname()[1]}/v1", timeout_s=0.2)

    assert "did not answer in time" in report.summary
    assert "firewall" in report.remedy


async def test_a_name_that_does_not_resolve_is_said_so():
    report = await ask("http://nowhere.invalid/v1")

    assert "its name cannot be resolved" in report.summary


async def test_slow_down_names_the_wait(openai):
    openai.answer_all_with = (429, {"Retry-After": "17"}, b"{}")

    report = await ask(openai.base_url)

    assert not report.is_usable
    assert report.remedy.startswith("Wait 17 s")
    assert "failed" not in {check.status for check in report.checks}


async def test_an_outage_is_openais_and_leaves_everything_unknown(openai):
    openai.answer_all_with = (503, {}, b"{}")

    report = await ask(openai.base_url)

    assert "OpenAI's side" in report.remedy
    assert lines(report, "failed") == []


@pytest.mark.parametrize(
    "answer",
    [
        (200, {"Content-Type": "text/html"}, b"<h1>Hotel Wi-Fi</h1>"),
        (302, {"Location": "http://captive.invalid/"}, b""),
        (418, {}, b"{}"),
    ],
)
async def test_whoever_answers_in_openais_place_is_not_taken_for_it(openai, answer):
    openai.answer_all_with = answer

    report = await ask(openai.base_url)

    assert not report.is_usable
    assert "is not OpenAI" in report.summary


async def test_a_key_for_some_types_only_has_a_line_for_each(openai):
    report = await ask(openai.base_url, "only_messages")

    assert report.is_usable
    assert "logs CONVERSATION_MESSAGE" in lines(report, "ok")
    assert "logs AUDIT_LOG" in lines(report, "failed")
    assert "stateful read" in lines(report, "failed")
    assert "AUDIT_LOG" in report.summary


async def test_a_wrong_organisation_is_told_from_a_wrong_workspace(openai):
    report = await ask(openai.base_url, organization="org-Wrong12345")

    (costs,) = [check for check in report.checks if check.check == "logs COSTS"]
    assert report.is_usable
    assert "no such organisation" in costs.detail
    assert "organisation id" in costs.remedy


async def test_neither_a_key_nor_a_body_is_in_a_report(openai):
    for key in KEYS:
        report = str((await ask(openai.base_url, key, admin="admin")).as_json())

        assert not any(secret in report for secret in KEYS.values())
        assert "was in the body" not in report

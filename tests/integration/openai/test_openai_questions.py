"""What does a client ask, and what does it make of good answers?"""

import gzip
import json
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from integration.openai.awkward import answer, ok
from integration.openai.conftest import KEY, WORKSPACE
from integration.openai.sent import AUDIT_PAGE, COSTS_PAGE, EMPTY_LOGS, LOGS_PAGE, USERS_PAGE
from watchgate import __version__
from watchgate.kernel.errors import UserError
from watchgate.openai.compliance import ComplianceClient
from watchgate.openai.connect import new_http_client
from watchgate.openai.errors import Unexpected
from watchgate.openai.limits import Limits

LOGS = f"/v1/compliance/workspaces/{WORKSPACE}/logs"
USERS = f"/v1/compliance/workspaces/{WORKSPACE}/users"
AFTER = datetime(2026, 7, 16, 1, 0, tzinfo=UTC)


async def test_log_files_are_listed_as_the_contract_says(openai, client):
    openai.says(LOGS, ok(LOGS_PAGE))

    page = await client.list_log_files(WORKSPACE, "CONVERSATION_MESSAGE", AFTER)

    (asked,) = openai.asked
    assert asked.query == [
        ("event_type", "CONVERSATION_MESSAGE"),
        ("after", "2026-07-16T01:00:00.000000Z"),
        ("limit", "100"),
    ]
    assert asked.headers["authorization"] == f"Bearer {KEY}"
    assert asked.headers["user-agent"] == f"watchgate/{__version__}"
    (file,) = page.files
    assert (file.id, file.event_type, file.size_bytes) == (
        "eclf_0a1b2c3d4e5f",
        "CONVERSATION_MESSAGE",
        184220,
    )
    assert file.end_time == page.last_end_time == datetime(2026, 7, 16, 1, 10, 0, 482113, tzinfo=UTC)
    assert page.has_more


async def test_the_window_is_sent_in_utc(openai, client):
    openai.says(LOGS, ok(EMPTY_LOGS))
    berlin = timezone(timedelta(hours=2))

    await client.list_log_files(
        WORKSPACE, "AUTH_LOG", AFTER.astimezone(berlin), AFTER + timedelta(1), limit=7
    )

    query = dict(openai.asked[0].query)
    assert query["after"] == "2026-07-16T01:00:00.000000Z"
    assert query["before"] == "2026-07-17T01:00:00.000000Z"
    assert query["limit"] == "7"


@pytest.mark.parametrize("last", [None, "2026-07-16T01:00:00Z", "absent"])
async def test_an_empty_page_is_the_end_whatever_its_last_end_time(openai, client, last):
    body = {"data": [], "has_more": False} | ({} if last == "absent" else {"last_end_time": last})
    openai.says(LOGS, ok(body))

    page = await client.list_log_files(WORKSPACE, "AUTH_LOG", AFTER)

    assert page.files == ()
    assert not page.has_more


@pytest.mark.parametrize("last", [None, "2026-07-16T01:00:00Z", "2026-07-15T01:00:00Z"])
async def test_more_to_come_without_going_forward_is_an_error_and_not_a_loop(openai, client, last):
    openai.says(LOGS, ok({"data": [], "has_more": True, "last_end_time": last}))

    with pytest.raises(Unexpected, match="where to go on"):
        await client.list_log_files(WORKSPACE, "AUTH_LOG", AFTER)


async def test_the_organisations_log_files_have_their_own_route(openai, client):
    openai.says("/v1/compliance/organizations/org-AbC/logs", ok(EMPTY_LOGS))

    page = await client.list_organization_log_files("org-AbC", "COSTS", AFTER)

    assert page.files == ()


async def test_users_are_paged_by_their_last_id(openai, client):
    openai.says(
        USERS, ok(USERS_PAGE), ok({"object": "list", "data": [], "last_id": "user-Qm3", "has_more": False})
    )

    first = await client.list_users(WORKSPACE)
    second = await client.list_users(WORKSPACE, after=first.last_id)

    assert [asked.query for asked in openai.asked] == [
        [("limit", "200")],
        [("limit", "200"), ("after", "user-Qm3xT8vKp1Zr6LwN0aYcBd2E")],
    ]
    (user,) = first.users
    assert user.created_at == datetime(2025, 7, 15, 17, 20, 0, 250000, tzinfo=UTC)
    assert (first.has_more, second.has_more) == (True, False)


async def test_users_without_a_way_on_are_an_error_and_not_a_loop(openai, client):
    openai.says(USERS, ok({"data": [{"id": "user-1"}], "has_more": True, "last_id": "user-1"}))

    with pytest.raises(Unexpected, match="where to go on"):
        await client.list_users(WORKSPACE, after="user-1")


@pytest.mark.parametrize(
    ("stamps", "expected"),
    [({"AUDIT_LOG": "2026-07-16T01:00:00Z"}, AFTER), ({"AUDIT_LOG": None}, None), ({}, None)],
)
async def test_the_newest_event_is_told_when_there_is_one(openai, client, stamps, expected):
    openai.says(LOGS.replace("/logs", "/max_event_time"), ok({"max_event_time": stamps}))

    assert await client.max_event_time(WORKSPACE, "AUDIT_LOG") == expected


async def test_the_probe_asks_for_one_gpt_and_changes_nothing(openai, client):
    openai.says(LOGS.replace("/logs", "/gpts"), ok({"object": "list", "data": [], "has_more": False}))

    await client.probe_stateful_read(WORKSPACE)

    assert openai.asked[0].query == [("limit", "1"), ("file_format", "id")]


async def test_a_packed_answer_is_unpacked(openai, client):
    openai.says(LOGS, answer(200, gzip.compress(json.dumps(LOGS_PAGE).encode()), content_encoding="gzip"))

    page = await client.list_log_files(WORKSPACE, "CONVERSATION_MESSAGE", AFTER)

    assert len(page.files) == 1
    assert openai.asked[0].headers["accept-encoding"] == "gzip"


async def test_audit_logs_are_asked_with_brackets_and_kept_whole(openai, admin):
    openai.says("/v1/organization/audit_logs", ok(AUDIT_PAGE))

    page = await admin.audit_logs(
        AFTER, after="audit_log-9", event_types=["api_key.created", "project.archived"]
    )

    assert openai.asked[0].query == [
        ("effective_at[gte]", "1784163600"),
        ("limit", "100"),
        ("event_types[]", "api_key.created"),
        ("event_types[]", "project.archived"),
        ("after", "audit_log-9"),
    ]
    first, second = page.entries
    assert (first.actor_kind, first.actor_id, first.project_id) == ("session", "user-AbC", "proj_abc")
    assert (second.actor_kind, second.actor_id, second.project_id) == ("api_key", "key_adm", None)
    assert json.loads(first.body.reveal()) == AUDIT_PAGE["data"][0]
    assert "acme" not in repr(page)


async def test_costs_are_exact(openai, admin):
    openai.says("/v1/organization/costs", ok(COSTS_PAGE))

    page = await admin.costs(AFTER, limit=3, group_by=["project_id"], page="page_1")

    assert openai.asked[0].query == [
        ("start_time", "1784163600"),
        ("limit", "3"),
        ("group_by[]", "project_id"),
        ("page", "page_1"),
    ]
    (bucket,) = page.buckets
    assert (bucket.lines[0].amount, bucket.lines[0].currency) == (Decimal("0.06"), "usd")
    assert bucket.end - bucket.start == timedelta(days=1)
    assert page.next_page == "page_AAAA"


@pytest.mark.parametrize("key", ["", "short", "sk-with blank-inside", "sk-ünicode-key", "sk-key\nwith-break"])
def test_a_key_that_cannot_be_one_is_refused_without_being_shown(http, key):
    with pytest.raises(UserError) as problem:
        ComplianceClient("https://api.chatgpt.com/v1", key, http=http, limits=Limits())

    assert not key or key not in str(problem.value)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "api.chatgpt.com/v1",
        "ftp://x/v1",
        "https://",
        "https://me:pw@host/v1",
        "https://h/v1?x=1",
        "http://h:99999/v1",
        f"https://{'a' * 64}/v1",
    ],
)
def test_a_base_url_that_cannot_be_one_is_refused(http, url):
    with pytest.raises(UserError, match="https://host/v1"):
        ComplianceClient(url, KEY, http=http, limits=Limits())


async def test_a_proxy_named_in_the_environment_is_used(openai, client_for, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", openai.url)
    for name in ("NO_PROXY", "no_proxy", "http_proxy"):
        monkeypatch.delenv(name, raising=False)
    openai.says(LOGS, ok(EMPTY_LOGS))

    async with new_http_client() as http:
        await client_for("http://api.chatgpt.invalid/v1", http=http).list_log_files(
            WORKSPACE, "AUTH_LOG", AFTER
        )

    assert openai.asked[0].target.startswith("http://api.chatgpt.invalid/v1/compliance/")


def test_a_client_shows_its_key_by_the_last_four_only(client):
    assert client.key_shown == "…9fQ2"
    assert "planted" not in repr(vars(client)) + repr(vars(client._transport))

"""What every route of the control plane does, shown on a small application of its own."""

import asyncio
import json
import logging

import httpx
import pytest

from integration.http.conftest import SECRET_TEXT, running
from watchgate.http.envelope import MAX_BODY_BYTES, SECURITY_HEADERS
from watchgate.http.paging import decode_cursor, encode_cursor
from watchgate.http.problems import Problem
from watchgate.http.server import bind
from watchgate.kernel.errors import UserError


def problem(response, status, kind):
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert (response.status_code, body["status"], body["type"]) == (
        status,
        status,
        f"urn:watchgate:problem:{kind}",
    )
    assert body["title"]
    return body


@pytest.mark.parametrize(
    "header", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic admin-token"}]
)
async def test_without_a_valid_token_nothing_is_served(client, header):
    response = await client.get("/api/v1/things", headers=header)

    problem(response, 401, "unauthenticated")
    assert response.headers["www-authenticate"] == "Bearer"


async def test_two_authorization_headers_are_none(client):
    headers = [("Authorization", "Bearer admin-token"), ("Authorization", "Bearer viewer-token")]

    problem(await client.get("/api/v1/things", headers=headers), 401, "unauthenticated")


async def test_a_role_without_the_permission_is_refused_and_told_which(client):
    client.headers["Authorization"] = "Bearer viewer-token"

    body = problem(await client.post("/api/v1/things", json={"name": "x"}), 403, "forbidden")

    assert body["detail"] == "The role viewer does not have the permission manage."


async def test_a_body_is_not_read_before_the_caller_is_known(client):
    problem(await client.post("/api/v1/things", content=b"{not json"), 401, "unauthenticated")


async def test_a_route_that_is_not_in_the_table_is_not_served(as_admin):
    problem(await as_admin.get("/api/v1/forgotten"), 404, "not-found")


async def test_health_is_public(client):
    assert (await client.get("/healthz")).json() == {"status": "ok"}


async def test_an_unknown_path_is_a_problem(as_admin):
    problem(await as_admin.get("/api/v1/nothing"), 404, "not-found")


async def test_another_method_is_a_problem_that_names_the_right_ones(as_admin):
    response = await as_admin.delete("/api/v1/things")

    problem(response, 405, "method-not-allowed")
    assert response.headers["allow"] == "GET, POST"


async def test_a_malformed_body_is_told_where_but_never_repeated(as_admin):
    response = await as_admin.post("/api/v1/things", json={"size": "sk-not-a-number", "colour": 1})

    body = problem(response, 422, "invalid-input")
    assert {(error["name"], error["message"]) for error in body["errors"]} == {
        ("name", "is missing"),
        ("size", "is not a whole number"),
        ("colour", "is not known here"),
    }
    assert "sk-not-a-number" not in response.text


async def test_a_body_that_is_no_json_is_a_problem(as_admin):
    response = await as_admin.post(
        "/api/v1/things", content=b"{", headers={"content-type": "application/json"}
    )

    problem(response, 422, "invalid-input")


async def test_a_services_refusal_keeps_its_sentence_and_has_the_status_of_its_class(as_admin):
    taken = await as_admin.post("/api/v1/things", json={"name": "taken"})
    bad = await as_admin.post("/api/v1/things", json={"name": "bad"})

    assert problem(taken, 409, "conflict")["detail"] == "This name is taken. Choose another."
    assert problem(bad, 422, "invalid-input")["detail"] == "This name is bad."


async def test_what_nobody_foresaw_is_a_500_without_its_message(as_admin, caplog):
    with caplog.at_level(logging.DEBUG, logger="watchgate"):
        response = await as_admin.get("/api/v1/broken")

    error_id = problem(response, 500, "internal-error")["error_id"]
    assert SECRET_TEXT not in response.text
    assert error_id in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert SECRET_TEXT not in caplog.text


@pytest.mark.parametrize("path", ["/api/v1/things", "/healthz", "/api/v1/nothing", "/api/v1/broken"])
async def test_every_answer_has_the_security_headers(as_admin, path):
    response = await as_admin.get(path)

    assert {name: response.headers.get(name) for name in SECURITY_HEADERS} == SECURITY_HEADERS


@pytest.mark.parametrize("path", ["/api/v1/things/a%00b", "/api/v1/things?cursor=a%00b"])
async def test_nul_in_an_address_is_refused(as_admin, path):
    problem(await as_admin.get(path), 400, "nul-character")


async def test_a_body_above_the_limit_is_refused_by_what_it_declares(as_admin):
    response = await as_admin.post("/api/v1/things", content=b" " * (MAX_BODY_BYTES + 1))

    problem(response, 413, "body-too-large")


async def test_a_body_above_the_limit_is_refused_even_if_it_does_not_say_so(as_admin):
    async def pieces():
        for _ in range(20):
            yield b" " * 100_000

    response = await as_admin.post("/api/v1/things", content=pieces())

    problem(response, 413, "body-too-large")


async def test_pages_follow_each_other_without_gap_or_repeat(as_admin):
    seen, cursor = [], None
    for _ in range(4):
        page = (
            await as_admin.get(
                "/api/v1/things", params={"limit": 2, **({"cursor": cursor} if cursor else {})}
            )
        ).json()
        seen += page["data"]
        cursor = page["next_cursor"]

    assert seen == [0, 1, 2, 3, 4, 5, 6]
    assert cursor is None


@pytest.mark.parametrize("limit", ["0", "201", "x"])
async def test_a_page_has_between_1_and_200_rows(as_admin, limit):
    problem(await as_admin.get("/api/v1/things", params={"limit": limit}), 422, "invalid-input")


@pytest.mark.parametrize("cursor", ["!", "W10", encode_cursor("a"), encode_cursor(2**70), "ÿ", "WzFd="])
async def test_a_cursor_that_is_none_of_ours_is_refused(as_admin, cursor):
    response = await as_admin.get("/api/v1/things", params={"cursor": cursor})

    if cursor == "WzFd=":  # [1], as some client padded it: harmless
        assert response.status_code == 200
    else:
        problem(response, 400, "invalid-cursor")


def test_a_cursor_with_nul_cannot_reach_the_database():
    with pytest.raises(Problem):
        decode_cursor(encode_cursor("a\0"), str)


async def test_the_description_names_permissions_and_problems(client):
    schema = (await client.get("/api/v1/openapi.json")).json()

    operation = schema["paths"]["/api/v1/things"]["post"]
    assert operation["security"] == [{"token": []}, {"session": []}]
    assert operation["x-permission"] == "manage"
    assert "application/problem+json" in operation["responses"]["422"]["content"]
    assert "security" not in schema["paths"]["/healthz"]["get"]


async def test_the_real_server_answers_and_ends_what_is_under_way_before_it_stops(app):
    async with running(app) as (url, stop), httpx.AsyncClient(base_url=url) as client:
        client.headers["Authorization"] = "Bearer admin-token"
        assert (await client.get("/api/v1/things/known")).json() == "known None"
        slow = asyncio.create_task(client.get("/api/v1/slow"))
        await asyncio.sleep(0.1)
        stop.set()

        assert (await slow).json() == "done"


async def test_the_real_server_bounds_bodies_too(app):
    async with running(app) as (url, _), httpx.AsyncClient(base_url=url) as client:
        client.headers["Authorization"] = "Bearer admin-token"

        response = await client.post("/api/v1/things", content=json.dumps({"name": "x" * MAX_BODY_BYTES}))

        problem(response, 413, "body-too-large")


def test_an_address_in_use_is_said_plainly():
    with bind("127.0.0.1:0") as listener:
        port = listener.getsockname()[1]

        with pytest.raises(UserError, match=rf"Cannot listen on 127.0.0.1:{port}: Address already in use"):
            bind(f"127.0.0.1:{port}")


@pytest.mark.parametrize("listen", ["8080", "localhost:x", "127.0.0.1:99999"])
def test_a_malformed_address_is_said_plainly(listen):
    with pytest.raises(UserError, match="is not host:port"):
        bind(listen)

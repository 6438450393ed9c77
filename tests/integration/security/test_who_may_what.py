"""Every route, asked by everybody in every way: the answer is what the table of routes says, and no more."""

import pytest

from integration.catalog.workplace import ACME
from integration.security.conftest import PASSWORD_HASH, PLANTED
from watchgate.app import describe_api
from watchgate.http.permissions import WHOLE_ONLY
from watchgate.http.routes import PUBLIC, ROUTES, SIGNED_IN
from watchgate.identity.roles import Role

SERVED = sorted(
    (method.upper(), path)
    for path, methods in describe_api()["paths"].items()
    for method in methods
    if (method.upper(), path) in ROUTES
)
UNSAFE = {"POST", "PATCH", "PUT", "DELETE"}
GUARDED = [route for route in SERVED if ROUTES[route] is not PUBLIC]
IN_WORKSPACES = [route for route in GUARDED if "{workspace_id}" in route[1]]
OF_REMOVALS = [
    route
    for route in GUARDED
    if any(f"{{{name}}}" in route[1] for name in ("request_id", "rule_id", "hold_id"))
]
DECISIONS = {
    "/api/v1/remediation/requests/{request_id}/approve": {},
    "/api/v1/remediation/requests/{request_id}/reject": {"comment": "Better not."},
    "/api/v1/remediation/rules/{rule_id}/approve": {"version": 1},
}


def name_of(route):
    return f"{route[0]} {route[1]}"


def kind(answer):
    is_problem = answer.headers.get("content-type") == "application/problem+json"
    return answer.json()["type"].rpartition(":")[2] if is_problem else None


def may(role, route):
    asks = ROUTES[route]
    return asks in role.permissions or asks is SIGNED_IN


def may_in_one_workspace(role, route):
    """What concerns all workspaces is not for who is limited to some."""
    return may(role, route) and ROUTES[route] not in WHOLE_ONLY and route != ("POST", "/api/v1/workspaces")


def check_harmless(answer):
    assert answer.status_code < 500
    assert "Traceback" not in answer.text
    assert PASSWORD_HASH not in answer.text


@pytest.mark.parametrize("route", GUARDED, ids=name_of)
def test_nobody_gets_nothing(castle, route):
    answers = [
        castle.ask(*route),
        castle.ask(*route, headers={"Authorization": "Bearer wg_wrong"}),
        castle.ask(*route, headers={"Cookie": "watchgate=wrong", "Origin": castle.url}),
    ]

    assert [(one.status_code, kind(one)) for one in answers] == [(401, "unauthenticated")] * 3


@pytest.mark.parametrize("route", GUARDED, ids=name_of)
@pytest.mark.parametrize("way", ["token", "cookie"])
def test_each_role_may_just_what_the_table_says(castle, route, way):
    for role in Role:
        known = castle.known[role]
        headers = (
            {"Authorization": f"Bearer {known.token}"}
            if way == "token"
            else castle.cookie_headers(known.person_id)
        )

        answer = castle.ask(*route, headers=headers)

        check_harmless(answer)
        assert answer.status_code != 401
        assert (kind(answer) == "forbidden") is not may(role, route), (role, answer.text)
        if not may(role, route):
            assert answer.status_code == 403
            assert not any(planted in answer.text for planted in PLANTED)


@pytest.mark.parametrize("route", [one for one in GUARDED if one[0] in UNSAFE], ids=name_of)
def test_no_change_by_a_page_that_is_not_ours(castle, route):
    person = castle.known[Role.ADMIN].person_id
    without = castle.cookie_headers(person, csrf=False)
    foreign = {**castle.cookie_headers(person), "Origin": "https://evil.test"}
    another = {**castle.cookie_headers(person), "X-CSRF-Token": "x" * 43}

    answers = [castle.ask(*route, headers=headers) for headers in (without, foreign, another)]

    assert [(one.status_code, kind(one)) for one in answers] == [
        (403, "csrf"),
        (403, "foreign-origin"),
        (403, "csrf"),
    ]


@pytest.mark.parametrize("route", GUARDED, ids=name_of)
def test_who_is_limited_to_another_workspace_learns_nothing_of_this_one(castle, route):
    for role in Role:
        answer = castle.ask(*route, headers=castle.cookie_headers(castle.known[role].limited_id))

        check_harmless(answer)
        assert not any(planted in answer.text for planted in PLANTED), (role, answer.text)
        if may_in_one_workspace(role, route):
            assert str(ACME) not in answer.text, (role, answer.text)
            assert route not in IN_WORKSPACES or answer.status_code == 404
        else:
            assert kind(answer) == "forbidden"


@pytest.mark.parametrize("route", IN_WORKSPACES, ids=name_of)
def test_a_workspace_one_may_not_see_answers_as_one_that_is_not_there(castle, route):
    known = castle.known[Role.ADMIN]
    there = castle.ask(*route, headers=castle.cookie_headers(known.limited_id))
    nowhere = castle.ask(
        route[0],
        route[1].replace("{workspace_id}", "00000000-0000-4000-8000-000000000000"),
        headers=castle.cookie_headers(known.limited_id),
    )

    assert (there.status_code, there.content) == (nowhere.status_code, nowhere.content)
    assert there.status_code in {403, 404}


@pytest.mark.parametrize("route", OF_REMOVALS, ids=name_of)
def test_what_remediation_has_of_another_workspace_answers_as_if_it_were_not_there(castle, route):
    for role in (one for one in Role if may_in_one_workspace(one, route)):
        headers = castle.cookie_headers(castle.known[role].limited_id)
        there = castle.ask(*route, headers=headers, named=castle.removals)
        nowhere = castle.ask(*route, headers=headers)

        assert (there.status_code, there.content) == (nowhere.status_code, nowhere.content), role
        assert there.status_code in {404, 422}  # 422: its body is looked at before


@pytest.mark.parametrize("way", ["token", "cookie"])
def test_nobody_decides_about_what_he_asked_for_himself(castle, way):
    root = castle.known[Role.ADMIN]
    headers = castle.token_headers(root) if way == "token" else castle.cookie_headers(root.person_id)

    for template, decision in DECISIONS.items():
        answer = castle.ask("POST", template, headers=headers, named=castle.removals, json=decision)

        assert answer.status_code == 403, (template, answer.text)
        assert "Four eyes" in answer.text, (template, answer.text)


@pytest.mark.parametrize("later", [Role.APPROVER, Role.ADMIN])
def test_who_asked_does_not_decide_with_another_role_either(castle, later):
    person = castle.run(castle.people.create(f"asked-{later}@example.com", "Asker", Role.ANALYST))
    asked = {"request_id": castle.requested_by(person.id)}
    castle.make(person.id, later)

    answers = [
        castle.ask("POST", template, headers=castle.cookie_headers(person.id), named=asked, json=decision)
        for template, decision in DECISIONS.items()
        if "{request_id}" in template
    ]
    by_another = castle.ask(
        "POST",
        "/api/v1/remediation/requests/{request_id}/reject",
        headers=castle.cookie_headers(castle.known[Role.APPROVER].person_id),
        named=asked,
        json={"comment": "No."},
    )

    assert [one.status_code for one in answers] == [403, 403]
    assert all("Four eyes" in one.text for one in answers)
    assert by_another.status_code == 200


def test_the_data_is_there_for_who_may_see_it(castle):
    """Else the tests above could not fail."""
    headers = castle.cookie_headers(castle.known[Role.VIEWER].person_id)
    found = " ".join(
        castle.ask(*route, headers=headers, named=castle.removals).text
        for route in GUARDED
        if route[0] == "GET" and may(Role.VIEWER, route)
    )

    assert "quentin-from-acme" in found
    assert "conv-acme" in found
    assert castle.finding_id in found
    assert str(ACME) in found
    assert all(planted in found for planted in PLANTED[-4:])


@pytest.mark.parametrize(
    "path",
    [
        f"/api/v1/conversations?workspace_id={ACME}",
        "/api/v1/conversations?person=quentin-from-acme",
        f"/api/v1/files?workspace_id={ACME}",
        f"/api/v1/people?workspace_id={ACME}",
        f"/api/v1/findings?workspace_id={ACME}",
        "/api/v1/findings?conversation_id=conv-acme",
        f"/api/v1/findings/summary?by=entity&workspace_id={ACME}&from=2026-11-01&to=2026-11-30",
        "/api/v1/findings/summary?by=person&from=2026-11-01&to=2026-11-30",
        "/api/v1/findings/summary?by=conversation&from=2026-11-01&to=2026-11-30",
        f"/api/v1/ingest/status?workspace_id={ACME}",
    ],
)
def test_asking_for_another_workspace_by_name_finds_nothing(castle, path):
    viewer = castle.known[Role.VIEWER]
    free = castle.ask("GET", path, headers=castle.cookie_headers(viewer.person_id)).json()
    limited = castle.ask("GET", path, headers=castle.cookie_headers(viewer.limited_id)).json()

    assert free["data"]
    assert limited["data"] == []
    assert limited.get("total", 0) == 0


def test_who_is_limited_sees_his_own(castle):
    headers = castle.cookie_headers(castle.known[Role.VIEWER].limited_id)

    people = castle.ask("GET", "/api/v1/people", headers=headers).json()["data"]
    workspaces = castle.ask("GET", "/api/v1/workspaces", headers=headers).json()["data"]

    assert [one["user_id"] for one in people] == ["gina-from-globex"]
    assert [one["name"] for one in workspaces] == ["Globex"]


@pytest.mark.parametrize(
    "route",
    [one for one in GUARDED if "{session_id}" in one[1] or "{token_id}" in one[1]],
    ids=name_of,
)
def test_what_is_somebody_elses_answers_as_if_it_were_not_there(castle, route):
    mine = castle.things_of(castle.known[Role.ADMIN].person_id)
    for role in set(Role) - {Role.ADMIN}:
        headers = castle.cookie_headers(castle.known[role].person_id)
        there = castle.ask(route[0], route[1].format(**mine), headers=headers)
        nowhere = castle.ask(*route, headers=headers)

        assert (there.status_code, kind(there)) == (404, "not-found")
        assert (nowhere.status_code, kind(nowhere)) == (404, "not-found")

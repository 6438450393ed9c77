"""The platform's administration API, asked over HTTP with and without an admin key."""

import time
from collections.abc import Iterator

import pytest

from integration.simulator.asking import Asker
from watchgate.testing.simulator import RunningSimulator

DAY = 86_400


@pytest.fixture
def admin(simulator: RunningSimulator) -> Iterator[Asker]:
    made = Asker(simulator, "admin")
    with made.http:
        yield made


def walk(admin, direction, start=None, limit=50):
    entries, params = [], {direction: start} if start else {}
    while True:
        page = admin.get("/organization/audit_logs", limit=limit, **params).json()
        if direction == "after":
            entries += page["data"]
            params = {"after": page["last_id"]}
        else:
            entries = page["data"] + entries
            params = {"before": page["first_id"]}
        if not page["has_more"]:
            return entries


def test_the_audit_log_comes_newest_first_and_is_walked_in_both_directions(admin):
    entries = walk(admin, "after")
    moments = [entry["effective_at"] for entry in entries]
    assert len({entry["id"] for entry in entries}) == len(entries) > 200
    assert moments == sorted(moments, reverse=True)
    assert walk(admin, "before", entries[-1]["id"]) == entries[:-1]


def test_details_stand_under_the_name_of_the_type(admin):
    for entry in walk(admin, "after"):
        assert isinstance(entry[entry["type"]], dict)


def test_the_audit_log_is_filtered_with_brackets_encoded_or_not(admin, simulator):
    since = int(time.time()) - 10 * DAY
    whole = [
        entry
        for entry in walk(admin, "after")
        if entry["effective_at"] >= since and entry["type"] == "user.added"
    ]
    plain = f"{simulator.base_url}/organization/audit_logs?effective_at[gte]={since}&event_types[]=user.added&limit=100"
    encoded = plain.replace("[", "%5B").replace("]", "%5D")
    bare = plain.replace("event_types[]", "event_types")
    headers = {"authorization": f"Bearer {simulator.keys['admin']}"}
    for url in (plain, encoded, bare):
        assert admin.http.get(url, headers=headers).json()["data"] == whole


def test_costs_add_up_however_they_are_grouped(admin):
    query = {"start_time": int(time.time()) - 5 * DAY, "limit": 5}

    def total(**more):
        page = admin.get("/organization/costs", **query, **more).json()
        return sum(row["amount"]["value"] for bucket in page["data"] for row in bucket["results"])

    assert total() == pytest.approx(total(**{"group_by[]": ["project_id", "line_item"]}))
    assert total() == pytest.approx(total(group_by="api_key_id"))


def test_buckets_are_paged_to_the_present(admin):
    now = int(time.time())
    starts, page = [], None
    while True:
        more = {"page": page} if page else {}
        got = admin.get(
            "/organization/usage/completions", start_time=now - DAY, bucket_width="1h", limit=7, **more
        ).json()
        starts += [bucket["start_time"] for bucket in got["data"]]
        page = got["next_page"]
        if not got["has_more"]:
            break
    assert starts == list(range(starts[0], starts[0] + 3600 * len(starts), 3600))
    assert starts[-1] <= now + 1 < starts[-1] + 7200


@pytest.mark.parametrize(
    ("path", "params", "param"),
    [
        ("costs", {}, "start_time"),
        ("costs", {"start_time": 1, "bucket_width": "1h"}, "bucket_width"),
        ("costs", {"start_time": 1, "group_by": "colour"}, "group_by"),
        ("usage/completions", {"start_time": 1, "limit": 32}, "limit"),
        ("audit_logs", {"after": "nothing"}, "after"),
        ("audit_logs", {"limit": 0}, "limit"),
    ],
)
def test_a_wrong_question_is_refused_in_the_platforms_shape(admin, path, params, param):
    refusal = admin.get(f"/organization/{path}", **params)
    assert refusal.status_code == 400
    error = refusal.json()["error"]
    assert error["param"] == param
    assert set(error) == {"message", "type", "param", "code"}


@pytest.mark.parametrize(("key", "status"), [("full", 403), ("sk-sim-made-up", 403), ("sk-strange", 401)])
def test_only_the_admin_key_may_ask(simulator, key, status):
    asker = Asker(simulator, key)
    with asker.http:
        assert asker.get("/organization/audit_logs").status_code == status


def test_projects_keys_people_and_invites_are_listed_and_read(admin):
    projects = admin.get("/organization/projects").json()["data"]
    with_archived = admin.get("/organization/projects", include_archived="true").json()["data"]
    assert len(with_archived) > len(projects)
    for path in ("users", "projects", "admin_api_keys", "invites"):
        first = admin.get(f"/organization/{path}").json()["data"][0]
        assert admin.get(f"/organization/{path}/{first['id']}").json() == first
        assert admin.get(f"/organization/{path}/nothing").status_code == 404
    keys = admin.get(f"/organization/projects/{projects[0]['id']}/api_keys").json()
    assert keys["last_id"] == keys["data"][-1]["id"]
    page = admin.get("/organization/users", limit=2).json()
    rest = admin.get("/organization/users", after=page["last_id"]).json()
    assert len(page["data"] + rest["data"]) == len(admin.get("/organization/users").json()["data"])

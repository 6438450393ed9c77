"""People, files, GPTs, projects and deletions at the simulated compliance host."""

from collections.abc import Iterator
from hashlib import sha256

import pytest

from integration.simulator.asking import WEDNESDAY, Asker
from watchgate.testing.simulator import RunningSimulator


@pytest.fixture(scope="module")
def running_simulator() -> Iterator[RunningSimulator]:
    with RunningSimulator(
        *WEDNESDAY, "--messages", "1500", "--people", "25", "--upload-hours", "300"
    ) as simulator:
        yield simulator


@pytest.fixture
def asker(simulator: RunningSimulator) -> Iterator[Asker]:
    made = Asker(simulator)
    with made.http:
        yield made


@pytest.fixture
def conversation(asker, simulator):
    """The id of a conversation and of its owner."""
    file = next(iter(simulator.truth_files()))
    return file["conversation_id"], file["user_id"]


def all_users(asker, limit):
    users, after = [], ""
    while True:
        page = asker.get("users", limit=limit, after=after).json()
        users += page["data"]
        if not page["has_more"]:
            return users
        after = page["last_id"]


def test_users_come_ascending_by_id_in_pages_of_any_size(asker, simulator):
    whole = asker.get("users").json()["data"]
    ids = [user["id"] for user in whole]
    assert len(ids) == 25
    assert ids == sorted(ids)
    assert all_users(asker, 7) == whole
    simulator.faults({"object-short-page": 1})
    assert all_users(asker, 7) == whole


def test_files_that_live_are_served_byte_for_byte_and_old_ones_are_gone(asker, simulator):
    statuses = set()
    for file in simulator.truth_files():
        answer = asker.get(f"users/{file['user_id']}/files/{file['file_id']}")
        statuses.add(answer.status_code)
        if answer.status_code == 307:
            content = asker.http.get(answer.headers["location"]).content
            assert sha256(content).hexdigest() == file["sha256"]
    assert statuses == {307, 410}


def test_a_file_is_found_under_its_owner_only(asker, simulator):
    file = list(simulator.truth_files())[-1]
    other = next(user["id"] for user in asker.get("users").json()["data"] if user["id"] != file["user_id"])
    assert asker.get(f"users/{other}/files/{file['file_id']}").status_code == 404
    assert asker.get(f"users/user-nobody/files/{file['file_id']}").status_code == 404
    assert asker.get(f"users/{file['user_id']}/files/file-nothing").status_code == 404


def test_file_faults_strike_files(asker, simulator):
    file = list(simulator.truth_files())[-1]
    path = f"users/{file['user_id']}/files/{file['file_id']}"
    simulator.faults({"file-410": 1})
    assert asker.get(path).status_code == 410
    simulator.faults({"file-5xx:500": {"rate": 1, "times": 1}})
    assert asker.get(path).status_code == 500
    simulator.faults({"file-expired-url": 1})
    assert asker.http.get(asker.get(path).headers["location"]).status_code == 403


def test_a_conversation_is_deleted_once_and_its_files_with_it(asker, simulator):
    file = list(simulator.truth_files())[-1]
    path = f"users/{file['user_id']}/conversations/{file['conversation_id']}"
    first, second = asker.ask("DELETE", path), asker.ask("DELETE", path)

    assert first.json() == {
        "deleted": True,
        "object": "compliance.workspace.conversation",
        "id": file["conversation_id"],
    }
    assert second.status_code == 404
    assert asker.get(f"users/{file['user_id']}/files/{file['file_id']}").status_code == 404
    (told,) = simulator.truth_deletes()
    assert (told["kind"], told["id"]) == ("conversation", file["conversation_id"])


def test_the_old_route_deletes_too_but_may_lag(asker, simulator, conversation):
    simulator.faults({"delete-lag": {"rate": 1, "times": 1}})
    path = f"conversations/{conversation[0]}"
    assert [asker.ask("DELETE", path).status_code for _ in range(3)] == [404, 200, 404]


def test_nothing_is_deleted_without_the_permission_or_under_another_owner(simulator, conversation):
    conversation_id, owner = conversation
    reader, full = Asker(simulator, "read_only"), Asker(simulator)
    with reader.http, full.http:
        assert reader.ask("DELETE", f"users/{owner}/conversations/{conversation_id}").status_code == 403
        other = next(user["id"] for user in full.get("users").json()["data"] if user["id"] != owner)
        assert full.ask("DELETE", f"users/{other}/conversations/{conversation_id}").status_code == 404
    assert not list(simulator.truth_deletes())


def test_an_uploaded_file_is_deleted_once(asker, simulator):
    file = list(simulator.truth_files())[-1]
    path = f"users/{file['user_id']}/files/{file['file_id']}"
    assert asker.ask("DELETE", path).json()["id"] == file["file_id"]
    assert asker.ask("DELETE", path).status_code == 404
    assert asker.get(path).status_code == 404


@pytest.mark.parametrize(("many", "kind"), [("gpts", "gpt"), ("projects", "project")])
def test_gpts_and_projects_are_listed_read_isolated_and_deleted(asker, many, kind):
    listed = asker.get(many, file_format="id", limit=3).json()
    one = listed["data"][0]
    path = f"{many}/{one['id']}"

    assert listed["has_more"]
    assert asker.get(path, file_format="id").json() == one
    assert asker.get(f"{path}/configs", file_format="id").json()["data"] == one["latest_config"]["data"]
    assert asker.ask("DELETE", f"{path}/shared_users").status_code == 200
    assert asker.get(f"{path}/shared_users").json()["data"] == []
    assert asker.get(path).json()["sharing"]["visibility"] == "invite-only"
    assert asker.ask("DELETE", path).json()["object"] == f"compliance.workspace.{kind}"
    assert asker.get(path).status_code == 404
    assert asker.get(many, file_format="id").json()["data"][0] != one


@pytest.mark.parametrize(("many", "kind"), [("gpts", "gpt"), ("projects", "project")])
def test_the_file_of_a_gpt_or_project_is_fetched_by_url_or_by_id_and_can_be_removed(asker, many, kind):
    one = asker.get(many).json()["data"][0]
    file = one["latest_config"]["data"][0]["files"]["data"][0]
    by_url = asker.http.get(file["download_url"]).content

    assert asker.content(f"{kind}_files/{file['id']}") == by_url
    assert asker.ask("DELETE", f"{many}/{one['id']}/files/{file['id']}").status_code == 200
    left = asker.get(f"{many}/{one['id']}").json()["latest_config"]["data"][0]["files"]["data"][0]
    assert (left["name"], left["download_url"]) == ("(Removed by your admin)", None)
    assert asker.get(f"{kind}_files/{file['id']}").status_code == 404


def test_the_old_list_of_conversations_is_gone_for_good(asker):
    assert asker.get("conversations").status_code == 410


def test_an_unknown_path_is_not_found(asker):
    assert asker.get("teapots").status_code == 404
    assert asker.get("gpts", after="g-nothing").status_code == 400

"""Groups of the workspace, as the administration API shows them: their people, page by page."""

from collections.abc import Iterator
from typing import Any

import pytest

from integration.simulator.asking import WEDNESDAY, Asker
from watchgate.testing.simulator import RunningSimulator


@pytest.fixture(scope="module")
def running_simulator() -> Iterator[RunningSimulator]:
    with RunningSimulator(*WEDNESDAY, "--messages", "60", "--people", "8") as simulator:
        yield simulator


@pytest.fixture
def asker(simulator: RunningSimulator) -> Iterator[Asker]:
    made = Asker(simulator)
    with made.http:
        yield made


@pytest.fixture
def people(asker: Asker) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = asker.get("users").json()["data"]
    return listed


def groups(asker: Asker, path: str = "groups", **params: Any) -> dict[str, Any]:
    root = f"/manage/workspaces/{asker.simulator.workspace_id}"
    answer: dict[str, Any] = asker.get(f"{root}/{path}", **params).raise_for_status().json()
    return answer


def test_there_are_groups_with_people_in_them(asker: Asker, people: list[dict[str, Any]]) -> None:
    listed = groups(asker)

    assert [(each["name"], each["source"]) for each in listed["data"]] == [
        ("Engineering", "manual"),
        ("Finance", "scim"),
        ("Support", "manual"),
    ]
    assert (listed["has_more"], listed["cursor"]) == (False, None)
    for group in listed["data"]:
        users = groups(asker, f"groups/{group['id']}/users")["data"]
        assert len(users) == group["member_count"]
        assert {each["id"] for each in users} <= {each["id"] for each in people}
        assert groups(asker, f"groups/{group['id']}") == group


def test_a_group_is_made_and_changed_and_removed(
    simulator: RunningSimulator, asker: Asker, people: list[dict[str, Any]]
) -> None:
    emails = [each["email"] for each in people]
    group_id = simulator.make_group("SRE", emails[:2], source="scim")
    before = groups(asker, f"groups/{group_id}")
    simulator.change_group(group_id, name="Reliability", members=[emails[1], emails[4]])

    after = groups(asker, f"groups/{group_id}")
    assert (before["name"], before["member_count"], before["scim"]["display_name"]) == ("SRE", 2, "SRE")
    assert (after["name"], after["id"]) == ("Reliability", group_id)
    users = groups(asker, f"groups/{group_id}/users")["data"]
    assert [each["email"] for each in users] == [emails[1], emails[4]]
    theirs = groups(asker, f"users/{people[4]['id']}/groups")["data"]
    assert theirs[-1]["id"] == group_id
    simulator.remove_group(group_id)
    assert group_id not in {each["id"] for each in groups(asker)["data"]}


def test_a_list_goes_on_page_by_page(
    simulator: RunningSimulator, asker: Asker, people: list[dict[str, Any]]
) -> None:
    group_id = simulator.make_group("All", [each["email"] for each in people])
    seen, cursor = [], {}
    while True:
        page = groups(asker, f"groups/{group_id}/users", limit=3, **cursor)
        seen += [each["id"] for each in page["data"]]
        if not page["has_more"]:
            break
        cursor = {"cursor": page["cursor"]}

    assert seen == [each["id"] for each in people]
    backwards = groups(asker, f"groups/{group_id}/users", order="desc", limit=2)["data"]
    assert [each["id"] for each in backwards] == seen[::-1][:2]


@pytest.mark.parametrize(
    ("key", "status"), [("read_only", 403), ("project", 403), ("other_workspace", 404), ("nobody's", 401)]
)
def test_a_key_without_the_permission_is_refused(simulator: RunningSimulator, key: str, status: int) -> None:
    asker = Asker(simulator, key)
    with asker.http:
        assert asker.get(f"/manage/workspaces/{simulator.workspace_id}/groups").status_code == status


@pytest.mark.parametrize("query", [{"cursor": "nonsense"}, {"limit": 101}, {"order": "sideways"}])
def test_what_cannot_be_asked_is_refused(asker: Asker, query: dict[str, Any]) -> None:
    root = f"/manage/workspaces/{asker.simulator.workspace_id}"
    assert asker.get(f"{root}/groups", **query).status_code == 400

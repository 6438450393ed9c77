"""Memories, canvases, recordings, automations, skills, agents, library files and Codex at the simulated compliance host."""

from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

import pytest

from integration.simulator.asking import WEDNESDAY, Asker
from watchgate.testing.simulator import RunningSimulator

EACH = 40


@pytest.fixture(scope="module")
def running_simulator() -> Iterator[RunningSimulator]:
    with RunningSimulator(
        *WEDNESDAY, "--messages", "60", "--people", "6", "--objects", str(EACH)
    ) as simulator:
        yield simulator


@pytest.fixture
def asker(simulator: RunningSimulator) -> Iterator[Asker]:
    made = Asker(simulator)
    with made.http:
        yield made


def there(simulator, kind, owner=None):
    told = [each for each in simulator.truth_objects() if each["kind"] == kind and not each["is_gone"]]
    return [each for each in told if owner is None or each["user_id"] == owner]


def busiest(simulator, kind):
    """Who has most of *kind*."""
    owners = [each["user_id"] for each in there(simulator, kind)]
    return max(set(owners), key=owners.count)


def walked(ask, after_name, limit):
    """All items of a list, page by page; *ask* is given the query."""
    items, behind, pages = [], {}, 0
    while True:
        page = ask(limit=limit, **behind)
        items += page["data"]
        pages += 1
        if not page["has_more"]:
            return items, pages
        last = page["cursor"] if after_name == "cursor" else page.get("last_id") or page["data"][-1]["id"]
        behind = {after_name: last}


@pytest.mark.parametrize(
    ("kind", "path", "after_name", "size"),
    [
        ("canvas", "canvases", "after", 3),
        ("recording", "recordings", "cursor", 3),
        ("automation", "automations", "after", 3),
        ("library_file", "library_files", "cursor", 3),
    ],
)
def test_what_a_person_has_is_listed_in_pages_of_any_size(asker, simulator, kind, path, after_name, size):
    owner = busiest(simulator, kind)
    expected = {each["id"] for each in there(simulator, kind, owner)}

    items, pages = walked(
        lambda **query: asker.get(f"users/{owner}/{path}", **query).json(), after_name, size
    )

    assert pages > 1
    assert len(items) == len(expected)
    assert {each["id"] for each in items} == expected


@pytest.mark.parametrize(
    ("kind", "path", "after_name"),
    [
        ("agent", "agents", "cursor"),
        ("codex_task", "codex_tasks", "cursor"),
        ("codex_environment", "codex_environments", "after"),
    ],
)
def test_what_the_workspace_has_is_listed_in_pages_too_even_in_short_ones(
    asker, simulator, kind, path, after_name
):
    simulator.faults({"object-short-page": 1})
    items, pages = walked(lambda **query: asker.get(path, **query).json(), after_name, 15)
    assert pages > 3
    assert sorted(each["id"] for each in items) == sorted(each["id"] for each in there(simulator, kind))


def test_tasks_and_environments_come_the_newest_first(asker):
    changed = [each["updated_at"] for each in asker.get("codex_tasks", limit=50).json()["data"]]
    made = [each["created_at"] for each in asker.get("codex_environments", limit=50).json()["data"]]
    assert changed == sorted(changed, reverse=True)
    assert made == sorted(made, reverse=True)


def test_memories_come_by_person_and_since_a_time(asker, simulator):
    everybodys = asker.get("memories").json()
    owners = [each["id"] for each in everybodys["data"]]
    assert owners == sorted({each["user_id"] for each in there(simulator, "memory")})
    first = asker.get("memories", limit=1).json()
    assert (first["has_more"], first["last_id"]) == (True, owners[0])
    assert asker.get("memories", after=owners[0]).json()["data"] == everybodys["data"][1:]

    mine = asker.get(f"users/{owners[0]}/memories").json()["data"]
    assert mine == everybodys["data"][:1]
    times = sorted(each["updated_at"] for each in mine[0]["memory_contexts"][0]["memory_entries"])
    newest = asker.get(f"users/{owners[0]}/memories", since_timestamp=times[-1]).json()["data"]
    assert [each["updated_at"] for each in newest[0]["memory_contexts"][0]["memory_entries"]] == [times[-1]]


def test_the_versions_of_a_canvas_come_in_order_and_in_pages(asker, simulator):
    canvases = [
        asker.get(f"users/{each['user_id']}/canvas/{each['id']}").json()
        for each in there(simulator, "canvas")
    ]
    longest = max(canvases, key=lambda each: len(each["version_contents"]["data"]))
    versions = longest["version_contents"]["data"]
    owner = next(
        each["user_id"] for each in there(simulator, "canvas") if each["id"] == longest["textdoc_id"]
    )
    path = f"users/{owner}/canvas/{longest['textdoc_id']}"

    assert [each["version"] for each in versions] == list(range(1, len(versions) + 1))
    assert len(versions) > 2
    first = asker.get(path, limit=1).json()["version_contents"]
    assert (first["data"], first["last_version"], first["has_more"]) == (versions[:1], 1, True)
    assert asker.get(path, after=1).json()["version_contents"]["data"] == versions[1:]


def test_a_transcript_comes_with_its_summary_only_when_asked_for(asker, simulator):
    recording = there(simulator, "recording")[0]
    path = f"users/{recording['user_id']}/recordings/{recording['id']}/transcript"
    assert asker.get(path).json()["summary"] is None
    summaries = [
        asker.get(
            f"users/{each['user_id']}/recordings/{each['id']}/transcript", include_summary="true"
        ).json()["summary"]
        for each in there(simulator, "recording")[:10]
    ]
    assert any(summaries)


def test_skills_are_listed_by_post_the_last_changed_first_and_exported_as_a_zip(asker, simulator):
    def ask(**said):
        return asker.ask("POST", "skills", said=said).json()

    skills, pages = walked(ask, "cursor", 7)
    of_agents = asker.ask("POST", "agent-skills", said={"limit": 100}).json()["data"]
    exported = asker.get(f"skills/{skills[0]['id']}/export")

    assert pages > 1
    changed = [each["updated_at"] for each in skills]
    assert changed == sorted(changed, reverse=True)
    assert len(of_agents) == EACH // 4
    assert {each["id"] for each in skills + of_agents} == {each["id"] for each in there(simulator, "skill")}
    assert exported.headers["content-type"] == "application/zip"
    with ZipFile(BytesIO(exported.content)) as archive:
        folder = skills[0]["name"]
        assert archive.namelist() == [f"{folder}/{name}" for name in skills[0]["files"]]
    assert asker.get(f"skills/{skills[0]['id']}/export").content == exported.content


@pytest.mark.parametrize(
    "said", [None, [], {}, {"limit": 0}, {"limit": 101}, {"limit": "9"}, {"limit": True}]
)
def test_a_list_by_post_wants_a_limit(asker, said):
    assert asker.ask("POST", "skills", said=said).status_code == 400


def test_an_unpublished_agent_is_listed_but_has_no_detail(asker, simulator):
    agent = there(simulator, "agent")[0]
    published = asker.get(f"agents/{agent['id']}").json()

    answers = [asker.ask("POST", f"agents/{agent['id']}/unpublish") for _ in range(2)]

    assert published["definition"]["version_source"] == "published"
    assert [answer.json()["unpublished"] for answer in answers] == [True, True]
    assert asker.get(f"agents/{agent['id']}").status_code == 404
    listed = {each["id"]: each["status"] for each in asker.get("agents").json()["data"]}
    assert listed[agent["id"]] == "unpublished"
    mine = asker.get("agents", owner_id=agent["user_id"]).json()["data"]
    assert {each["owner_id"] for each in mine} == {agent["user_id"]}
    assert len(list(simulator.truth_deletes())) == 1


def test_a_library_file_is_fetched_by_its_redirect(asker, simulator):
    owner = busiest(simulator, "library_file")
    files = asker.get(f"users/{owner}/library_files").json()["data"]
    for file in files:
        content = asker.content(f"users/{owner}/library_files/{file['id']}")
        assert len(content) == file["file_size_bytes"]
    simulator.faults({"file-410": 1})
    assert asker.get(f"users/{owner}/library_files/{files[0]['id']}").status_code == 410


@pytest.mark.parametrize(
    ("path", "params"),
    [
        ("automations", {"after": "auto_x", "since_timestamp": 1}),
        ("automations", {"limit": 101}),
        ("automations", {"since_timestamp": "yesterday"}),
        ("canvases", {"limit": 31}),
        ("canvases", {"after": "nothing"}),
        ("recordings", {"limit": 21}),
        ("recordings", {"cursor": "%%%"}),
    ],
)
def test_a_question_that_makes_no_sense_is_a_bad_request(asker, simulator, path, params):
    owner = busiest(simulator, "automation")
    assert asker.get(f"users/{owner}/{path}", **params).status_code == 400


def test_objects_of_another_are_not_found(asker, simulator):
    people = [each["id"] for each in asker.get("users").json()["data"]]
    for kind, path in (("canvas", "canvas"), ("library_file", "library_files")):
        one = there(simulator, kind)[0]
        other = next(each for each in people if each != one["user_id"])
        assert asker.get(f"users/{other}/{path}/{one['id']}").status_code == 404
        assert asker.get(f"users/user-nobody/{path}/{one['id']}").status_code == 404


def test_some_of_everything_gives_personal_values_away(simulator):
    for kind in (
        "memory",
        "canvas",
        "recording",
        "automation",
        "skill",
        "agent",
        "library_file",
        "codex_task",
    ):
        told = there(simulator, kind)
        giving = [each for each in told if each["planted"]]
        assert len(giving) > 0, kind
    assert any(not each["planted"] for each in there(simulator, "memory"))


def test_a_planted_value_stands_in_what_is_read(asker, simulator):
    found = 0
    for each in there(simulator, "memory"):
        text = asker.get(f"users/{each['user_id']}/memories").text
        found += sum(value["value"] in text for value in each["planted"])
    assert found


def test_the_same_seed_gives_the_same_objects(simulator):
    with RunningSimulator(*WEDNESDAY, "--messages", "60", "--people", "6", "--objects", "5") as other:
        theirs = {each["id"] for each in other.truth_objects()}
    assert theirs < {each["id"] for each in simulator.truth_objects()}


def test_nothing_is_made_in_an_office_that_wants_no_objects():
    with RunningSimulator(*WEDNESDAY, "--messages", "60", "--people", "3", "--objects", "0") as bare:
        kinds = {each["kind"] for each in bare.truth_objects()}
    assert kinds <= {"conversation", "file", "gpt", "gpt_file", "project", "project_file"}

"""What is in the lists of the catalogue, in which order, and is every row on exactly one page?"""

import pytest

from integration.catalog.workplace import ACME, EMAIL, GLOBEX


async def pages(client, path, limit=2, **params):
    """All rows, page by page."""
    rows, cursor = [], None
    while True:
        response = await client.get(
            path, params={**params, "limit": limit, **({"cursor": cursor} if cursor else {})}
        )
        assert response.status_code == 200, response.text
        page = response.json()
        assert len(page["data"]) <= limit
        rows += page["data"]
        cursor = page["next_cursor"]
        if cursor is None:
            return rows


@pytest.fixture
async def filled(workplace):
    say = workplace.said
    await workplace.settle(
        say("m1", "hello", minutes=1, conversation="c1", by="ann", title="First"),
        say("m2", f"mail {EMAIL}", minutes=2, conversation="c2", by="bob", gpt_id="g-1", title=f"To {EMAIL}"),
        say(
            "m3",
            "x",
            minutes=3,
            conversation="c3",
            by="ann",
            project_id="p-1",
            files=[("f1", "plan.pdf"), ("f2", f"to {EMAIL}, draft.txt")],
        ),
        say("m4", "tie", minutes=3, conversation="c4", by="ann"),
        say("m5", "again", minutes=9, conversation="c1", by="ann", title="Renamed"),
    )
    await workplace.settle(
        say("m6", "there", minutes=3, conversation="c0", by="ann"),
        say("m7", f"card of {EMAIL}", minutes=8, conversation="c9", by="zoe", files=[("f9", "z.txt")]),
        workspace_id=GLOBEX,
    )
    return workplace


def ids(rows):
    return [row["conversation_id"] for row in rows]


async def test_the_conversation_with_the_newest_message_comes_first(client, filled):
    assert ids(await pages(client, "conversations", workspace_id=str(ACME))) == ["c1", "c3", "c4", "c2"]


@pytest.mark.parametrize("limit", [1, 2, 3, 200])
async def test_all_workspaces_are_one_list_and_no_row_is_lost_between_pages(client, filled, limit):
    assert ids(await pages(client, "conversations", limit)) == ["c1", "c9", "c0", "c3", "c4", "c2"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"person": "ann"}, ["c1", "c0", "c3", "c4"]),
        ({"person": "ANN@acme.example"}, ["c1", "c0", "c3", "c4"]),
        ({"person": "ann", "workspace_id": str(GLOBEX)}, ["c0"]),
        ({"person": "nobody@acme.example"}, []),
        ({"gpt_id": "g-1"}, ["c2"]),
        ({"project_id": "p-1"}, ["c3"]),
        ({"has_findings": "true"}, ["c9", "c2"]),
        ({"has_findings": "false", "workspace_id": str(ACME)}, ["c1", "c3", "c4"]),
        ({"from": "2026-11-16T12:08:00Z"}, ["c1", "c9"]),
        ({"to": "2026-11-16T13:03:00+01:00"}, ["c2"]),
        ({"from": "2026-11-16T12:03:00Z", "to": "2026-11-16T12:08:00Z"}, ["c0", "c3", "c4"]),
    ],
)
async def test_conversations_are_filtered(client, filled, wanted, found):
    assert ids(await pages(client, "conversations", **wanted)) == found


async def test_a_conversation_says_what_is_known_of_it_with_its_newest_title(client, filled):
    (row,) = (await client.get("conversations", params={"limit": 1})).json()["data"]

    assert row == {
        "workspace_id": str(ACME),
        "conversation_id": "c1",
        "title": "Renamed",
        "owner_id": "ann",
        "owner_email": "ann@acme.example",
        "gpt_id": None,
        "project_id": None,
        "is_temporary": False,
        "created_at": None,
        "first_message_at": "2026-11-16T12:01:00Z",
        "last_message_at": "2026-11-16T12:09:00Z",
        "version_count": 2,
        "finding_count": 0,
    }


async def test_titles_and_names_of_files_are_masked(client, filled):
    (conversation,) = await pages(client, "conversations", gpt_id="g-1")
    files = await pages(client, "files", conversation_id="c3")

    assert conversation["title"] == "To <EMAIL>"
    assert sorted(file["name"] for file in files) == ["plan.pdf", "to <EMAIL>, draft.txt"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["f9", "f1", "f2"]),
        ({"workspace_id": str(ACME)}, ["f1", "f2"]),
        ({"person": "zoe"}, ["f9"]),
        ({"person": "zoe@acme.example"}, ["f9"]),
        ({"state": "pending"}, ["f9", "f1", "f2"]),
        ({"state": "fetched"}, []),
        ({"has_findings": "true"}, []),
    ],
)
async def test_files_are_listed_newest_first_and_filtered(client, filled, wanted, found):
    assert [row["file_id"] for row in await pages(client, "files", 1, **wanted)] == found


async def test_a_file_that_could_not_be_looked_at_says_why(client, filled):
    await filled.run(
        "UPDATE file SET state = 'fetched', size_bytes = 7, mime = 'application/pdf', scan_state = 'not_scanned',"
        " scan_note = 'encrypted' WHERE file_id = 'f9'"
    )

    (row,) = await pages(client, "files", person="zoe")

    assert (row["state"], row["scan_state"], row["scan_note"]) == ("fetched", "not_scanned", "encrypted")
    assert (row["size_bytes"], row["mime"], row["owner_email"]) == (7, "application/pdf", "zoe@acme.example")


async def test_people_are_listed_once_for_each_workspace(client, filled):
    rows = await pages(client, "people")

    assert [(row["workspace_id"], row["user_id"]) for row in rows] == [
        (str(GLOBEX), "ann"),
        (str(GLOBEX), "zoe"),
        (str(ACME), "ann"),
        (str(ACME), "bob"),
    ]
    assert await pages(client, "people", email="Bob@ACME.example") == [rows[3]]
    assert await pages(client, "people", workspace_id=str(GLOBEX)) == rows[:2]


async def test_rows_that_come_meanwhile_do_not_disturb_the_pages_after(client, filled):
    first = (await client.get("conversations", params={"limit": 3})).json()
    await filled.settle(filled.said("m90", "new", minutes=90, conversation="new"))

    rest = (await client.get("conversations", params={"cursor": first["next_cursor"]})).json()

    assert ids(rest["data"]) == ["c3", "c4", "c2"]


async def test_titles_of_an_erased_workspace_are_gone_and_the_list_is_not(client, filled):
    async with filled.database.begin() as tx:
        await filled.keyring.erase(tx, ACME)

    rows = await pages(client, "conversations", workspace_id=str(ACME))

    assert ids(rows) == ["c1", "c3", "c4", "c2"]
    assert {row["title"] for row in rows} == {None}


async def test_a_title_that_was_tampered_with_is_not_shown_and_said_in_the_log(client, filled, caplog):
    await filled.run(
        "UPDATE conversation SET title_sealed = title_sealed || 'x' WHERE conversation_id = 'c1'"
    )

    rows = await pages(client, "conversations", workspace_id=str(ACME))

    assert [row["title"] for row in rows if row["conversation_id"] in {"c1", "c2"}] == [None, "To <EMAIL>"]
    assert "title:c1 was changed" in caplog.text


@pytest.mark.parametrize(
    "wanted",
    [
        {"workspace_id": "acme"},
        {"person": "a\0b"},
        {"from": "2026-11-16T12:00:00"},
        {"from": "yesterday"},
        {"gpt_id": ""},
        {"limit": "0"},
        {"limit": "201"},
    ],
)
async def test_a_filter_that_makes_no_sense_is_refused(client, filled, wanted):
    assert (await client.get("conversations", params=wanted)).status_code in {400, 422}


@pytest.mark.parametrize("cursor", ["x", "WyJhIl0", "WyIyMDI2LTExLTE2VDEyOjAwOjAwWiIsMSwyXQ"])
@pytest.mark.parametrize("path", ["conversations", "files", "people", "findings"])
async def test_a_cursor_of_another_list_is_refused(client, filled, path, cursor):
    assert (await client.get(path, params={"cursor": cursor})).status_code == 400


async def test_an_empty_catalogue_has_empty_lists(client, workplace):
    for path in ("conversations", "files", "people", "findings"):
        assert (await client.get(path)).json() == {"data": [], "next_cursor": None}

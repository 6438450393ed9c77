"""`watchgate catalog …` and `watchgate findings …` as a person meets them: real processes on a real database."""

import base64
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from integration.catalog.workplace import ACME, EMAIL, Workplace
from watchgate.storage.key_encryption import HeldKeys
from watchgate.storage.sealing import Keyring

KEK = bytes(range(32))
TESTS = Path(__file__).parents[2]


@pytest.fixture
async def place(database):
    place = Workplace(database)
    place.use(Keyring(HeldKeys([KEK])))
    return place


@pytest.fixture
async def filled(place):
    await place.enrol()
    say = place.said
    await place.settle(
        say("a", f"Mail {EMAIL}", by="ann", title="Plans"),
        say(
            "b",
            "Done.",
            minutes=1,
            after="a",
            by="ann",
            title="Plans",
            author_type="assistant",
            model="gpt-5",
        ),
        say("a", f"Mail {EMAIL} now", minutes=2, by="ann", title="Plans"),
        say(
            "x",
            "\x1b]0;owned\7 red \x1b[31m",
            minutes=-9,
            by="bob",
            conversation="c2",
            title="bad \x1b[2J\n title",
        ),
    )
    return place


@pytest.fixture
def command(postgres_url, tmp_path):
    environment = {
        **os.environ,
        "PYTHONPATH": str(TESTS),
        "WATCHGATE_DATA_DIR": str(tmp_path / "data"),
        "WATCHGATE_DATABASE_URL": postgres_url,
        "WATCHGATE_KEK": base64.b64encode(KEK).decode(),
        "COLUMNS": "200",
    }

    def run(*arguments, code=0):
        done = subprocess.run(
            [sys.executable, "-m", "integration.catalog.launch", *arguments],
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == code, done.stderr
        assert EMAIL not in done.stdout + done.stderr
        assert "\x1b" not in done.stdout + done.stderr
        return done.stdout if code == 0 else done.stderr

    return run


def test_before_a_workspace_is_enrolled_it_says_how_to_enrol_one(place, command):
    for asked in (["catalog", "list"], ["findings", "list"], ["findings", "summary"]):
        assert "watchgate workspaces enroll" in command(*asked)


async def test_before_anything_is_read_it_says_how_to_read(place, command):
    await place.enrol()

    assert "watchgate up" in command("catalog", "list", "--workspace", "Acme")
    assert "watchgate ingest status" in command("findings", "list")
    assert json.loads(command("catalog", "list", "--json")) == {"data": [], "next_cursor": None}


def test_conversations_are_listed_page_by_page(filled, command):
    first = command("catalog", "list", "--limit", "1")
    cursor = first.split("--cursor ")[1].split()[0]
    second = command("catalog", "list", "--limit", "1", "--cursor", cursor)

    assert "Plans" in first
    assert "ann@acme.example" in first
    assert f"watchgate catalog show {ACME} c1" in first
    assert "Plans" not in second
    assert "--cursor" not in second
    assert "[2J title" in second


def test_filters_are_options(filled, command):
    rows = json.loads(
        command(
            "catalog",
            "list",
            "--workspace",
            "Acme",
            "--person",
            "ann@acme.example",
            "--with-findings",
            "--from",
            "2026-11-16",
            "--json",
        )
    )["data"]

    assert [row["conversation_id"] for row in rows] == ["c1"]
    assert "Leave out an option" in command("catalog", "list", "--person", "nobody")


def test_a_conversation_is_shown_in_order_masked_and_with_its_versions(filled, command):
    said = command("catalog", "show", "Acme", "c1")

    assert said.index("Mail <EMAIL> now") < said.index("before it was edited") < said.index("Done.")
    assert "assistant (gpt-5)" in said


def test_a_text_cannot_play_with_the_terminal(filled, command):
    said = command("catalog", "show", "Acme", "c2")

    assert "red" in said
    assert "\7" not in said


def test_a_conversation_as_json_is_what_the_api_gives(filled, command):
    thread = json.loads(command("catalog", "show", str(ACME), "c1", "--limit", "1", "--json"))

    assert thread["messages"]["data"][0]["versions"][0]["parts"] == [
        {"name": "content", "text": "Mail <EMAIL> now"}
    ]
    assert thread["messages"]["next_cursor"]


def test_findings_are_listed_shown_and_summed(filled, command):
    listed = command("findings", "list", "--entity", "email", "--workspace", "Acme")
    (newest, _) = json.loads(command("findings", "list", "--json"))["data"]
    shown = command("findings", "show", "Acme", newest["id"])
    summed = json.loads(command("findings", "summary", "--by", "person", "--from", "2026-01-01", "--json"))

    assert newest["id"] in listed
    assert "E-mail address" in shown
    assert "Mail <EMAIL> now" in shown
    assert "Why:" in shown
    assert [(one["key"], one["findings"]) for one in summed["data"]] == [("ann", 2)]
    assert "2 findings" in command("findings", "summary", "--from", "2026-11-01", "--to", "2026-11-30")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["catalog", "list", "--workspace", "Nobody"], "No workspace has the id or name"),
        (["catalog", "list", "--cursor", "x"], "cursor"),
        (["catalog", "show", "Acme", "none"], "no such conversation"),
        (["findings", "show", "Acme", "none"], "no such finding"),
        (["findings", "summary", "--by", "conversation", "--entity", "EMAIL"], "not summed by entity"),
    ],
)
def test_a_mistake_is_one_sentence(filled, command, asked, said):
    assert said in command(*asked, code=2)

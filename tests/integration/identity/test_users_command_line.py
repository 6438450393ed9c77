"""`watchgate users …` and `watchgate tokens …` as somebody at the machine meets them."""

import json
import os
import subprocess
import sys

import pytest
import typer
from typer.testing import CliRunner

from watchgate.identity.people import cli as users
from watchgate.identity.people.service import People
from watchgate.identity.tokens import cli as tokens
from watchgate.identity.tokens.service import Tokens
from watchgate.kernel.clock import utc_now
from watchgate.kernel.content import Content
from watchgate.kernel.errors import UserError
from watchgate.storage.database import Database

PASSWORD = "a sentence nobody says"
ACME = "6c2f3b1e-0000-4000-8000-000000000001"


@pytest.fixture
def environment(postgres_url, tmp_path):
    return {
        "WATCHGATE_DATA_DIR": str(tmp_path / "data"),
        "WATCHGATE_DATABASE_URL": postgres_url,
        "COLUMNS": "40",
    }


@pytest.fixture
def watchgate(environment, monkeypatch):
    """watchgate("users", "list") -> what it said; a UserError is raised."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    app = typer.Typer()
    users.register(app)
    tokens.register(app)

    def run(*arguments, stdin=""):
        done = CliRunner().invoke(app, arguments, input=stdin)
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        assert done.exit_code == 0, done.output
        return done.stdout

    return run


@pytest.fixture
def ada(watchgate):
    out = watchgate(
        *("users", "create", "ada@example.com", "--name", "Ada", "--role", "analyst", "--json"),
        *("--grant", "reveal", "--url", "https://console.test"),
    )
    return json.loads(out)


def asked(postgres_url, question):
    """What *question* answers, asked of the database of a loop of its own."""
    import asyncio

    async def ask():
        database = Database(postgres_url)
        try:
            return await question(People(database, utc_now), Tokens(database, utc_now))
        finally:
            await database.close()

    return asyncio.run(ask())


def test_an_account_is_made_with_a_link_and_shown(watchgate, ada):
    listed = json.loads(watchgate("users", "list", "--json"))
    table = watchgate("users", "list")
    one = watchgate("users", "show", "ADA@example.com")

    assert ada["link"].startswith("https://console.test/invitation#")
    assert (ada["role"], ada["grants"], ada["workspaces"]) == ("analyst", ["reveal"], None)
    assert [person["id"] for person in listed] == [ada["id"]]
    assert "link" not in listed[0]
    assert ada["id"] in table
    assert "invited" in table
    assert "reveal" in one


def test_nobody_yet_says_what_to_do(watchgate):
    assert "users setup-link" in watchgate("users", "list")


def test_rights_change_by_name_and_nothing_else_does(watchgate, ada):
    changed = json.loads(
        watchgate("users", "change", ada["id"], "--role", "viewer", "--workspace", ACME, "--json")
    )
    freed = json.loads(
        watchgate("users", "change", "ada@example.com", "--no-grants", "--all-workspaces", "--json")
    )

    assert (changed["role"], changed["grants"], changed["workspaces"]) == ("viewer", ["reveal"], [ACME])
    assert (freed["role"], freed["grants"], freed["workspaces"]) == ("viewer", [], None)


@pytest.mark.parametrize(
    "arguments",
    [
        ["users", "change", "ada@example.com"],
        ["users", "change", "ada@example.com", "--grant", "reveal", "--no-grants"],
        ["users", "change", "ada@example.com", "--workspace", ACME, "--all-workspaces"],
        ["users", "change", "ada@example.com", "--grant", "identity"],
        ["users", "change", "ada@example.com", "--email", "not an e-mail"],
        ["users", "create", "Ada@Example.com", "--name", "Ada", "--role", "viewer"],
        ["users", "show", "nobody@example.com"],
        ["users", "remove", "ada@example.com"],
        ["users", "set-password", "ada@example.com"],
        ["tokens", "create", "--name", "x", "--role", "admin", "--for", "ada@example.com"],
        ["tokens", "create", "--name", "x", "--role", "viewer", "--for", "nobody@example.com"],
        ["tokens", "create", "--name", "x", "--role", "viewer", "--permission", "identity"],
    ],
)
def test_what_does_not_go_is_told_and_changes_nothing(watchgate, ada, arguments):
    with pytest.raises(UserError):
        watchgate(*arguments)

    (person,) = json.loads(watchgate("users", "list", "--json"))
    assert person == {name: value for name, value in ada.items() if name != "link"}
    assert json.loads(watchgate("tokens", "list", "--json")) == []


def test_a_password_comes_from_standard_input(environment, ada, postgres_url):
    done = subprocess.run(
        [sys.executable, "-m", "watchgate", "users", "set-password", "ada@example.com"],
        input=f"{PASSWORD}\n",
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert PASSWORD not in done.stdout + done.stderr
    person = asked(postgres_url, lambda people, _: people.verify("ada@example.com", Content(PASSWORD)))
    assert person.id == ada["id"]


def test_who_is_disabled_is_enabled_again_and_removed(watchgate, ada):
    states = [
        json.loads(watchgate("users", word, "ada@example.com", "--json"))["state"]
        for word in ("disable", "enable")
    ]
    link = watchgate("users", "invite", "ada@example.com", "--url", "https://console.test")
    watchgate("users", "remove", "ada@example.com", "--yes")

    assert states == ["disabled", "active"]
    assert link.startswith("https://console.test/invitation#")
    assert link.strip() != ada["link"]
    assert json.loads(watchgate("users", "list", "--json")) == []


def test_a_token_of_a_person_may_less_than_he(watchgate, ada, postgres_url):
    made = json.loads(
        watchgate(
            *("tokens", "create", "--name", "export", "--role", "analyst", "--permission", "read"),
            *("--workspace", ACME, "--for", "ada@example.com", "--json"),
        )
    )
    table = watchgate("tokens", "list")

    caller = asked(postgres_url, lambda _, tokens: tokens.authenticate(made["token"]))
    assert (caller.principal, caller.permissions) == (ada["id"], {"read"})
    assert [str(one) for one in caller.workspaces] == [ACME]
    assert "analyst: read in 1 workspaces" in table
    assert made["token"] not in table

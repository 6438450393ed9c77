"""The commands: what they print, what they refuse, and how they end."""

import json

import pytest
import typer
from typer.testing import CliRunner

from unit.ledger.logs import Clock, ask, lines_of, make_log, put_lines
from watchgate.kernel.errors import UserError
from watchgate.ledger import cli
from watchgate.ledger.tail import follow
from watchgate.ledger.verify import verify_folder
from watchgate.ledger.writer import Ledger


@pytest.fixture
def log(tmp_path):
    return make_log(tmp_path)


@pytest.fixture
def run(tmp_path):
    app = typer.Typer()
    cli.register(app)

    def run(command, *arguments):
        return CliRunner().invoke(app, ["ledger", command, *arguments, "--data-dir", str(tmp_path)])

    return run


def edit(log, number):
    lines = lines_of(log)
    lines[number] = (lines[number][0], lines[number][1].replace(b"allow", b"block"))
    put_lines(log, lines)


@pytest.mark.usefixtures("log")
def test_verify_says_what_it_saw(run):
    result = run("verify")

    assert result.exit_code == 0
    assert "gateway-0: entries 0 to 11" in result.stdout
    assert result.stdout.endswith("OK\n")


def test_verify_names_the_changed_entry_and_ends_with_one(run, log):
    edit(log, 6)

    result = run("verify")

    assert result.exit_code == 1
    assert "TAMPERED (edited): Entry 6 was changed" in result.stdout


def test_verify_prints_json(run, log):
    edit(log, 6)

    result = run("verify", "--json")

    assert result.exit_code == 1
    report = json.loads(result.stdout)
    assert report["ok"] is False
    assert report["writers"][0]["fault"]["entry"] == 6


def test_a_bundle_is_exported_and_verified(run, log, tmp_path):
    bundle = str(tmp_path / "evidence.zip")

    exported = run("export", bundle)
    verified = run("verify", "--bundle", bundle)

    assert "gateway-0: 12 entries" in exported.stdout
    assert verified.exit_code == 0
    assert "cli-0: entries 0 to 0" in verified.stdout  # that it was handed out stands in it


def test_tail_shows_no_payload_unless_asked(run, log):
    shown = run("tail", "-n", "3", "--json").stdout.splitlines()

    assert [json.loads(line)["exchange"] for line in shown] == ["x_9", "x_10", "x_11"]
    assert not any("What of number" in line for line in shown)
    assert not (log.parent / "cli-0").exists()


@pytest.mark.usefixtures("log")
def test_tail_with_payloads_is_written_down(run):
    shown = run("tail", "-n", "20", "--payload", "--json").stdout

    entries = [json.loads(line) for line in shown.splitlines()]
    assert "What of number 9?" in shown
    assert [entry["type"] for entry in entries if entry["writer"] == "cli-0"] == ["ledger.read"]


@pytest.mark.usefixtures("log")
def test_tail_reads_like_a_log(run):
    result = run("tail", "-n", "1")

    assert result.stdout.endswith("gateway-0#11 exchange.request bytes_in=11 exchange=x_11 verdict=allow\n")


def test_what_is_written_while_one_follows_is_shown_across_segments_and_writers(tmp_path):
    first = Ledger.open(tmp_path, segment_bytes=500)
    ask(first, 0)
    first.flush()
    shown = follow(tmp_path, with_payload=False)
    second = Ledger.open(tmp_path)
    seen = []
    for number, ledger in enumerate([first, first, second, first, second], 1):
        ask(ledger, number)
        ledger.flush()
        seen.append((next(shown).entry["exchange"], ledger.writer_dir.name))
    first.close()
    second.close()

    assert seen == [
        ("x_1", "gateway-0"),
        ("x_2", "gateway-0"),
        ("x_3", "gateway-1"),
        ("x_4", "gateway-0"),
        ("x_5", "gateway-1"),
    ]


@pytest.mark.usefixtures("log")
def test_checkpoint_prints_the_newest_note(run):
    result = run("checkpoint")

    assert result.stdout.splitlines()[1] == "12"
    assert result.stdout.splitlines()[4].startswith("— watchgate/")


def test_a_printed_checkpoint_can_be_held_against_the_log_later(run, log, tmp_path):
    note = tmp_path / "note.txt"
    note.write_text(run("checkpoint").stdout)

    result = run("verify", "--checkpoint", str(note))

    assert result.exit_code == 0


def test_checkpoint_of_a_log_in_use_prints_what_was_signed_last(run, tmp_path):
    ledger = Ledger.open(tmp_path)
    ask(ledger, 1)
    ledger.checkpoint()

    result = run("checkpoint", "--json")
    ledger.close()

    assert json.loads(result.stdout)["size"] == 1


def test_erase_removes_the_payloads_of_an_exchange(run, log, tmp_path):
    result = run("erase", "x_4", "--reason", "Article 17")

    assert result.stdout == "1 payloads erased.\n"
    assert verify_folder(tmp_path).ok


@pytest.mark.usefixtures("log")
def test_erase_of_an_unknown_exchange_says_so(run):
    result = run("erase", "x_400", "--reason", "Article 17")

    assert isinstance(result.exception, UserError)
    assert "No entry speaks of the exchange x_400" in str(result.exception)


def test_erase_in_a_log_in_use_says_what_to_do(run, tmp_path):
    ledger = Ledger.open(tmp_path)
    ask(ledger, 1)
    ledger.flush()

    result = run("erase", "x_1", "--reason", "Article 17")
    ledger.close()

    assert "in use by a running process. Stop it first" in str(result.exception)


def test_retain_removes_what_is_due(run, tmp_path):
    ledger = Ledger.open(tmp_path, clock=Clock())
    ask(ledger, 1, keep_days=1)
    ledger.close()

    result = run("retain")

    assert result.stdout == "gateway-0: 0 payloads and 1 segments removed\n"
    assert verify_folder(tmp_path).ok


@pytest.mark.parametrize("command", ["verify", "tail", "checkpoint", "retain"])
def test_a_folder_without_a_ledger_is_one_clear_sentence(run, command):
    result = run(command)

    assert isinstance(result.exception, UserError)
    assert "There is no ledger in" in str(result.exception)


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["verify", "--public-key", "/nowhere/key.pub"], "cannot be read"),
        (["verify", "--bundle", "/nowhere/bundle.zip"], "cannot be read"),
        (["export", "/nowhere/bundle.zip"], "cannot be written"),
        (["export", "/tmp/bundle.zip", "--since", "yesterday"], "is not a time"),
    ],
)
def test_what_a_person_can_mend_is_one_clear_sentence(run, arguments, message):
    result = run(*arguments)

    assert isinstance(result.exception, UserError)
    assert message in str(result.exception)

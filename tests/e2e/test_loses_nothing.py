"""The catalogue equals the truth, whatever OpenAI and the machine do on the way. `make soak-ingest` runs it with 200 000 messages."""

import os
import sys
import time

import pytest

from e2e.losing_nothing import Office, own_folder, simulator_options, stored_texts
from watchgate.testing.simulator import RunningSimulator

MESSAGES = int(os.environ.get("SOAK_MESSAGES", "3000"))
KILLS = max(6, MESSAGES // 5000)
SECONDS = max(150, MESSAGES // 50)
IS_SOAK = "SOAK_MESSAGES" in os.environ


@pytest.fixture(scope="module")
def office():
    with (
        RunningSimulator(*simulator_options(MESSAGES)) as simulator,
        own_folder() as folder,
        Office(simulator, folder, workers=3) as office,
    ):
        began = time.monotonic()
        office.until_complete(kills=KILLS, seconds=SECONDS, progress=_say if IS_SOAK else lambda _: None)
        _say_how_it_went(office, time.monotonic() - began)
        simulator.faults({})
        yield office


@pytest.fixture(scope="module")
def truth(office):
    """Every event that the simulator has put into a log file, by id."""
    return {event["event_id"]: event for event in office.simulator.truth_events()}


def test_something_was_killed(office):
    assert office.kills["worker"] > 0
    assert sum(office.kills.values()) >= KILLS


def test_every_event_is_there_exactly_once_and_no_other(office, truth):
    stored = [event_id for (event_id,) in office.query("SELECT event_id FROM event")]
    listed = {event_id for event_id, event in truth.items() if event["type"] != "AUDIT_LOG"}

    assert len(stored) == len(set(stored))
    assert listed - set(stored) == set(), "lost"
    assert set(stored) - truth.keys() == set(), "invented"


def test_every_text_is_the_one_that_was_written(office, truth):
    wanted = {
        event_id: event["sha256"]
        for event_id, event in truth.items()
        if event["type"] == "CONVERSATION_MESSAGE"
    }
    stored = stored_texts(office)

    assert stored.keys() == wanted.keys()
    # Half a surrogate pair cannot be written down; U+FFFD stands for it.
    assert [
        event_id
        for event_id, (digest, has_replacement) in stored.items()
        if wanted[event_id] not in (None, digest) and not has_replacement
    ] == []


def test_what_is_added_up_adds_up(office):
    [(versions, messages)] = office.query(
        "SELECT (SELECT sum(version_count) FROM conversation), (SELECT count(*) FROM message)"
    )
    [(by_day, by_conversation, findings, in_conversations)] = office.query(
        "SELECT (SELECT sum(findings) FROM finding_day), (SELECT sum(finding_count) FROM conversation),"
        " (SELECT count(*) FROM finding), (SELECT count(*) FROM finding WHERE conversation_id IS NOT NULL)"
    )
    [(events, files_say)] = office.query(
        "SELECT (SELECT count(*) FROM event), (SELECT sum(events) FROM log_file WHERE state = 'done')"
    )

    assert versions == messages
    assert by_day == findings
    assert by_conversation == in_conversations
    assert events == files_say


def test_some_events_came_twice_and_some_were_unknown(office):
    [(twice,)] = office.query("SELECT sum(duplicates) FROM log_file")

    assert twice > 0
    assert office.query("SELECT count(*) FROM schema_drift")[0][0] > 0


def test_every_broken_line_is_quarantined_at_its_place(office):
    made = {(line["log_file_id"], line["offset"]) for line in office.simulator.truth_broken_lines()}
    found = set(office.query("SELECT file_id, byte_offset FROM broken_line"))

    assert made
    assert made <= found


def test_no_file_was_given_up(office):
    assert office.query("SELECT count(*) FROM log_file WHERE state <> 'done'") == [(0,)]


def test_the_ledger_verifies(office):
    assert office.run("ledger", "verify").rstrip().endswith("OK")


def _say(left):
    sys.stderr.write(f"\r{left} files left   ")


def _say_how_it_went(office, seconds):
    if IS_SOAK:
        kills = ", ".join(f"{count} x {what}" for what, count in office.kills.items())
        sys.stderr.write(
            f"\r{MESSAGES} messages, 3 workers, killed {kills}: complete after {seconds:.0f} s\n"
        )

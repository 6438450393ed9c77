"""Faults of the compliance host on the wire, and our own client reading through all of them to the last event."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

import httpx
import pytest

from integration.simulator.asking import LONG_AGO, WEDNESDAY, Asker
from watchgate.openai.backoff import Patience
from watchgate.openai.compliance import ComplianceClient
from watchgate.openai.connect import new_http_client
from watchgate.openai.limits import Limits, Rates
from watchgate.testing.simulator import RunningSimulator

MESSAGES = "CONVERSATION_MESSAGE"
ONCE = {"rate": 1, "times": 1}


@pytest.fixture(scope="module")
def running_simulator() -> Iterator[RunningSimulator]:
    with RunningSimulator(*WEDNESDAY, "--messages", "300", "--people", "12") as simulator:
        yield simulator


@pytest.fixture
def asker(simulator: RunningSimulator) -> Iterator[Asker]:
    made = Asker(simulator)
    with made.http:
        yield made


@pytest.fixture
def file(asker):
    return next(asker.log_files(MESSAGES))


def test_a_list_is_refused_with_a_server_error_or_too_many(asker, simulator):
    simulator.faults({"log-5xx:502": ONCE, "log-429:7": {"rate": 1, "times": 2}})
    first = asker.get("logs", event_type=MESSAGES, after=LONG_AGO)
    second = asker.get("logs", event_type=MESSAGES, after=LONG_AGO)
    third = asker.get("logs", event_type=MESSAGES, after=LONG_AGO)
    assert [first.status_code, second.status_code, third.status_code] == [502, 429, 200]
    assert second.headers["retry-after"] == "7"


def test_bytes_arrive_changed(asker, simulator, file):
    simulator.faults({"log-bad-sha": ONCE})
    damaged, whole = (asker.content(f"logs/{file['id']}") for _ in range(2))
    assert len(damaged) == len(whole) == file["file_size"]
    assert sha256(damaged).hexdigest() != file["file_sha256"] == sha256(whole).hexdigest()


def test_the_connection_breaks_in_the_middle_of_a_file(asker, simulator, file):
    simulator.faults({"log-cut": ONCE})
    with pytest.raises(httpx.RemoteProtocolError):
        asker.content(f"logs/{file['id']}")
    assert len(asker.content(f"logs/{file['id']}")) == file["file_size"]


def test_a_signed_url_may_have_expired_on_arrival(asker, simulator, file):
    simulator.faults({"log-expired-url": ONCE})
    assert httpx.get(asker.get(f"logs/{file['id']}").headers["location"]).status_code == 403
    assert asker.content(f"logs/{file['id']}")


def test_the_list_may_announce_a_wrong_hash_once(asker, simulator, file):
    simulator.faults({"log-bad-listed-sha": ONCE})
    wrong = asker.get("logs", event_type=MESSAGES, after=LONG_AGO, limit=1).json()["data"][0]
    assert wrong["file_sha256"] != file["file_sha256"]
    assert next(asker.log_files(MESSAGES)) == file


def test_the_file_at_the_boundary_comes_again(asker, simulator, file):
    simulator.faults({"log-boundary": 1})
    page = asker.get("logs", event_type=MESSAGES, after=file["end_time"]).json()
    assert page["data"][0] == file


def test_short_pages_lead_to_the_same_files(asker, simulator):
    whole = list(asker.log_files(MESSAGES))
    simulator.faults({"log-short-page": 1, "log-boundary": 1})
    seen = {each["id"]: each for each in asker.log_files(MESSAGES, limit=5)}
    assert list(seen.values()) == whole


def test_an_empty_page_may_carry_a_date(asker, simulator):
    simulator.faults({"log-dated-empty": 1})
    page = asker.get("logs", event_type=MESSAGES, after="2040-01-01T00:00:00Z").json()
    assert page["last_end_time"] == "2040-01-01T00:00:00.000000Z"


def test_an_address_may_be_off_the_allow_list(asker, simulator):
    simulator.faults({"ip-not-allowed": 1})
    assert asker.get("users").status_code == 403


def test_faults_of_the_logs_leave_other_calls_alone(asker, simulator):
    simulator.faults({"log-5xx": 1, "log-429": 1, "file-5xx": 1})
    assert asker.get("users").status_code == 200
    simulator.faults({"object-5xx": 1})
    assert asker.get("users").status_code >= 500
    assert asker.get("logs", event_type=MESSAGES, after=LONG_AGO).status_code == 200


def test_a_fault_may_be_asked_for_by_header(simulator):
    asker = Asker(simulator, **{"x-sim-fault": "log-5xx:503"})
    with asker.http:
        assert asker.get("logs", event_type=MESSAGES, after=LONG_AGO).status_code == 503


async def test_our_own_client_reads_everything_through_all_faults() -> None:
    rates = {
        "log-5xx": 0.05,
        "log-bad-sha": 0.05,
        "log-cut": 0.05,
        "log-expired-url": 0.05,
        "log-boundary": 0.3,
        "log-short-page": 0.3,
        "log-duplicate": 0.1,
        "log-late": 0.1,
        "log-unknown-type": 0.02,
        "log-concatenated": 0.05,
    }
    options = [text for name, rate in rates.items() for text in ("--fault", f"{name}={rate}")]
    with RunningSimulator(*WEDNESDAY, "--messages", "400", "--people", "12", *options) as simulator:
        read = await _read_messages(simulator)
        simulator.faults({})
        truth = {
            event["event_id"]
            for event in simulator.truth_events()
            if event["type"] in (MESSAGES, "QUANTUM_LOG")
        }
        assert read == truth


async def _read_messages(simulator: RunningSimulator) -> set[str]:
    """The ids of all events in the files of CONVERSATION_MESSAGE."""
    read: set[str] = set()
    boundless = Limits(Rates(list=float("inf"), item=float("inf"), log_download=float("inf")))
    patience = Patience(attempts=12, first_delay_s=0.01, longest_delay_s=0.02)
    async with new_http_client() as http:
        client = ComplianceClient(
            simulator.base_url, simulator.keys["full"], http=http, limits=boundless, patience=patience
        )
        workspace, after, has_more = UUID(simulator.workspace_id), datetime(2020, 1, 1, tzinfo=UTC), True
        while has_more:
            page = await client.list_log_files(workspace, MESSAGES, after - timedelta(hours=1), limit=20)
            for file in page.files:
                got = await client.download_log_file(
                    workspace, file.id, expect_sha256=file.sha256, expect_size=file.size_bytes
                )
                with got.file:
                    read |= _ids(got.file.read().decode())
            has_more = page.has_more and page.last_end_time is not None and page.last_end_time > after
            after = page.last_end_time or after
    return read


def _ids(content: str) -> set[str]:
    decoder, found = json.JSONDecoder(), set()
    for line in content.splitlines():
        place = 0
        while place < len(line):
            event, place = decoder.raw_decode(line, place)
            found.add(event["event_id"])
    return found

"""Uploaded files are fetched on first sight, read by a bounded process, and what cannot be read says why."""

import time

import pytest

from e2e.losing_nothing import Office, own_folder
from watchgate.testing.simulator import RunningSimulator


@pytest.fixture(scope="module")
def office():
    options = ("--messages", "1500", "--days", "5", "--upload-hours", "2000")
    with (
        RunningSimulator(*options, seed=3) as simulator,
        own_folder() as folder,
        Office(simulator, folder, workers=1) as office,
    ):
        office.until_complete(kills=0, seconds=120)
        deadline = time.monotonic() + 120
        while office.query("SELECT count(*) FROM file WHERE state = 'pending'") != [(0,)]:
            assert time.monotonic() < deadline
            time.sleep(0.5)
        yield office


@pytest.fixture(scope="module")
def uploaded(office):
    return {file["file_id"]: file for file in office.simulator.truth_files()}


def test_every_file_was_fetched_as_it_was_uploaded(office, uploaded):
    stored = office.query("SELECT file_id, state, size_bytes, sha256 FROM file")

    assert {file_id for file_id, *_ in stored} == uploaded.keys()
    assert {state for _, state, *_ in stored} == {"fetched"}
    assert all(
        (size, digest) == (uploaded[file_id]["size_bytes"], uploaded[file_id]["sha256"])
        for file_id, _, size, digest in stored
    )


def test_what_could_not_be_read_says_why(office):
    unread = dict(office.query("SELECT file_id, scan_note FROM file WHERE scan_state = 'not_scanned'"))
    silent = office.query("SELECT count(*) FROM file WHERE scan_state IS NULL")

    assert silent == [(0,)]
    assert all(unread.values())
    for file_id, mime in office.query("SELECT file_id, mime FROM file"):
        if mime and mime.startswith("image/"):
            assert file_id in unread, "nobody reads pictures yet"


def test_planted_addresses_in_files_are_found(office, uploaded):
    planted = {
        value["file_id"]
        for value in office.simulator.truth_planted()
        if value["asset"] == "file" and value["entity"] == "EMAIL_ADDRESS"
    }
    scanned = {
        file_id for (file_id,) in office.query("SELECT file_id FROM file WHERE scan_state = 'scanned'")
    }
    found = {
        file_id
        for (file_id,) in office.query(
            "SELECT asset_id FROM finding WHERE asset_kind = 'file' AND entity = 'EMAIL_ADDRESS'"
        )
    }

    assert planted & scanned
    assert planted & scanned <= found


def test_what_was_found_in_files_adds_up(office):
    [(in_files, findings)] = office.query(
        "SELECT (SELECT sum(finding_count) FROM file), (SELECT count(*) FROM finding WHERE asset_kind = 'file')"
    )

    assert in_files == findings > 0

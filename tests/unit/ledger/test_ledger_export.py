"""Bundles: the same bytes each time, any range, verified without us."""

import json
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unit.ledger.logs import DAY_ONE, ask, make_log
from watchgate.kernel.clock import rfc3339
from watchgate.kernel.errors import UserError
from watchgate.ledger.checkpoints import read_checkpoints
from watchgate.ledger.erasure import of_exchange
from watchgate.ledger.export import export
from watchgate.ledger.verify import Unreadable, verify_bundle
from watchgate.ledger.writer import Ledger

ENTRIES = 20


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory):
    return make_log(tmp_path_factory.mktemp("data"), ENTRIES, sign_at=(3, 6, 11, 14)).parent.parent


def at(seconds):
    """The time of an entry: the clock of the log goes on by a second for each."""
    return rfc3339(DAY_ONE.replace(second=seconds))


def rezipped(bundle, out, change):
    """A copy of a bundle with each member's content changed by `change(name, content)`."""
    with zipfile.ZipFile(bundle) as source, zipfile.ZipFile(out, "w") as copy:
        for name in source.namelist():
            copy.writestr(name, change(name, source.read(name)))
    return out


def test_a_bundle_of_everything_verifies_with_the_key(data_dir, tmp_path):
    (exported,) = export(data_dir, tmp_path / "bundle.zip")

    report = verify_bundle(
        tmp_path / "bundle.zip", (data_dir / "ledger" / "gateway-0" / "key.pub").read_text()
    )

    assert (exported.first, exported.end) == (0, ENTRIES)
    assert (report.ok, report.is_pinned, report.writers[0].entries) == (True, True, ENTRIES)


def test_the_same_log_gives_the_same_bytes(data_dir, tmp_path):
    export(data_dir, tmp_path / "one.zip")
    export(data_dir, tmp_path / "two.zip")

    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, ENTRIES + 2), st.integers(0, ENTRIES + 2))
def test_any_range_verifies_and_holds_what_was_asked_for(data_dir, tmp_path, one, other):
    since, until = sorted((one, other))

    (exported,) = export(data_dir, tmp_path / "part.zip", since=at(since), until=at(until))
    (report,) = verify_bundle(tmp_path / "part.zip").writers

    asked_for = range(max(since - 1, 0), min(until - 1, ENTRIES))
    assert report.fault is None
    assert report.entries == exported.end - exported.first
    assert set(asked_for) <= set(range(exported.first, exported.end))
    assert report.unsigned <= 0
    assert not asked_for or report.first == asked_for.start


def test_a_range_ends_at_the_next_checkpoint(data_dir, tmp_path):
    sizes = [one.size for one in read_checkpoints(data_dir / "ledger" / "gateway-0" / "checkpoints")]

    (exported,) = export(data_dir, tmp_path / "part.zip", until=at(10))

    assert exported.end == min(size for size in sizes if size >= 9)


def test_a_bundle_without_payloads_verifies_and_holds_none(data_dir, tmp_path):
    export(data_dir, tmp_path / "bare.zip", with_payloads=False)

    (report,) = verify_bundle(tmp_path / "bare.zip").writers

    assert (report.fault, report.payloads_present) == (None, 0)
    assert report.removals_outside == report.payloads_removed > 0
    with zipfile.ZipFile(tmp_path / "bare.zip") as bundle:
        assert not any(b"What of number" in bundle.read(name) for name in bundle.namelist())


def test_a_changed_entry_in_a_bundle_is_reported(data_dir, tmp_path):
    export(data_dir, tmp_path / "bundle.zip")
    changed = rezipped(
        tmp_path / "bundle.zip",
        tmp_path / "changed.zip",
        lambda _, content: content.replace(b'"x_7"', b'"x_0"'),
    )

    (report,) = verify_bundle(changed).writers

    assert (report.fault.kind, report.fault.entry) == ("edited", 7)


def test_a_damaged_bundle_is_not_called_good(data_dir, tmp_path):
    export(data_dir, tmp_path / "bundle.zip")
    content = bytearray((tmp_path / "bundle.zip").read_bytes())
    content[content.index(b"segments/") + 200] ^= 0xFF
    (tmp_path / "bundle.zip").write_bytes(content)

    report = verify_bundle(tmp_path / "bundle.zip")

    assert not report.ok


def test_a_removal_that_was_announced_within_the_bundle_is_known(tmp_path):
    ledger = Ledger.open(tmp_path)
    for number in range(5):
        ask(ledger, number)
    ledger.erase_payloads(of_exchange("x_3"), reason="asked", exchange="x_3")
    ledger.close()
    export(tmp_path, tmp_path / "bundle.zip")

    (report,) = verify_bundle(tmp_path / "bundle.zip").writers

    assert (report.payloads_removed, report.removals_outside) == (1, 0)


def test_a_bundle_travels_with_its_verifier(data_dir, tmp_path):
    export(data_dir, tmp_path / "bundle.zip")

    with zipfile.ZipFile(tmp_path / "bundle.zip") as bundle:
        assert b"Is this log what was written" in bundle.read("verify.py")
        assert b"verify.py THIS-FILE.zip" in bundle.read("README.md")


def test_where_there_is_no_ledger_nothing_is_written(tmp_path):
    with pytest.raises(UserError, match="no ledger"):
        export(tmp_path, tmp_path / "bundle.zip")

    assert not (tmp_path / "bundle.zip").exists()


def test_a_file_that_is_no_bundle_is_said_to_be_none(tmp_path):
    (tmp_path / "bundle.zip").write_text(json.dumps({}))

    with pytest.raises(Unreadable, match="cannot be read"):
        verify_bundle(tmp_path / "bundle.zip")

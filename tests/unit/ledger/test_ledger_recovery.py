"""Opening: what a crash leaves is mended, what a crash cannot leave is refused."""

import json

import pytest

from unit.ledger.logs import Clock, ask, copy_of, fault_of, lines_of, make_log, put_lines, segment_paths
from watchgate.kernel.errors import UserError
from watchgate.ledger.checkpoints import newest_checkpoint
from watchgate.ledger.line import canonical
from watchgate.ledger.merkle import leaf_hash
from watchgate.ledger.recovery import LedgerTampered
from watchgate.ledger.writer import Ledger


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    return make_log(tmp_path_factory.mktemp("data"), 10)


def reopened(log):
    """Open and close; the entries that were written by that."""
    before = len(lines_of(log))
    ledger = Ledger.open_writer(log)
    ledger.close()
    return [json.loads(line.partition(b"\t")[0]) for _, line in lines_of(log)[before:]]


def with_unsigned_entries(log, count):
    """Add entries after the newest checkpoint, as a process that is killed leaves them."""
    lines = lines_of(log)
    for _ in range(count):
        segment, newest = lines[-1]
        text = newest.partition(b"\t")[0]
        head = json.loads(text)
        entry = {
            "v": 1,
            "seq": head["seq"] + 1,
            "time": head["time"],
            "type": "pack.loaded",
            "prev": leaf_hash(text).hex(),
        }
        lines.append((segment, canonical(entry) + b"\t-\n"))
    put_lines(log, lines)
    return lines


def test_a_log_cut_at_any_byte_after_its_newest_checkpoint_is_mended_and_says_so(log, tmp_path):
    copy = copy_of(log, tmp_path)
    signed = newest_checkpoint(copy / "checkpoints").size
    lines = with_unsigned_entries(copy, 2)
    last = segment_paths(copy)[-1]
    content = last.read_bytes()
    notes = (copy / "checkpoints").read_bytes()
    signed_bytes = len(content) - sum(len(line) for _, line in lines[signed:])

    for size in range(signed_bytes, len(content) + 1):
        last.write_bytes(content[:size])
        (copy / "checkpoints").write_bytes(notes)
        torn = size - (content.rindex(b"\n", 0, size) + 1)

        ledger = Ledger.open_writer(copy, clock=Clock())
        assert ask(ledger, 1) == signed + content[signed_bytes:size].count(b"\n") + bool(torn)
        ledger.close()

        recovered = [line for _, line in lines_of(copy) if b"ledger.recovered" in line]
        assert len(recovered) == bool(torn)
        assert not torn or f'"cut_bytes":{torn},'.encode() in recovered[0]
        assert fault_of(copy) is None


def test_a_log_that_was_left_in_order_is_opened_without_a_word(log, tmp_path):
    assert reopened(copy_of(log, tmp_path)) == []


def test_a_log_that_lost_signed_entries_is_not_opened(log, tmp_path):
    copy = copy_of(log, tmp_path)
    put_lines(copy, lines_of(copy)[:-1])

    with pytest.raises(LedgerTampered, match="entries 9 to 9 are missing"):
        Ledger.open_writer(copy)


def test_a_log_that_lost_all_segments_is_not_opened(log, tmp_path):
    copy = copy_of(log, tmp_path)
    for path in segment_paths(copy):
        path.unlink()

    with pytest.raises(LedgerTampered, match="10 entries"):
        Ledger.open_writer(copy)


@pytest.mark.parametrize("place", [-1, -2])
def test_a_log_with_a_wrong_line_in_its_newest_segment_is_not_opened(log, tmp_path, place):
    copy = copy_of(log, tmp_path)
    lines = lines_of(copy)
    lines[place] = (lines[place][0], lines[place][1].replace(b"allow", b"block"))
    put_lines(copy, lines)

    with pytest.raises(LedgerTampered, match=r"ledger verify"):
        Ledger.open_writer(copy)


def test_a_complete_line_that_is_wrong_is_refused_even_where_nothing_is_signed_yet(log, tmp_path):
    copy = copy_of(log, tmp_path)
    lines = with_unsigned_entries(copy, 2)
    lines[-1] = (lines[-1][0], lines[-1][1].replace(b'"seq":11', b'"seq":12'))
    put_lines(copy, lines)

    with pytest.raises(LedgerTampered, match="entry 11 is not what was written"):
        Ledger.open_writer(copy)


def test_a_changed_header_is_refused(log, tmp_path):
    copy = copy_of(log, tmp_path)
    last = segment_paths(copy)[-1]
    header, _, rest = last.read_bytes().partition(b"\n")
    last.write_bytes(header.replace(b'"v":1', b'"v":7') + b"\n" + rest)

    with pytest.raises(LedgerTampered, match="first line"):
        Ledger.open_writer(copy)


def test_a_changed_payload_is_refused(log, tmp_path):
    copy = copy_of(log, tmp_path)
    last = segment_paths(copy)[-1]
    last.write_bytes(last.read_bytes().replace(b"What of number 9", b"What of number 8"))

    with pytest.raises(LedgerTampered, match="entry 9"):
        Ledger.open_writer(copy)


def test_a_refused_log_is_free_for_others_to_look_at(log, tmp_path):
    copy = copy_of(log, tmp_path)
    put_lines(copy, lines_of(copy)[:-1])
    for _ in range(2):
        with pytest.raises(LedgerTampered):
            Ledger.open_writer(copy)


def test_half_written_files_of_a_crash_are_cleared_away(log, tmp_path):
    copy = copy_of(log, tmp_path)
    (copy / "segments" / "00000000000000000099.log.new").write_bytes(b"half")

    reopened(copy)

    assert not list((copy / "segments").glob("*.new"))


def test_a_log_in_use_is_not_opened_twice(log, tmp_path):
    copy = copy_of(log, tmp_path)
    ledger = Ledger.open_writer(copy)

    with pytest.raises(UserError, match="in use"):
        Ledger.open_writer(copy)
    ledger.close()

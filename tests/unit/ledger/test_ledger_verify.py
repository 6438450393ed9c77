"""The verifier names the entry at which a log was changed, whatever the change."""

import json
import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unit.ledger.logs import ask, copy_of, fault_of, lines_of, make_log, put_lines, segment_paths
from watchgate.ledger.checkpoints import CheckpointFile, read_checkpoints
from watchgate.ledger.line import canonical
from watchgate.ledger.merkle import CompactRange, leaf_hash
from watchgate.ledger.signing import Signer, load_or_make_signer
from watchgate.ledger.verify import Unreadable, describe, verify_folder
from watchgate.ledger.writer import Ledger

ENTRIES = 12
shared_folders = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
places = st.integers(0, ENTRIES - 1)


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    return make_log(tmp_path_factory.mktemp("data"), ENTRIES)


def rewritten(log, first, change):
    """Rewrite the entries from *first* on so that all links are whole; *change* is applied to that entry."""
    prev, lines = None, []
    for segment, line in lines_of(log):
        entry, _, record = line.partition(b"\t")
        parsed = json.loads(entry)
        if parsed["seq"] == first:
            change(parsed)
        if prev and parsed["seq"] > first:
            parsed["prev"] = prev
        text = canonical(parsed)
        prev = leaf_hash(text).hex()
        lines.append((segment, text + b"\t" + record))
    put_lines(log, lines)
    tree = CompactRange()
    for segment in segment_paths(log):
        _, *rest = segment.read_bytes().splitlines(keepends=True)
        before = json.loads(lines_of(log)[tree.size][1].partition(b"\t")[0])["prev"]
        header = {"base": tree.size, "prev": before, "peaks": [peak.hex() for peak in tree.peaks], "v": 1}
        segment.write_bytes(canonical(header) + b"\n" + b"".join(rest))
        for line in rest:
            tree.append(leaf_hash(line.partition(b"\t")[0]))


@settings(shared_folders, max_examples=25)
@given(
    st.lists(st.tuples(st.sampled_from(["append", "sign", "reopen"]), st.booleans()), max_size=30),
    st.integers(300, 5000),
)
def test_whatever_is_written_verifies(tmp_path_factory, steps, segment_bytes):
    data_dir = tmp_path_factory.mktemp("any")
    ledger = Ledger.open(data_dir, segment_bytes=segment_bytes)
    for number, (step, has_payload) in enumerate(steps):
        if step == "append":
            ask(ledger, number, payload=has_payload)
        elif step == "sign":
            ledger.checkpoint()
        else:
            ledger.close()
            ledger = Ledger.open(data_dir, segment_bytes=segment_bytes)
    ledger.close()

    (report,) = verify_folder(data_dir).writers

    assert report.fault is None
    assert report.entries == sum(step == "append" for step, _ in steps)
    assert report.unsigned == 0


def test_the_report_counts_what_is_there(log):
    report = verify_folder(log.parent.parent)

    (writer,) = report.writers
    assert (report.ok, report.is_pinned) == (True, False)
    assert (writer.first, writer.size, writer.signed_size) == (0, ENTRIES, ENTRIES)
    assert (writer.payloads_present, writer.payloads_removed, writer.payloads_never) == (8, 0, 4)
    assert writer.checkpoints >= 3


@settings(shared_folders, max_examples=1000)
@given(st.integers(0), st.integers(1, 255))
def test_any_changed_byte_is_reported_with_its_entry(log, tmp_path, place, change):
    copy = copy_of(log, tmp_path)
    contents = {path: bytearray(path.read_bytes()) for path in segment_paths(copy)}
    place %= sum(len(content) for content in contents.values())
    for path, content in contents.items():  # noqa: B007 -- the path is used after the search
        if place < len(content):
            break
        place -= len(content)
    expected = int(path.stem) + max(bytes(content[:place]).count(b"\n") - 1, 0)
    content[place] ^= change
    path.write_bytes(content)

    fault = fault_of(copy)

    assert fault is not None
    assert fault.entry == expected, fault
    assert fault.kind in ("edited", "payload", "truncated")


@settings(shared_folders, max_examples=60)
@given(places, places)
def test_swapped_lines_are_reported_at_the_first_of_them(log, tmp_path, one, other):
    copy = copy_of(log, tmp_path)
    lines = lines_of(copy)
    lines[one], lines[other] = (lines[one][0], lines[other][1]), (lines[other][0], lines[one][1])
    put_lines(copy, lines)

    fault = fault_of(copy)

    if one == other:
        assert fault is None
    else:
        assert (fault.kind, fault.entry) == ("reordered", min(one, other))


@pytest.mark.parametrize("gone", range(ENTRIES - 1))
def test_a_deleted_line_is_reported(log, tmp_path, gone):
    copy = copy_of(log, tmp_path)
    put_lines(copy, [line for number, line in enumerate(lines_of(copy)) if number != gone])

    fault = fault_of(copy)

    assert (fault.kind, fault.entry, fault.entries) == ("deleted", gone, (gone, gone))


@settings(shared_folders, max_examples=30)
@given(places, places)
def test_a_deleted_run_of_lines_is_reported_at_its_first(log, tmp_path, one, other):
    first, last = sorted((one, other))
    copy = copy_of(log, tmp_path)
    put_lines(copy, [line for number, line in enumerate(lines_of(copy)) if not first <= number <= last])

    fault = fault_of(copy)

    assert fault.entry == first
    assert fault.kind in (("deleted", "truncated") if last == ENTRIES - 1 else ("deleted",))


@settings(shared_folders, max_examples=60)
@given(st.integers(0))
def test_a_log_cut_at_any_byte_is_reported_as_truncated(log, tmp_path, place):
    copy = copy_of(log, tmp_path)
    last = segment_paths(copy)[-1]
    content = last.read_bytes()
    header = content.index(b"\n") + 1
    kept = content[: header + place % (len(content) - header)]
    last.write_bytes(kept)

    fault = fault_of(copy)

    assert (fault.kind, fault.entry) == ("truncated", int(last.stem) + kept.count(b"\n") - 1)


def test_a_line_that_stands_twice_is_reported(log, tmp_path):
    copy = copy_of(log, tmp_path)
    lines = lines_of(copy)
    put_lines(copy, [*lines[:7], (lines[7][0], lines[3][1]), *lines[7:]])

    fault = fault_of(copy)

    assert (fault.kind, fault.entry) == ("inserted", 7)


def test_a_line_that_was_replaced_by_a_copy_of_another_is_reported(log, tmp_path):
    copy = copy_of(log, tmp_path)
    lines = lines_of(copy)
    put_lines(copy, [*lines[:7], (lines[7][0], lines[3][1]), *lines[8:]])

    fault = fault_of(copy)

    assert (fault.kind, fault.entry) == ("edited", 7)


@pytest.mark.parametrize(("place", "kind"), [(0, "deleted"), (1, "deleted"), (2, "truncated")])
def test_a_missing_segment_is_reported_with_all_its_entries(log, tmp_path, place, kind):
    copy = copy_of(log, tmp_path)
    paths = segment_paths(copy)
    bases = [*(int(path.stem) for path in paths), ENTRIES]
    paths[place].unlink()

    fault = fault_of(copy)

    assert (fault.kind, fault.entries) == (kind, (bases[place], bases[place + 1] - 1))


@settings(shared_folders, max_examples=40)
@given(places)
def test_a_log_rewritten_from_an_entry_on_is_caught_by_the_signatures(log, tmp_path, first):
    copy = copy_of(log, tmp_path)
    rewritten(copy, first, lambda entry: entry.update(verdict="block"))
    sizes = [0, *(checkpoint.size for checkpoint in read_checkpoints(copy / "checkpoints"))]
    good = max(size for size in sizes if size <= first)
    signed = min(size for size in sizes if size > first)

    fault = fault_of(copy)

    assert fault.kind in ("forked", "edited")
    assert fault.entries in ((good, signed - 1), None)
    assert good <= fault.entry < signed


def test_two_signed_logs_of_the_same_size_are_a_fork(log, tmp_path):
    copy = copy_of(log, tmp_path)
    CheckpointFile(copy / "checkpoints", load_or_make_signer(copy)).sign(ENTRIES, b"x" * 32)

    fault = fault_of(copy)

    assert (fault.kind, fault.entry) == ("forked", ENTRIES - 1)


def test_a_log_that_was_rewritten_and_signed_anew_does_not_extend_an_older_checkpoint(log, tmp_path):
    kept_elsewhere = list(read_checkpoints(log / "checkpoints"))
    copy = copy_of(log, tmp_path)
    rewritten(copy, 3, lambda entry: entry.update(verdict="block"))
    (copy / "checkpoints").unlink()
    tree = CompactRange()
    file = CheckpointFile(copy / "checkpoints", load_or_make_signer(copy))
    for _, line in lines_of(copy):
        tree.append(leaf_hash(line.partition(b"\t")[0]))
    file.sign(tree.size, tree.root())
    assert fault_of(copy) is None

    fault = fault_of(copy, checkpoints=[kept_elsewhere[-1].note])

    assert fault.kind == "forked"
    assert fault.entries == (0, ENTRIES - 1)


def test_a_log_that_was_cut_together_with_its_checkpoints_is_shorter_than_an_older_checkpoint(log, tmp_path):
    newest = list(read_checkpoints(log / "checkpoints"))[-1]
    copy = copy_of(log, tmp_path)
    segment_paths(copy)[-1].unlink()
    base = int(segment_paths(log)[-1].stem)
    notes = [one.note + "\n" for one in read_checkpoints(log / "checkpoints") if one.size <= base]
    (copy / "checkpoints").write_text("".join(notes))
    assert fault_of(copy) is None

    fault = fault_of(copy, checkpoints=[newest.note])

    assert (fault.kind, fault.entries) == ("truncated", (base, ENTRIES - 1))


@settings(shared_folders, max_examples=100)
@given(st.integers(0), st.integers(1, 255))
def test_any_changed_byte_of_a_checkpoint_is_reported(log, tmp_path, place, change):
    copy = copy_of(log, tmp_path)
    content = bytearray((copy / "checkpoints").read_bytes())
    content[place % (len(content) - 2)] ^= change  # the last two: as if a crash had cut the last note short
    (copy / "checkpoints").write_bytes(content)

    fault = fault_of(copy)

    assert fault is not None
    assert fault.kind == "signature"


def test_a_payload_that_vanished_without_a_word_is_reported(log, tmp_path):
    copy = copy_of(log, tmp_path)
    lines = lines_of(copy)
    lines[4] = (lines[4][0], lines[4][1].partition(b"\t")[0] + b"\t-\n")
    put_lines(copy, lines)

    fault = fault_of(copy)

    assert (fault.kind, fault.entry) == ("payload", 4)


def test_an_announcement_that_nobody_signed_explains_nothing(log, tmp_path):
    copy = copy_of(log, tmp_path)
    lines = lines_of(copy)
    lines[4] = (lines[4][0], lines[4][1].partition(b"\t")[0] + b"\t-\n")
    last = lines[-1][1].partition(b"\t")[0]
    forged = {
        "v": 1,
        "seq": ENTRIES,
        "time": "t",
        "type": "ledger.erased",
        "prev": leaf_hash(last).hex(),
        "entries": [[4, 4]],
    }
    put_lines(copy, [*lines, (lines[-1][0], canonical(forged) + b"\t-\n")])

    fault = fault_of(copy)

    assert (fault.kind, fault.entry) == ("payload", 4)


def test_what_is_not_signed_yet_is_counted_and_an_incomplete_line_is_no_fault(log, tmp_path):
    copy = copy_of(log, tmp_path)
    lines = lines_of(copy)
    last = lines[-1][1].partition(b"\t")[0]
    more = {"v": 1, "seq": ENTRIES, "time": "t", "type": "t", "prev": leaf_hash(last).hex()}
    put_lines(copy, [*lines, (lines[-1][0], canonical(more) + b"\t-\n"), (lines[-1][0], b'{"half')])

    (report,) = verify_folder(copy).writers

    assert (report.fault, report.unsigned, report.torn_bytes) == (None, 1, 6)


def test_a_log_that_was_put_in_the_place_of_the_trusted_one_is_not_it(log, tmp_path):
    trusted = make_log(tmp_path / "other", 1)

    report = verify_folder(log, (trusted / "key.pub").read_text())

    assert not report.ok
    assert [(writer.is_pinned, writer.fault and writer.fault.kind) for writer in report.writers] == [
        (False, None),
        (False, "deleted"),
    ]


def test_a_key_that_only_bears_the_trusted_name_is_reported(log):
    name = load_or_make_signer(log).name

    fault = fault_of(log, public_key=Signer(name, b"x" * 32).verifier_key)

    assert fault.kind == "signature"


def test_a_log_of_another_key_beside_the_trusted_one_vouches_for_itself_only(log, tmp_path):
    shutil.copytree(log, tmp_path / "ledger" / "gateway-9")
    make_log(tmp_path)

    report = verify_folder(tmp_path, (log / "key.pub").read_text())

    assert report.ok
    assert [(writer.writer, writer.is_pinned) for writer in report.writers] == [
        ("gateway-0", False),
        ("gateway-9", True),
    ]
    assert "  Its key is not among those given: it vouches for itself only." in describe(report)


def test_the_trusted_key_verifies(log):
    report = verify_folder(log, "# the auditors' copy\n" + (log / "key.pub").read_text())

    assert (report.ok, report.is_pinned) == (True, True)


def test_a_log_that_has_gone_as_a_whole_is_missed_by_its_key(log, tmp_path):
    other = make_log(tmp_path / "other", 1)

    report = verify_folder(log, (log / "key.pub").read_text() + (other / "key.pub").read_text())

    assert [writer.fault and writer.fault.kind for writer in report.writers] == [None, "deleted"]


def test_a_checkpoint_that_somebody_else_signed_proves_nothing(log):
    note = next(iter(read_checkpoints(log / "checkpoints"))).note
    text, _, signature = note.partition("\n\n")
    forged = Signer(load_or_make_signer(log).name, b"x" * 32).sign_note(text + "\n")

    fault = fault_of(log, checkpoints=[forged])

    assert fault.kind == "signature"
    assert signature


@pytest.mark.parametrize(
    "key", ["", "nonsense", "a+b+c", "a+00000000+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"]
)
def test_a_key_that_is_none_is_said_to_be(log, key):
    with pytest.raises(Unreadable, match="key"):
        verify_folder(log, key)


def test_a_folder_without_a_ledger_is_said_to_be(tmp_path):
    with pytest.raises(Unreadable, match="no ledger"):
        verify_folder(tmp_path)


def test_a_missing_key_is_a_fault(log, tmp_path):
    copy = copy_of(log, tmp_path)
    (copy / "key.pub").unlink()

    assert fault_of(copy).kind == "deleted"

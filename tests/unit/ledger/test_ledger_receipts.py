"""A few entries prove themselves: whatever is changed in a receipt, it does not hold any more."""

import copy
import json
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watchgate.ledger import verify
from watchgate.ledger.proofs import prove
from watchgate.ledger.verify import Unreadable, verify_receipt
from watchgate.ledger.writer import Ledger
from watchgate.remediation.receipts.receipt import receipt_of

ABOUT = {"request": "rem_1", "workspace": "w"}
OBJECT = {
    **ABOUT,
    "number": 1,
    "kind": "file",
    "object": "file-1",
    "parent": None,
    "action": "delete",
    "requested_by": "usr_a",
    "decided_by": "usr_b",
}


def filled(folder, before=5, after=3):
    """A log with a request between other entries; the numbers of its entries."""
    ledger = Ledger.open(folder, kind="control")
    for number in range(before):
        ledger.append("other", {"n": number}, None)
    seqs = [
        ledger.append(
            "remediation.planned", {**ABOUT, "by": "usr_a"}, {"by_name": "Ann", "reason": "A card number"}
        ),
        ledger.append("remediation.approved", {**ABOUT, "by": "usr_b"}, {"by_name": "Bo"}),
        ledger.append(
            "remediation.object_done", {**OBJECT, "state": "done", "status": 200}, {"owner": "user-1"}
        ),
        ledger.append(
            "remediation.object_verified",
            {**OBJECT, "state": "verified", "result": "verified"},
            {"owner": "user-1"},
        ),
    ]
    for number in range(after):
        ledger.append("other", {"n": number}, None)
    ledger.flush()
    ledger.checkpoint()
    ledger.close()
    return seqs


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    return folder, filled(folder)


@pytest.fixture(scope="module")
def receipt(place):
    folder, seqs = place
    return receipt_of(prove(folder, [("control-0", seq) for seq in seqs]), 0)


def key_of(folder):
    return (folder / "ledger/control-0/key.pub").read_text()


def test_a_receipt_holds_and_says_what_the_entries_say(place, receipt):
    report = verify_receipt(json.dumps(receipt), key_of(place[0]))

    assert (report.ok, report.is_pinned) == (True, True)
    [one] = report.summary["objects"]
    assert (one["object"], one["requested_by"], one["decided_by"]) == ("file-1", "usr_a", "usr_b")
    assert [step["what"] for step in one["steps"]] == [
        "remediation.object_done",
        "remediation.object_verified",
    ]
    assert report.summary["steps"][0]["said"] == {"by_name": "Ann", "reason": "A card number"}


def test_without_a_key_from_elsewhere_it_vouches_for_itself_only(receipt):
    report = verify_receipt(json.dumps(receipt))

    assert (report.ok, report.is_pinned) == (True, False)


def test_the_key_of_another_ledger_is_not_taken(receipt, tmp_path):
    filled(tmp_path)

    assert not verify_receipt(json.dumps(receipt), key_of(tmp_path)).ok


def leaves(value, path=()):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from leaves(inner, (*path, index))
    else:
        yield path, value


def changed(value):
    match value:
        case bool() | None:
            return "x"
        case int():
            return value + 1
        case str():
            return value[:-1] + ("0" if value[-1:] != "0" else "1") if value else "x"
        case _:
            return None


def test_whatever_value_is_changed_it_does_not_hold(place, receipt):
    key = key_of(place[0])
    tried = 0
    for path, value in leaves(receipt):
        spoiled = copy.deepcopy(receipt)
        inner = spoiled
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = changed(value)
        tried += 1
        try:
            assert not verify_receipt(json.dumps(spoiled), key).ok, path
        except Unreadable:
            continue
    assert tried > 60


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whatever_is_taken_out_or_put_in_it_does_not_hold(place, receipt, data):
    spoiled = copy.deepcopy(receipt)
    where = data.draw(
        st.sampled_from(
            [
                spoiled,
                spoiled["summary"],
                spoiled["entries"][0],
                spoiled["logs"]["control-0"],
                spoiled["summary"]["objects"][0],
            ]
        )
    )
    if data.draw(st.booleans()):
        del where[data.draw(st.sampled_from(sorted(where)))]
    else:
        where["more"] = 1
    try:
        assert not verify_receipt(json.dumps(spoiled), key_of(place[0])).ok
    except Unreadable:
        return


def test_a_name_that_stands_twice_is_not_taken(receipt):
    text = json.dumps(receipt)

    with pytest.raises(Unreadable, match="a name twice"):
        verify_receipt('{"summary": {"request": "rem_other"}, ' + text[1:])


def test_entries_of_another_request_do_not_mix(place, tmp_path):
    folder = tmp_path
    ledger = Ledger.open(folder, kind="control")
    one = ledger.append("remediation.object_done", OBJECT, None)
    two = ledger.append("remediation.object_done", {**OBJECT, "request": "rem_2"}, None)
    ledger.flush()
    ledger.checkpoint()
    ledger.close()

    with pytest.raises(Unreadable, match="mixes two requests"):
        receipt_of(prove(folder, [("control-0", one), ("control-0", two)]), 0)


def test_what_is_not_signed_yet_is_said(place, receipt):
    report = verify_receipt(json.dumps({**receipt, "pending": 1}))

    assert not report.ok
    assert "Not all of it is proven yet" in report.problems[0]


def test_an_entry_that_no_checkpoint_covers_is_missing(place):
    folder, seqs = place

    found = prove(folder, [("control-0", seqs[0]), ("control-0", 999), ("control-7", 0)])

    assert [one.seq for one in found.proven] == [seqs[0]]
    assert found.missing == [("control-0", 999), ("control-7", 0)]


def test_an_erased_payload_is_told_and_the_receipt_still_holds(tmp_path):
    seqs = filled(tmp_path)
    ledger = Ledger.open(tmp_path, kind="control")
    ledger.erase_payloads(lambda entry, _: b"remediation.planned" in entry, reason="asked for")
    ledger.flush()
    ledger.checkpoint()
    ledger.close()

    report = verify_receipt(
        json.dumps(receipt_of(prove(tmp_path, [("control-0", seq) for seq in seqs]), 0)), key_of(tmp_path)
    )

    assert report.ok
    assert report.summary["steps"][0]["said"] == "erased"


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 40), st.integers(0, 40))
def test_every_entry_of_a_log_of_any_length_is_proven(tmp_path_factory, before, after):
    folder = tmp_path_factory.mktemp("data")
    seqs = filled(folder, before, after)

    made = receipt_of(prove(folder, [("control-0", seq) for seq in seqs]), 0)

    assert verify_receipt(json.dumps(made), key_of(folder)).ok


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "5",
        '{"format": "watchgate-receipt/1"}',
        '{"format": "watchgate-receipt/2"}',
        "[" * 100_000,
    ],
)
def test_what_is_no_receipt_is_said(text):
    with pytest.raises(Unreadable):
        verify_receipt(text)


@pytest.mark.parametrize(
    "program",
    [("-m", "watchgate", "ledger", "verify-receipt"), ("-I", verify.__file__)],
    ids=["the command", "the one file alone"],
)
def test_the_programs_end_as_the_receipt_deserves(place, receipt, tmp_path, program):
    keys, file = tmp_path / "keys.pub", tmp_path / "receipt.json"
    keys.write_text(key_of(place[0]))

    def ended(text):
        file.write_text(text)
        command = [sys.executable, *program, str(file), "--public-key", str(keys)]
        process = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        return process.returncode, process.stdout + process.stderr

    held, spoiled, other = (
        ended(text) for text in (json.dumps(receipt), json.dumps(receipt).replace("file-1", "file-2"), "none")
    )

    assert (held[0], held[1].splitlines()[-1]) == (0, "OK")
    assert "file file-1: verified" in held[1]
    assert spoiled[0] == 1
    assert "was changed" in spoiled[1]
    assert other[0] == 2
    assert "This is no receipt" in other[1]

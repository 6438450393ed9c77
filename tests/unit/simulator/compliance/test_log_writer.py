"""Log files: complete, immutable, in order; and each fault does what it says, nothing else."""

import json
from collections import Counter
from datetime import timedelta
from hashlib import sha256

import pytest

from unit.simulator.compliance.tiny import END
from watchgate.simulator import truth
from watchgate.simulator.compliance_host.log_files import spilled
from watchgate.simulator.compliance_host.log_lines import Line
from watchgate.simulator.compliance_host.log_list import LogList, Wanted
from watchgate.simulator.compliance_host.log_writer import LogWriter, Sources

MESSAGES = "CONVERSATION_MESSAGE"
LONG_AGO = END - timedelta(days=3)


def listed(workspace, kind=MESSAGES, after=LONG_AGO, before=None, limit=10_000):
    now = workspace.simulation.clock.now()
    return workspace.logs.page(Wanted([kind], after, before, limit), now).files


def events_of(content):
    """All objects in *content*, however they are separated; broken lines are left out."""
    decoder, found = json.JSONDecoder(), []
    for line in content.decode().splitlines():
        place = 0
        while place < len(line):
            try:
                value, place = decoder.raw_decode(line, place)
            except ValueError:
                break
            found.append(value)
    return found


def ids(files):
    return [event["event_id"] for file in files for event in events_of(file.path.read_bytes())]


def told(workspace):
    return [json.loads(line) for line in truth.events(workspace)]


def expected(kind, count=600):
    return [f"event-{number}" for number in range(count) if TINY[number % 5] == kind]


TINY = (MESSAGES, MESSAGES, MESSAGES, "AUDIT_LOG", "COSTS")


def test_every_event_is_in_exactly_one_file(make_workspace):
    workspace = make_workspace()
    assert ids(listed(workspace)) == expected(MESSAGES)
    assert ids(listed(workspace, "COSTS")) == expected("COSTS")


def test_files_are_listed_by_strictly_rising_end_time_and_are_what_the_list_says(make_workspace):
    files = listed(make_workspace())
    ends = [file.end_time for file in files]
    assert ends == sorted(set(ends))
    for file in files:
        content = file.path.read_bytes()
        assert (len(content), sha256(content).hexdigest()) == (file.size_bytes, file.sha256)
        newest = max(event["timestamp"] for event in events_of(content))
        assert newest < file.end_time.isoformat()


def test_pages_of_any_size_join_without_gap_or_overlap(make_workspace):
    workspace = make_workspace()
    whole = listed(workspace)
    for limit in (1, 7, len(whole)):
        after, joined = LONG_AGO, []
        while page := listed(workspace, after=after, limit=limit):
            joined += page
            after = page[-1].end_time
        assert joined == whole


def test_before_and_after_are_strict(make_workspace):
    workspace = make_workspace()
    whole = listed(workspace)
    assert listed(workspace, after=whole[3].end_time, before=whole[9].end_time) == whole[4:9]


def test_files_do_not_change_when_asked_for_in_another_order(make_workspace):
    forward, backward = make_workspace(), make_workspace()
    newest_first = listed(backward, after=END - timedelta(hours=1)) and listed(backward)
    assert [file.sha256 for file in newest_first] == [file.sha256 for file in listed(forward)]


@pytest.mark.parametrize("asked_newest_first", [False, True])
def test_late_and_repeated_events_lose_nothing(make_workspace, asked_newest_first):
    workspace = make_workspace("log-late=0.3", "log-duplicate=0.3")
    if asked_newest_first:
        listed(workspace, after=END - timedelta(hours=2))
    counts = Counter(ids(listed(workspace)))
    assert set(counts) == set(expected(MESSAGES))
    assert max(counts.values()) > 1
    assert ids(listed(workspace)) != expected(MESSAGES)


def test_a_late_event_stands_in_a_file_that_ends_after_its_own_window(make_workspace):
    workspace = make_workspace("log-late=0.3")
    in_time = {event: file for file in listed(make_workspace()) for event in ids([file])}
    late = [
        (file, event)
        for file in listed(workspace)
        for event in ids([file])
        if file.end_time != in_time[event].end_time
    ]
    assert late
    assert all(file.end_time > in_time[event].end_time for file, event in late)


def test_the_truth_names_each_event_once_whatever_happened_to_it(make_workspace):
    workspace = make_workspace("log-late=0.3", "log-duplicate=0.3", "log-unknown-type=0.1")
    sent = {kind: set(ids(listed(workspace, kind))) for kind in (MESSAGES, "COSTS", "AUDIT_LOG")}
    counts = Counter(each["event_id"] for each in told(workspace))
    assert set(counts.values()) == {1}
    assert set(counts) == set().union(*sent.values())
    assert any(each["type"] == "QUANTUM_LOG" for each in told(workspace))


def test_the_truth_hashes_the_text(make_workspace):
    first = told(make_workspace())[0]
    assert first["sha256"] == sha256("Zürich 0".encode()).hexdigest()
    assert (first["message_id"], first["conversation_id"]) == ("message-0", "conversation-0")


def test_the_truth_names_planted_values(make_workspace):
    values = [json.loads(line) for line in truth.planted(make_workspace())]
    assert len(values) == 6
    assert {(each["entity"], each["start"], each["end"]) for each in values} == {("CITY", 0, 6)}


def test_broken_lines_stand_where_the_truth_says_and_cost_no_event(make_workspace):
    workspace = make_workspace("log-broken-line=0.2", "log-concatenated=0.3")
    files = {file.id: file for file in listed(workspace)}
    broken = [json.loads(line) for line in truth.broken_lines(workspace)]
    assert len(broken) > 20
    for each in broken:
        content = files[each["log_file_id"]].path.read_bytes()
        line = content[each["offset"] :].split(b"\n")[0]
        assert line.startswith(b"{")
        assert each["offset"] == 0 or content[each["offset"] - 1 : each["offset"]] == b"\n"
        with pytest.raises(json.JSONDecodeError):
            json.loads(line)
    assert ids(files.values()) == expected(MESSAGES)


def test_concatenated_objects_share_a_line(make_workspace):
    files = listed(make_workspace("log-concatenated=0.5"))
    assert ids(files) == expected(MESSAGES)
    lines = sum(file.path.read_bytes().count(b"\n") for file in files)
    assert lines < len(expected(MESSAGES))
    assert all(file.path.read_bytes().endswith(b"}\n") for file in files)


def test_an_unknown_field_changes_nothing_else(make_workspace):
    plain = [event for file in listed(make_workspace()) for event in events_of(file.path.read_bytes())]
    files = listed(make_workspace("log-unknown-field=0.5"))
    events = [event for file in files for event in events_of(file.path.read_bytes())]
    assert any("added_later" in event for event in events)
    assert [{name: event[name] for name in event if name != "added_later"} for event in events] == plain


def test_the_same_seed_writes_the_same_bytes(make_workspace):
    faults = ("log-late=0.2", "log-duplicate=0.2", "log-broken-line=0.1", "log-unknown-type=0.1")
    digests = [[file.sha256 for file in listed(make_workspace(*faults, seed=seed))] for seed in (5, 5, 6)]
    assert digests[0] == digests[1]
    assert digests[0] != digests[2]


def test_a_window_is_cut_into_files_of_bounded_size(tmp_path):
    lines = [Line(b"%03d\n" % number) for number in range(100)] + [Line(b"x" * 50 + b"\n"), Line(b"end\n")]
    parts = spilled(lines, tmp_path, "KIND_1", most_bytes=40)
    contents = [part.path.read_bytes() for part in parts]
    assert b"".join(contents) == b"".join(line.data for line in lines)
    assert [len(content) for content in contents] == [40] * 10 + [51, 4]
    assert [part.sha256 for part in parts] == [sha256(content).hexdigest() for content in contents]


def test_the_parts_of_a_window_are_listed_in_order_and_each_once(make_workspace, tmp_path):
    workspace = make_workspace("log-late=0.2", "log-duplicate=0.2")
    source = Sources(
        0,
        workspace.population,
        workspace.index,
        workspace.echo,
        workspace.further,
        workspace.windows,
        workspace.simulation.faults,
    )
    logs = LogList(LogWriter(source, tmp_path, workspace.begun, most_bytes=700), workspace.windows)
    now, after, joined = workspace.simulation.clock.now(), LONG_AGO, []
    while page := logs.page(Wanted([MESSAGES], after, None, 3), now).files:
        joined += page
        after = page[-1].end_time
    ends = [file.end_time for file in joined]
    assert ends == sorted(set(ends))
    assert set(ids(joined)) == set(expected(MESSAGES))
    assert max(file.size_bytes for file in joined) <= 700
    assert len(joined) > 2 * len(listed(workspace))


def test_a_file_appears_when_its_end_time_has_come_and_goes_after_thirty_days(make_workspace):
    workspace = make_workspace()
    count = len(listed(workspace))
    last = listed(workspace)[-1]
    workspace.simulation.clock.set(last.end_time + timedelta(days=30, seconds=1))
    assert listed(workspace) == []
    assert not last.path.exists()
    assert count > 30


def test_a_late_file_shows_up_within_half_an_hour_of_its_end(make_workspace):
    workspace = make_workspace("log-late-file=1")
    on_time = listed(make_workspace())
    assert len(listed(workspace)) < len(on_time)
    assert len(told(workspace)) < 600
    workspace.simulation.clock.advance(timedelta(minutes=31))
    assert [file.id for file in listed(workspace)] == [file.id for file in on_time]
    assert len(told(workspace)) == 600


def test_a_call_shows_up_in_the_audit_log_once_its_window_is_over(make_workspace):
    workspace = make_workspace()
    before = len(listed(workspace, "AUDIT_LOG"))
    workspace.echo.add(
        workspace.simulation.clock.now(), b'{"event_id":"echo","type":"AUDIT_LOG","timestamp":"now"}'
    )
    assert len(listed(workspace, "AUDIT_LOG")) == before
    workspace.simulation.clock.advance(timedelta(minutes=11))
    assert ids(listed(workspace, "AUDIT_LOG"))[-1] == "echo"
    assert "echo" in [each["event_id"] for each in told(workspace)]

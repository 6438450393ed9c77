"""What is past its time goes, what was asked to be erased goes, and everything else still verifies."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from unit.ledger.logs import DAY_ONE, Clock, ask, fault_of, lines_of, segment_paths
from watchgate.ledger.checkpoints import read_checkpoints
from watchgate.ledger.erasure import ErasurePlan, ErasureRefused, of_exchange
from watchgate.ledger.events import EventType
from watchgate.ledger.upkeep import retain_idle_logs
from watchgate.ledger.verify import verify_folder
from watchgate.ledger.writer import Ledger


def texts_in(log):
    """The numbers of the exchanges whose text is still in the files of a log."""
    return [
        number
        for number in range(100)
        if any(b"What of number %d?" % number in path.read_bytes() for path in segment_paths(log))
    ]


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def ledger(tmp_path, clock):
    ledger = Ledger.open(tmp_path, clock=clock, segment_bytes=2000)
    yield ledger
    ledger.close()


def write(ledger, clock, keep_days):
    """One entry for each number of days, a few hours apart."""
    for number, days in enumerate(keep_days):
        ask(ledger, number, keep_days=days)
        ledger.flush()
        clock.sleep(hours=5)


def test_payloads_go_when_their_time_has_passed_and_the_others_stay(ledger, clock):
    write(ledger, clock, [30, None, 2, 30, 2, None])
    clock.now = DAY_ONE.replace(day=5)

    removed = ledger.apply_retention()

    assert (removed.payloads, removed.segments) == (2, 0)
    assert texts_in(ledger.writer_dir) == [0, 1, 3, 5]
    assert fault_of(ledger.writer_dir) is None


def test_whole_segments_go_when_everything_in_them_has_passed(ledger, clock):
    older = None
    write(ledger, clock, [2] * 8)
    older = list(read_checkpoints(ledger.writer_dir / "checkpoints"))
    write(ledger, clock, [60] * 3)
    clock.now = DAY_ONE.replace(day=20)

    removed = ledger.apply_retention()

    first = int(segment_paths(ledger.writer_dir)[0].stem)
    (report,) = verify_folder(ledger.writer_dir).writers
    assert removed.segments > 0
    assert removed.first_kept == first > 0
    assert (report.fault, report.first) == (None, first)
    assert all(one.size >= first for one in read_checkpoints(ledger.writer_dir / "checkpoints"))
    assert fault_of(ledger.writer_dir, checkpoints=[older[-1].note]) is None


def test_an_entry_to_be_kept_for_ever_keeps_its_segment(ledger, clock):
    write(ledger, clock, [2, 2, None, 2, 2, 2, 2])
    clock.now = DAY_ONE.replace(day=20)

    removed = ledger.apply_retention()

    assert removed.segments == 0
    assert texts_in(ledger.writer_dir) == [2]


def test_a_start_of_the_gateway_does_not_keep_a_segment(ledger, clock):
    ledger.append(EventType.GATEWAY_STARTED, {"version": "1"})
    write(ledger, clock, [2] * 6)
    clock.now = DAY_ONE.replace(day=20)

    removed = ledger.apply_retention()

    assert removed.segments > 0


def test_a_log_without_exchanges_keeps_its_segments(ledger, clock):
    for _ in range(5):
        ledger.append(EventType.GATEWAY_STARTED, {"version": "1"})
        clock.sleep(days=1)

    removed = ledger.apply_retention()

    assert removed.is_nothing
    assert len(lines_of(ledger.writer_dir)) == 5


def test_a_second_run_finds_nothing_to_do_and_writes_nothing(ledger, clock):
    write(ledger, clock, [2, 30, 2])
    clock.now = DAY_ONE.replace(day=5)
    ledger.apply_retention()
    entries = len(lines_of(ledger.writer_dir))

    removed = ledger.apply_retention()

    assert removed.is_nothing
    assert len(lines_of(ledger.writer_dir)) == entries


def test_segments_that_go_without_a_word_are_reported(ledger, clock):
    write(ledger, clock, [2] * 8)
    ledger.checkpoint()
    segment_paths(ledger.writer_dir)[0].unlink()

    fault = fault_of(ledger.writer_dir)

    assert (fault.kind, fault.entry) == ("deleted", 0)


def test_more_segments_than_were_announced_are_reported(ledger, clock):
    write(ledger, clock, [2] * 8 + [60] * 8)
    clock.now = DAY_ONE.replace(day=20)
    first_kept = ledger.apply_retention().first_kept
    segment_paths(ledger.writer_dir)[0].unlink()

    fault = fault_of(ledger.writer_dir)

    assert (fault.kind, fault.entry) == ("deleted", first_kept)


def test_after_retention_a_changed_header_is_still_reported(ledger, clock):
    write(ledger, clock, [2] * 8 + [60] * 3)
    clock.now = DAY_ONE.replace(day=20)
    ledger.apply_retention()
    first = segment_paths(ledger.writer_dir)[0]
    header, _, rest = first.read_bytes().partition(b"\n")
    place = header.index(b'"peaks":["') + 12
    changed = header[:place] + (b"0" if header[place : place + 1] != b"0" else b"1") + header[place + 1 :]
    first.write_bytes(changed + b"\n" + rest)

    fault = fault_of(ledger.writer_dir)

    assert (fault.kind, fault.entry) == ("edited", int(first.stem))


def test_a_crash_between_the_announcement_and_the_removal_harms_nothing(ledger, clock):
    write(ledger, clock, [2] * 8 + [60] * 3)
    clock.now = DAY_ONE.replace(day=20)
    before = {path: path.read_bytes() for path in segment_paths(ledger.writer_dir)[1:3]}
    first_kept = ledger.apply_retention().first_kept
    for path, content in before.items():  # as if the power had failed after the first of three segments
        path.write_bytes(content)

    after_crash = fault_of(ledger.writer_dir)
    ledger.apply_retention()

    assert after_crash is None
    assert int(segment_paths(ledger.writer_dir)[0].stem) == first_kept
    assert fault_of(ledger.writer_dir) is None


def test_erasing_an_exchange_removes_its_text_and_nothing_else(ledger, clock):
    write(ledger, clock, [None] * 9)

    erased = ledger.erase_payloads(of_exchange("x_4"), reason="Article 17", exchange="x_4")

    (report,) = verify_folder(ledger.writer_dir).writers
    assert erased == 1
    assert texts_in(ledger.writer_dir) == [0, 1, 2, 3, 5, 6, 7, 8]
    assert (report.fault, report.payloads_removed) == (None, 1)
    assert b'"type":"ledger.erased"' in lines_of(ledger.writer_dir)[-1][1]


def test_erasing_twice_finds_nothing_the_second_time(ledger, clock):
    write(ledger, clock, [None] * 3)
    ledger.erase_payloads(of_exchange("x_1"), reason="Article 17")

    assert ledger.erase_payloads(of_exchange("x_1"), reason="Article 17") == 0


def test_immutable_evidence_is_not_erased_before_its_time(ledger, clock):
    ask(ledger, 0, keep_days=365, immutable=True)
    ask(ledger, 1, keep_days=365)

    with pytest.raises(ErasureRefused, match=r"Entry 0 is immutable until 2027-11-01"):
        ledger.erase_payloads(lambda *_: True, reason="please")

    assert texts_in(ledger.writer_dir) == [0, 1]


def test_immutable_evidence_goes_when_its_time_has_passed(ledger, clock):
    ask(ledger, 0, keep_days=2, immutable=True)
    ask(ledger, 1, keep_days=90)
    ledger.flush()
    clock.now = DAY_ONE.replace(day=9)

    ledger.apply_retention()

    assert texts_in(ledger.writer_dir) == [1]


def test_an_erasure_that_a_crash_interrupted_is_finished_at_the_next_start(tmp_path, clock):
    ledger = Ledger.open(tmp_path, clock=clock)
    write(ledger, clock, [None] * 4)
    ledger.close()
    ErasurePlan([[2, 2]], "Article 17", "x_2").save(ledger.writer_dir)  # where the power failed

    Ledger.open(tmp_path, clock=clock).close()

    assert texts_in(ledger.writer_dir) == [0, 1, 3]
    assert fault_of(ledger.writer_dir) is None
    assert not list(ledger.writer_dir.glob("*.json"))


def test_the_logs_of_processes_that_have_ended_are_looked_after_too(tmp_path, clock):
    busy, idle = Ledger.open(tmp_path, clock=clock), Ledger.open(tmp_path, clock=clock)
    for ledger in (busy, idle):
        ask(ledger, 1, keep_days=2)
    idle.close()
    clock.sleep(days=9)

    removed = retain_idle_logs(tmp_path, clock=clock)

    assert removed["gateway-0"] is None
    assert removed["gateway-1"].segments == 1
    busy.close()
    assert verify_folder(tmp_path).ok


steps = st.lists(
    st.one_of(
        st.tuples(st.just("ask"), st.sampled_from([None, 1, 2, 5])),
        st.tuples(st.just("sleep"), st.integers(1, 60)),
        st.tuples(st.just("retain"), st.none()),
        st.tuples(st.just("erase"), st.integers(0, 20)),
        st.tuples(st.just("reopen"), st.none()),
    ),
    max_size=25,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_whatever_is_removed_in_whatever_order_the_rest_verifies(tmp_path_factory, steps):
    data_dir, clock = tmp_path_factory.mktemp("any"), Clock()
    ledger = Ledger.open(data_dir, clock=clock, segment_bytes=1500)
    asked = 0
    for step, value in steps:
        if step == "ask":
            ask(ledger, asked, keep_days=value)
            asked += 1
        elif step == "sleep":
            clock.sleep(hours=value)
        elif step == "retain":
            ledger.apply_retention()
        elif step == "erase":
            ledger.erase_payloads(of_exchange(f"x_{value}"), reason="asked", exchange=f"x_{value}")
        else:
            ledger.close()
            ledger = Ledger.open(data_dir, clock=clock, segment_bytes=1500)
        ledger.checkpoint()

        assert fault_of(ledger.writer_dir) is None
    ledger.close()

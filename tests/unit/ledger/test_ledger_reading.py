"""A log read from its end: every entry once, whatever the pages and wherever its segments and payloads end."""

import pytest

from unit.ledger.logs import ask, make_log
from watchgate.ledger.events import EventType
from watchgate.ledger.reading import LogDamaged, UnknownLog, entries_before, log_named
from watchgate.ledger.segment import segments_of
from watchgate.ledger.writer import Ledger


def read_all(log, limit, **options):
    found, before, pages = [], None, 0
    while True:
        page = entries_before(log, before, limit, **options)
        found += [one.seq for one in page.entries]
        before, pages = page.more_before, pages + 1
        if before is None:
            return found, pages


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 200])
@pytest.mark.parametrize("segment_bytes", [400, 1200, 10**9])
def test_pages_follow_each_other_without_gap_or_repeat(tmp_path, limit, segment_bytes):
    log = make_log(tmp_path, 23, segment_bytes=segment_bytes)
    [newest] = entries_before(log, None, 1).entries

    found, _ = read_all(log, limit)

    assert found == list(range(newest.seq, -1, -1))
    assert newest.seq >= 22


def test_long_payloads_are_no_hindrance_and_are_not_shown(tmp_path):
    with_long = Ledger.open(tmp_path)
    for number in range(40):
        text = "x" * (number % 5 * 50_000)
        with_long.append(EventType.EXCHANGE_REQUEST, {"exchange": f"x_{number}"}, {"text": text})
    with_long.close()
    log = with_long.writer_dir

    for before in (1, 17, 33, 40):
        page = entries_before(log, before, 3)
        assert [one.seq for one in page.entries] == list(range(before - 1, max(-1, before - 4), -1))
        assert all("text" not in one.written and one.has_payload for one in page.entries)


def test_one_type_only_and_a_page_looks_at_no_more_than_it_may(tmp_path):
    ledger = Ledger.open(tmp_path)
    for number in range(30):
        ask(ledger, number)
    ledger.close()
    log = ledger.writer_dir
    rest = entries_before(log, None, 10, "exchange.response")

    found, pages = read_all(log, 50, type_="exchange.request", most_bytes=1500)

    assert (rest.entries, rest.more_before) == ([], None)
    assert sorted(found) == [
        one.seq
        for one in reversed(entries_before(log, None, 99).entries)
        if one.written["type"] == "exchange.request"
    ]
    assert pages > 3


def test_an_entry_that_is_being_written_is_not_there_yet(tmp_path):
    log = make_log(tmp_path, 5)
    before = read_all(log, 50)[0]
    with segments_of(log)[-1].path.open("ab") as file:
        file.write(b'{"seq":99,"half')

    assert read_all(log, 50)[0] == before


def test_old_entries_that_are_gone_end_the_list(tmp_path):
    log = make_log(tmp_path, 30, segment_bytes=600)
    first, second, *_ = segments_of(log)
    first.path.unlink()

    found, _ = read_all(log, 7)

    assert found[-1] == second.base > 0


def test_a_line_that_is_not_ours_is_said(tmp_path):
    log = make_log(tmp_path, 5)
    path = segments_of(log)[-1].path
    path.write_bytes(path.read_bytes().replace(b'"v":1', b'"v":7'))

    with pytest.raises(LogDamaged, match="ledger verify"):
        entries_before(log, None, 50)


def test_only_logs_are_found_by_name(tmp_path):
    log = make_log(tmp_path, 1)

    assert log_named(tmp_path, log.name) == log
    for name in ("", ".", "..", f"../ledger/{log.name}", "gateway-99"):
        with pytest.raises(UnknownLog):
            log_named(tmp_path, name)

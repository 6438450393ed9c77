"""Writing: in order, durable when it says so, and honest when it cannot."""

import asyncio
import os
import threading

import pytest

from unit.ledger.logs import Clock, ask, fault_of, lines_of, segment_paths
from watchgate.kernel.errors import UserError
from watchgate.ledger.checkpoints import newest_checkpoint
from watchgate.ledger.committer import SIGN_EVERY_S
from watchgate.ledger.events import EventType
from watchgate.ledger.verify import verify_folder
from watchgate.ledger.writer import Ledger, LedgerUnavailable


@pytest.fixture
def ledger(tmp_path):
    ledger = Ledger.open(tmp_path)
    yield ledger
    if not ledger.has_failed:
        ledger.close()


def fill_the_disk(ledger):
    """From now on the log's file can only be read: writing fails as on a full disk. Returns what undoes it."""
    handle = ledger._log._handle
    kept = os.dup(handle)
    read_only = os.open(segment_paths(ledger.writer_dir)[-1], os.O_RDONLY)
    os.dup2(read_only, handle)
    os.close(read_only)

    def mend():
        os.dup2(kept, handle)
        os.close(kept)

    return mend


async def test_an_entry_is_on_disk_once_it_is_durable(ledger):
    seq = ask(ledger, 7)

    await ledger.durable(seq)

    assert b'"exchange":"x_7"' in segment_paths(ledger.writer_dir)[0].read_bytes()


async def test_an_entry_that_can_wait_is_written_together_with_the_next_that_cannot(ledger):
    patient = ledger.append(EventType.EXCHANGE_RESPONSE, {"exchange": "x_1"}, within_s=60)
    await asyncio.sleep(0.05)
    written_before = len(lines_of(ledger.writer_dir))

    await ledger.durable(ask(ledger, 2))

    assert (written_before, len(lines_of(ledger.writer_dir))) == (0, 2)
    await ledger.durable(patient)


async def test_an_entry_that_can_wait_is_written_by_itself_when_no_other_comes(ledger):
    await asyncio.wait_for(ledger.durable(ledger.append(EventType.PACK_LOADED, {}, within_s=0.02)), timeout=5)

    assert len(lines_of(ledger.writer_dir)) == 1


async def test_whoever_waits_is_told_whatever_the_order_of_asking(ledger):
    numbers = [ask(ledger, number) for number in range(50)]

    await asyncio.gather(*(ledger.durable(number) for number in reversed(numbers)))

    assert len(lines_of(ledger.writer_dir)) == 50


async def test_waiting_can_be_given_up(ledger):
    waiting = asyncio.ensure_future(ledger.durable(ask(ledger, 1)))
    await asyncio.sleep(0)
    waiting.cancel()

    await ledger.durable(ask(ledger, 2))

    assert waiting.done()  # given up, or already on disk: the disk may have been quicker


async def test_a_thousand_waiting_at_once_are_all_told(ledger):
    async def one(number):
        for step in range(10):
            await ledger.durable(ask(ledger, number * 10 + step))

    await asyncio.gather(*(one(number) for number in range(100)))
    ledger.flush()

    assert len(lines_of(ledger.writer_dir)) == 1000
    assert fault_of(ledger.writer_dir) is None


def test_several_threads_may_append(ledger):
    threads = [
        threading.Thread(target=lambda: [ask(ledger, number) for number in range(200)]) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ledger.checkpoint()

    (report,) = verify_folder(ledger.writer_dir).writers

    assert (report.fault, report.entries, report.unsigned) == (None, 800, 0)


async def test_new_entries_are_signed_within_a_second_or_so(ledger):
    ask(ledger, 0)
    ledger.checkpoint()
    seq = ask(ledger, 1)
    await ledger.durable(seq)

    for _ in range(100):
        await asyncio.sleep(SIGN_EVERY_S / 20)
        if newest_checkpoint(ledger.writer_dir / "checkpoints").size == seq + 1:
            break

    assert newest_checkpoint(ledger.writer_dir / "checkpoints").size == seq + 1


def test_an_event_may_not_use_the_words_of_the_envelope(ledger):
    with pytest.raises(ValueError, match="prev"):
        ledger.append(EventType.PACK_LOADED, {"prev": "x"})


def test_a_segment_ends_when_it_is_full(tmp_path):
    ledger = Ledger.open(tmp_path, segment_bytes=1500)
    for number in range(10):
        ask(ledger, number)
        ledger.flush()
    ledger.close()

    assert len(segment_paths(ledger.writer_dir)) > 2
    assert fault_of(ledger.writer_dir) is None


def test_a_segment_ends_with_its_day(tmp_path):
    clock = Clock()
    ledger = Ledger.open(tmp_path, clock=clock)
    for number in range(3):
        ask(ledger, number)
        ledger.flush()
        clock.sleep(days=1)
    ledger.close()

    assert [path.name for path in segment_paths(ledger.writer_dir)] == [
        f"{number:020d}.log" for number in range(3)
    ]
    assert fault_of(ledger.writer_dir) is None


def test_each_writer_has_a_log_of_its_own_and_the_next_process_takes_it_over(tmp_path):
    first, second = Ledger.open(tmp_path), Ledger.open(tmp_path)
    command = Ledger.open(tmp_path, kind="cli")
    names = [ledger.writer_dir.name for ledger in (first, second, command)]
    ask(first, 1)
    first.close()
    third = Ledger.open(tmp_path)

    assert names == ["gateway-0", "gateway-1", "cli-0"]
    assert third.writer_dir.name == "gateway-0"
    assert ask(third, 2) == 1
    for ledger in (second, third, command):
        ledger.close()
    assert verify_folder(tmp_path).ok


def test_what_is_closed_takes_nothing_more(tmp_path):
    ledger = Ledger.open(tmp_path)
    ledger.close()

    with pytest.raises(LedgerUnavailable, match="closed"):
        ask(ledger, 1)


async def test_when_the_disk_fails_everyone_who_waits_is_told_and_nothing_more_is_taken(ledger):
    mend = fill_the_disk(ledger)
    numbers = [ask(ledger, number) for number in range(5)]

    outcomes = await asyncio.gather(*(ledger.durable(number) for number in numbers), return_exceptions=True)

    assert all(isinstance(outcome, LedgerUnavailable) for outcome in outcomes)
    assert ledger.has_failed
    with pytest.raises(LedgerUnavailable, match="cannot be written"):
        ask(ledger, 6)
    with pytest.raises(LedgerUnavailable):
        ledger.flush()
    mend()
    with pytest.raises(LedgerUnavailable, match="not on disk"):
        ledger.close()


async def test_a_ledger_that_is_opened_again_says_what_was_lost(ledger):
    await ledger.durable(ask(ledger, 0))
    mend = fill_the_disk(ledger)
    lost = [ask(ledger, number) for number in (1, 2)]
    with pytest.raises(LedgerUnavailable):
        await ledger.durable(lost[-1])
    mend()

    ledger.reopen()
    await ledger.durable(ask(ledger, 3))
    ledger.checkpoint()

    entries = [line for _, line in lines_of(ledger.writer_dir)]
    assert b'"entries_lost":2' in entries[1]
    assert b'"exchange":"x_3"' in entries[2]
    assert fault_of(ledger.writer_dir) is None


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "ledger").write_text("not a folder")

    with pytest.raises(UserError, match="cannot be opened"):
        Ledger.open(tmp_path)

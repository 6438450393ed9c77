"""What keys have spent, counted by several processes at once, some of which are killed."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from watchgate.identity.gateway_keys.spending import RECORD_BYTES, Counted, MonthFile, counted, path_of
from watchgate.kernel.errors import UserError

MONTH = "2026-11"
COUNTING = Path(__file__).with_name("counting_process.py")


def test_what_was_counted_is_still_there_when_it_is_opened_again(tmp_path):
    file = MonthFile(tmp_path, MONTH)
    file.add(file.place("gk_1"), 30, Counted(1, 2, 3, 4, 5))
    file.add(file.place("gk_1"), 30, Counted(1, 2, 3, -4, -5))
    file.add(file.place("gk_1"), 31, Counted(0, 0, 0, 7, 0))
    file.close()

    again = MonthFile(tmp_path, MONTH)

    assert again.of_day(again.place("gk_1"), 30) == Counted(2, 4, 6, 0, 0)
    assert again.spent_in_month(again.place("gk_1")) == 7
    assert counted(tmp_path, MONTH)["gk_1"][30] == Counted(0, 0, 0, 7, 0)
    assert oct(path_of(tmp_path, MONTH).stat().st_mode & 0o777) == "0o600"


def test_keys_do_not_get_into_each_others_way_when_two_processes_make_them(tmp_path):
    one, other = MonthFile(tmp_path, MONTH), MonthFile(tmp_path, MONTH)
    for number in range(50):
        for file, key_id in ((one, f"gk_a{number}"), (other, f"gk_b{number}")):
            file.set_rates(file.place(key_id), number, number + 1)
            file.add(file.place(key_id), 1, Counted(spent_microusd=number))

    found = counted(tmp_path, MONTH)

    assert len(found) == 100
    assert all(found[f"gk_{letter}{n}"][0].spent_microusd == n for letter in "ab" for n in range(50))
    assert one.rates(one.place("gk_b7")) == (7, 8)


def test_nothing_is_lost_when_processes_are_killed_while_they_count(tmp_path):
    said, lock = 0, threading.Lock()

    def count_and_be_killed():
        nonlocal said
        command = [sys.executable, str(COUNTING), str(tmp_path), MONTH, "gk_1"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            for _ in range(500):
                process.stdout.readline()
            process.kill()
            last = 500 + sum(line.endswith("\n") for line in process.stdout)
        with lock:
            said += last

    threads = [threading.Thread(target=count_and_be_killed) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    found = counted(tmp_path, MONTH)["gk_1"][0]
    assert said <= found.requests <= said + 4
    assert found == Counted(*(found.requests * number for number in (1, 2, 3, 4, 5)))


def test_who_reads_meanwhile_never_sees_less_than_before(tmp_path):
    """Nor does, then, a kill in the middle leave less than there was."""
    command = [sys.executable, str(COUNTING), str(tmp_path), MONTH, "gk_1"]
    file = MonthFile(tmp_path, MONTH)
    place = file.place("gk_1")
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        before, until = Counted(), time.monotonic() + 2
        while time.monotonic() < until or not before.requests:
            seen = file.of_day(place, 1)
            assert all(now >= then for now, then in zip(seen, before, strict=True)), (before, seen)
            before = seen
    finally:
        process.kill()
        process.wait()


def test_a_damaged_file_is_not_counted_in(tmp_path):
    MonthFile(tmp_path, MONTH).close()
    path = path_of(tmp_path, MONTH)
    path.write_bytes(path.read_bytes()[: RECORD_BYTES // 2])

    with pytest.raises(UserError, match="damaged"):
        MonthFile(tmp_path, MONTH)


def test_a_month_nobody_counted_in_is_empty(tmp_path):
    assert counted(tmp_path, MONTH) == {}

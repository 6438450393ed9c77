"""What may the reading process do, and what happens when it hangs, dies or eats memory?"""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from integration.ingest import made_files as made
from watchgate.ingest.extraction import extractor as extracting
from watchgate.ingest.extraction.extractor import Extractor
from watchgate.ingest.extraction.model import MEBIBYTE, Extracted, Limits, NotScanned, Reason


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def environment_of(pid: int) -> str:
    return Path(f"/proc/{pid}/environ").read_text()


async def until_gone(pid: int) -> None:
    async with asyncio.timeout(20):
        while is_alive(pid):  # noqa: ASYNC110 -- another process's end is no event of this loop
            await asyncio.sleep(0.02)


async def test_a_process_that_hangs_is_ended_and_replaced():
    async with Extractor(Limits(seconds=1.5)) as extractor:
        await extractor.extract(b"before", "a.txt")
        hanging = extractor.pid
        os.kill(hanging, signal.SIGSTOP)
        assert await extractor.extract(made.pdf(), "a.pdf") == NotScanned(Reason.TIMED_OUT)
        assert not is_alive(hanging)
        assert isinstance(await extractor.extract(b"after", "a.txt"), Extracted)
        assert extractor.pid != hanging


async def test_a_file_whose_process_is_killed_is_read_by_the_next_one():
    async with Extractor() as extractor:
        await extractor.extract(b"before", "a.txt")
        killed = extractor.pid
        os.kill(killed, signal.SIGSTOP)
        reading = asyncio.create_task(extractor.extract(made.pdf(), "a.pdf"))
        await asyncio.sleep(0.05)
        os.kill(killed, signal.SIGKILL)
        outcome = await reading
        assert isinstance(outcome, Extracted)
        assert made.IBAN in outcome.text.reveal()
        assert extractor.pid != killed


async def test_a_file_of_which_every_process_dies_has_crashed():
    async with Extractor(Limits(memory_bytes=40 * MEBIBYTE)) as extractor:
        assert await extractor.extract(made.pdf(), "a.pdf") == NotScanned(Reason.CRASHED)
        assert extractor.pid is None


async def test_a_file_that_needs_too_much_memory_harms_nobody():
    async with Extractor(Limits(memory_bytes=250 * MEBIBYTE)) as extractor:
        outcome = await extractor.extract(b"a b c d " * (45 * MEBIBYTE // 8), "a.txt")
        assert isinstance(outcome, NotScanned)
        assert outcome.reason in {Reason.OUT_OF_MEMORY, Reason.CRASHED}
        assert isinstance(await extractor.extract(b"after", "a.txt"), Extracted)


async def test_a_bomb_that_the_guard_lets_pass_is_refused_by_the_library():
    async with Extractor(Limits(unpacked_bytes=10**10, unpacked_ratio=10**6)) as extractor:
        outcome = await extractor.extract(made.bomb(150), "a.docx")
        assert isinstance(outcome, NotScanned)
        assert outcome.reason is Reason.TOO_LARGE


async def test_processor_time_is_bounded_even_when_nobody_watches():
    code = (
        "from watchgate.ingest.extraction.isolation import allow_cpu_seconds\n"
        "allow_cpu_seconds(0.1)\n"
        "while True: pass\n"
    )
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code)
    assert await asyncio.wait_for(process.wait(), 60) == -signal.SIGXCPU


async def test_whoever_stops_waiting_leaves_a_clean_extractor():
    async with Extractor() as extractor:
        await extractor.extract(b"before", "a.txt")
        left = extractor.pid
        os.kill(left, signal.SIGSTOP)
        reading = asyncio.create_task(extractor.extract(made.pdf(), "a.pdf"))
        await asyncio.sleep(0.05)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        assert not is_alive(left)
        outcome = await extractor.extract(b"after", "a.txt")
        assert outcome.text.reveal() == "after"


async def test_files_asked_for_at_once_get_their_own_texts():
    async with Extractor() as extractor:
        outcomes = await asyncio.gather(
            *(extractor.extract(f"text {number}".encode(), "a.txt") for number in range(30))
        )
    assert [outcome.text.reveal() for outcome in outcomes] == [f"text {number}" for number in range(30)]


async def test_an_old_process_is_replaced(monkeypatch):
    monkeypatch.setattr(extracting, "_MAX_FILES_PER_PROCESS", 2)
    async with Extractor() as extractor:
        pids = []
        for _ in range(3):
            await extractor.extract(b"x", "a.txt")
            pids.append(extractor.pid)
        assert pids[0] == pids[1] != pids[2]
        assert not is_alive(pids[0])


async def test_closing_ends_the_process():
    async with Extractor() as extractor:
        await extractor.extract(b"x", "a.txt")
        pid = extractor.pid
    assert not is_alive(pid)


async def test_the_process_ends_with_its_parent_even_when_that_is_killed():
    code = (
        "import asyncio\n"
        "from watchgate.ingest.extraction.extractor import Extractor\n"
        "async def main():\n"
        "    extractor = Extractor()\n"
        "    await extractor.extract(b'x', 'a.txt')\n"
        "    print(extractor.pid, flush=True)\n"
        "    await asyncio.sleep(600)\n"
        "asyncio.run(main())\n"
    )
    parent = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stdout=subprocess.PIPE)
    pid = int(await parent.stdout.readline())
    assert is_alive(pid)
    os.kill(pid, signal.SIGSTOP)  # it cannot see that its input ends
    parent.kill()
    await parent.wait()
    await until_gone(pid)


async def test_the_process_knows_nothing_of_our_environment(monkeypatch):
    monkeypatch.setenv("WATCHGATE_DATABASE_URL", "postgresql://somebody:secret@host/db")
    async with Extractor() as extractor:
        await extractor.extract(b"x", "a.txt")
        assert "WATCHGATE" not in environment_of(extractor.pid)
        assert "MALLOC_ARENA_MAX" in environment_of(extractor.pid)


@pytest.mark.parametrize(
    "attempt",
    [
        "import socket; socket.socket()",
        "import socket; socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)",
        "import os; os.execv('/bin/true', ['true'])",
        "import subprocess; subprocess.run(['/bin/true'])",
        "open('written', 'w', buffering=1).write('line\\n')",
        "x = bytearray(3 * 2**30)",
    ],
)
def test_the_process_can_reach_nothing(attempt, tmp_path):
    code = (
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "from watchgate.ingest.extraction.isolation import give_up_rights\n"
        "from watchgate.ingest.extraction.model import Limits\n"
        "if not give_up_rights(Limits()): raise SystemExit(77)\n"
        f"try: {attempt}\n"
        "except (OSError, MemoryError): raise SystemExit(3)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, timeout=60, cwd=tmp_path)
    if done.returncode == 77:
        pytest.skip("this kernel or machine has no filter of system calls")
    assert done.returncode == 3

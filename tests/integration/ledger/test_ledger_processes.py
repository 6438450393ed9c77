"""Real processes: killed, out of disk, side by side; and evidence that travels."""

import json
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

from watchgate.ledger import verify
from watchgate.ledger.events import EventType
from watchgate.ledger.export import export
from watchgate.ledger.verify import verify_folder
from watchgate.ledger.writer import Ledger

PROGRAM = Path(__file__).with_name("writing_process.py")


def started(data_dir, *arguments):
    process = subprocess.Popen(
        [sys.executable, PROGRAM, data_dir, *arguments], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline().startswith("open ")
    return process


def acknowledged(output):
    """{number: exchange} of the entries that the process was told are durable. Its last line may be cut short."""
    lines = output.splitlines() if output.endswith("\n") else output.splitlines()[:-1]
    return {int(line.split()[0]): line.split()[1] for line in lines if line[0].isdigit()}


def entries_in(data_dir, writer):
    found = {}
    for path in sorted((data_dir / "ledger" / writer / "segments").glob("*.log")):
        for line in path.read_bytes().splitlines()[1:]:
            entry = json.loads(line.partition(b"\t")[0])
            found[entry["seq"]] = entry
    return found


def test_nothing_that_was_acknowledged_is_lost_when_the_process_is_killed_twenty_times(tmp_path):
    promised = {}
    for _ in range(20):
        process = started(tmp_path)
        time.sleep(random.uniform(0.0, 0.12))
        process.kill()
        output, _ = process.communicate()
        promised |= acknowledged(output)
    Ledger.open(tmp_path).close()  # mends what the last kill left

    report = verify_folder(tmp_path)
    kept = entries_in(tmp_path, "gateway-0")

    assert report.ok, report
    assert len(promised) > 100
    assert {number: kept[number]["exchange"] for number in promised} == promised


def test_a_log_that_was_just_killed_verifies_before_anybody_mends_it(tmp_path):
    process = started(tmp_path)
    time.sleep(0.1)
    process.kill()
    process.communicate()

    assert verify_folder(tmp_path).ok


def test_a_running_log_verifies_again_and_again(tmp_path):
    process = started(tmp_path)
    reports = []
    for _ in range(15):
        reports.append(verify_folder(tmp_path))
        time.sleep(0.02)
    process.kill()
    process.communicate()

    assert [writer.fault for report in reports for writer in report.writers] == [None] * 15


def test_on_a_full_disk_the_process_says_so_and_loses_nothing_that_it_acknowledged(tmp_path):
    process = started(tmp_path, "30000")
    output, _ = process.communicate(timeout=30)
    promised = acknowledged(output)
    torn = verify_folder(tmp_path).writers[0].torn_bytes
    Ledger.open(tmp_path).close()

    kept = entries_in(tmp_path, "gateway-0")

    assert "unavailable The log gateway-0 cannot be written: File too large." in output
    assert {number: kept[number]["exchange"] for number in promised} == promised
    assert any(entry["type"] == "ledger.recovered" for entry in kept.values()) == bool(torn)
    assert verify_folder(tmp_path).ok


def test_two_processes_on_one_folder_write_two_logs(tmp_path):
    processes = [started(tmp_path), started(tmp_path)]
    time.sleep(0.2)
    for process in processes:
        process.kill()
    promised = [acknowledged(process.communicate()[0]) for process in processes]

    report = verify_folder(tmp_path)

    assert report.ok
    assert sorted(writer.writer for writer in report.writers) == ["gateway-0", "gateway-1"]
    for writer, numbers in zip(("gateway-0", "gateway-1"), promised, strict=True):
        kept = entries_in(tmp_path, writer)
        assert {number: kept[number]["exchange"] for number in numbers} == numbers


def run_verifier(folder, *arguments):
    """The verifier alone in a folder: Python finds nothing of Watchgate there (-I -S would lose `cryptography`)."""
    program = "import runpy, sys; sys.modules['watchgate'] = None; sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"
    return subprocess.run(
        [sys.executable, "-I", "-c", program, str(folder / "verify.py"), *map(str, arguments)],
        capture_output=True, text=True, cwd=folder, check=False,
    )  # fmt: skip


def test_a_bundle_is_verified_elsewhere_by_the_one_file_alone(tmp_path):
    ledger = Ledger.open(tmp_path / "data", segment_bytes=3000)
    for number in range(40):
        ledger.append(EventType.EXCHANGE_REQUEST, {"exchange": f"x_{number}"}, {"text": "hello"})
        ledger.flush()
    ledger.close()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    shutil.copy(verify.__file__, elsewhere)
    shutil.copy(ledger.writer_dir / "key.pub", elsewhere)
    export(tmp_path / "data", elsewhere / "evidence.zip")
    content = (elsewhere / "evidence.zip").read_bytes()

    good = run_verifier(elsewhere, "evidence.zip", "--public-key", "key.pub", "--json")
    (elsewhere / "cut.zip").write_bytes(content[: len(content) // 2])
    bad = run_verifier(elsewhere, "cut.zip", "--public-key", "key.pub")

    assert good.returncode == 0, good.stderr
    assert json.loads(good.stdout)["writers"][0]["entries"] == 40
    assert (bad.returncode, bad.stdout) == (2, "")
    assert "cannot be read" in bad.stderr

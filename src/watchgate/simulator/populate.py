"""How does a whole population come onto disk? The log files and uploaded files just as the compliance host would serve them."""

from collections.abc import Callable
from pathlib import Path
from shutil import copyfile

from watchgate.simulator.compliance_host.log_lines import encoded
from watchgate.simulator.compliance_host.windows import ALL_TYPES
from watchgate.simulator.compliance_host.workspace import Workspace

LOGS, FILES, LIST = "logs", "files", "log_files.jsonl"


def write_logs(workspace: Workspace, out: Path, on_progress: Callable[[int], None]) -> int:
    """Write `logs/` and the list `log_files.jsonl` into *out*; how many files. *on_progress* is told of events written so far."""
    now, writer, count, events = workspace.simulation.clock.now(), workspace.writer, 0, 0
    (out / LOGS).mkdir(parents=True, exist_ok=True)
    with (out / LIST).open("wb") as listed:
        for kind in ALL_TYPES:
            for window in writer.windows(kind):
                if not writer.is_out(kind, window, now):
                    continue
                for log_file in writer.files(kind, window):
                    shown = log_file.as_json()
                    copyfile(log_file.path, out / LOGS / shown["file_name"])
                    listed.write(encoded(shown) + b"\n")
                    count += 1
                writer.drop(kind, window)
                events += len(workspace.index.numbers(kind, window))
                on_progress(events)
    return count


def write_files(workspace: Workspace, out: Path, on_progress: Callable[[int], None]) -> int:
    """Write `files/` into *out*, each file under its id and its ending; how many. *on_progress* is told of files written so far."""
    (out / FILES).mkdir(parents=True, exist_ok=True)
    count = 0
    for count, file in enumerate(workspace.population.files(), 1):
        content = workspace.population.file_bytes(file.file_id)
        (out / FILES / (file.file_id + Path(file.name).suffix)).write_bytes(content)
        on_progress(count)
    return count

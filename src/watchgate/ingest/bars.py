"""How fast is ingest, and how long will it take? A bar for each workspace, with rate and estimate."""

import time

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from watchgate.ingest.status import WorkspaceStatus


class Bars:
    """Log files done of those known. What is known grows while the streams are asked. The rate counts from the first look."""

    def __init__(self) -> None:
        self.progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("files  {task.fields[rate]}  left:"),
            TimeRemainingColumn(),
        )
        self._tasks: dict[str, TaskID] = {}
        self._first: dict[str, tuple[float, int]] = {}

    def show(self, found: list[WorkspaceStatus]) -> None:
        """Bring the bars up to date."""
        for one in found:
            known = one.files_settled + one.files_left
            task = self._tasks.get(one.name)
            if task is None:
                task = self._tasks[one.name] = self.progress.add_task(one.name, total=None, rate="")
                self._first[one.name] = (time.monotonic(), one.events)
            self.progress.update(task, completed=one.files_settled, total=known or None, rate=self._rate(one))

    def _rate(self, one: WorkspaceStatus) -> str:
        began, events = self._first[one.name]
        seconds = time.monotonic() - began
        return f"{(one.events - events) / seconds:,.0f} events/s" if seconds > 1 else ""

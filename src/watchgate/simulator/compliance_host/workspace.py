"""What is there to be asked about? One simulated workspace: its population, its log files, what was deleted from it.

Made when somebody first asks, because a test of the model host needs none of it. To be used through `run`: from one thread.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ParamSpec, TypeVar

from watchgate.simulator.compliance_host.belongings.keeper import Keeper
from watchgate.simulator.compliance_host.deletions import Deletions
from watchgate.simulator.compliance_host.echo import EchoLog
from watchgate.simulator.compliance_host.further_log import FurtherLog
from watchgate.simulator.compliance_host.knowledge import KnowledgeFile, knowledge_of
from watchgate.simulator.compliance_host.log_index import LogIndex
from watchgate.simulator.compliance_host.log_list import LogList
from watchgate.simulator.compliance_host.log_writer import LogWriter, Sources
from watchgate.simulator.compliance_host.windows import Windows
from watchgate.simulator.directory.groups import Groups
from watchgate.simulator.editors.edited_gpts import EditedGpts
from watchgate.simulator.population.model import Belonging, Population, SimulatedFile
from watchgate.simulator.reply import JsonObject
from watchgate.simulator.simulation import Simulation

P = ParamSpec("P")
R = TypeVar("R")


class Workspace:
    """The state behind the compliance host. *make_population* is asked once, when it is needed."""

    def __init__(self, simulation: Simulation, make_population: Callable[[], Population]) -> None:
        self.simulation = simulation
        self.windows = Windows(simulation.settings.office.window_s, simulation.settings.seed)
        self.begun = simulation.clock.now()
        self._make_population = make_population
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="workspace")
        self.deletions = Deletions()
        self.creates_gpts = False
        """Whether there is the interface to create GPTs that is only assumed (`editors.assumed`)."""

    async def run(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """*function*'s result, from the one thread that may touch the workspace."""
        work = self._thread.submit(function, *args, **kwargs)
        return await asyncio.wrap_future(work)

    def restart(self) -> None:
        """As if nobody had asked anything yet: nothing deleted, no file written, no call in the audit log."""
        self._thread.submit(self._forget).result()

    def close(self) -> None:
        """Remove what was written. The workspace cannot be used any more."""
        self.restart()
        self._thread.shutdown()

    def _forget(self) -> None:
        self.deletions = Deletions()
        self.creates_gpts = False
        cached = ("echo", "further", "folder", "writer", "logs", "keeper", "_given", "edited", "groups")
        made = {name: self.__dict__.pop(name, None) for name in cached}
        if made["echo"]:
            made["echo"].close()
        if made["folder"]:
            made["folder"].cleanup()

    @cached_property
    def population(self) -> Population:
        """Raises UserError where the office's libraries are missing."""
        return self._make_population()

    @cached_property
    def index(self) -> LogIndex:
        return LogIndex(self.population, self.windows)

    @cached_property
    def folder(self) -> TemporaryDirectory[str]:
        return TemporaryDirectory(prefix="watchgate-simulator-", ignore_cleanup_errors=True)

    @cached_property
    def echo(self) -> EchoLog:
        return EchoLog(Path(self.folder.name) / "echo.jsonl", self.windows)

    @cached_property
    def further(self) -> FurtherLog:
        return FurtherLog(self.windows)

    @cached_property
    def writer(self) -> LogWriter:
        sources = Sources(
            self.simulation.settings.seed,
            self.population,
            self.index,
            self.echo,
            self.further,
            self.windows,
            self.simulation.faults,
        )
        return LogWriter(sources, Path(self.folder.name), self.begun)

    @cached_property
    def logs(self) -> LogList:
        return LogList(self.writer, self.windows)

    @cached_property
    def keeper(self) -> Keeper:
        return Keeper(self.population, self.simulation.settings.office.objects)

    @cached_property
    def groups(self) -> Groups:
        return Groups(self.simulation.settings.seed, self.population.people, self.begun.timestamp())

    @cached_property
    def edited(self) -> EditedGpts:
        return EditedGpts(self.simulation.settings.seed)

    def built(self, kind: str) -> list[JsonObject]:
        """All GPTs (but for drafts) or projects, those among them that were deleted."""
        made = self._made(kind)
        return self.edited.over(made) if kind == "gpt" else made

    def _made(self, kind: str) -> list[JsonObject]:
        """As they were before anybody changed them."""
        office = self.population.gpts() if kind == "gpt" else self.population.projects()
        return [*office, *(dict(each.body) for each in self.keeper.all(kind))]

    @property
    def knowledge(self) -> dict[str, dict[str, tuple[KnowledgeFile, ...]]]:
        """The files of GPTs (of all their configurations) and of projects, by their owners' ids."""
        given = self._given
        return {**given, "gpt": {**given["gpt"], **self.edited.files()}}

    def files_of(self, kind: str, built_id: str) -> tuple[KnowledgeFile, ...]:
        """The files of one GPT or project, also those that a later configuration is without. Raises KeyError."""
        edited = self.edited.find(built_id) if kind == "gpt" else None
        return edited.files() if edited else self._given[kind][built_id]

    @cached_property
    def _given(self) -> dict[str, dict[str, tuple[KnowledgeFile, ...]]]:
        return {kind: knowledge_of(self._made(kind)) for kind in ("gpt", "project")}

    def make(self, kind: str, count: int) -> list[Belonging]:
        """*count* more objects of *kind*, made now. Raises UserError."""
        made = self.keeper.make(kind, count, self.simulation.clock.now())
        self.__dict__.pop("_given", None)
        return made

    def upload(self, file_id: str) -> SimulatedFile | None:
        """An uploaded file of the office's, or one that was made."""
        made = self.keeper.find("file", file_id)
        if made is None:
            return self.population.file(file_id)
        name, conversation_id = made.body["name"], made.parent_id or ""
        return SimulatedFile(
            made.id, made.owner_id, conversation_id, name, "text/plain", made.made_at, made.planted
        )

    def upload_bytes(self, file_id: str) -> bytes:
        """Raises KeyError."""
        made = self.keeper.find("file", file_id)
        content: bytes = made.more["content"] if made else self.population.file_bytes(file_id)
        return content

    def owner_of(self, conversation_id: str) -> str | None:
        """Whose conversation it is; None when there is none."""
        made_for = self.keeper.owner_of_conversation(conversation_id)
        return made_for or self.owner_of_conversation.get(conversation_id)

    @cached_property
    def owner_of_conversation(self) -> dict[str, str]:
        """From the ids of all conversations of the office, past and to come, to those of their owners."""
        return dict(self.population.conversations())

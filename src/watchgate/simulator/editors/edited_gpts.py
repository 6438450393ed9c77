"""Which GPTs did somebody make or change in the editor? Each with all its configurations, the newest first."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from watchgate.kernel.errors import UserError
from watchgate.simulator.compliance_host.knowledge import KnowledgeFile
from watchgate.simulator.population.model import Person
from watchgate.simulator.reply import JsonObject

VISIBILITIES = ("invite-only", "workspace-with-link", "workspace", "anyone-with-link", "gpt-store")


@dataclass(frozen=True, slots=True)
class Configuration:
    """`body`: as the compliance API shows it, but for the files."""

    body: JsonObject
    files: tuple[KnowledgeFile, ...]


@dataclass(frozen=True, slots=True)
class EditedGpt:
    """`listed`: as the compliance API shows it, but for configurations and recipients. A draft is not shown at all."""

    listed: JsonObject
    configurations: tuple[Configuration, ...]
    recipients: tuple[Person, ...]
    is_draft: bool = False

    @property
    def id(self) -> str:
        return str(self.listed["id"])

    def as_listed(self) -> JsonObject:
        newest = self.configurations[0].body
        page = {"object": "list", "data": [newest], "last_id": newest["id"], "has_more": False}
        return self.listed | {"latest_config": page}

    def saved(self, configuration: Configuration) -> "EditedGpt":
        return replace(self, configurations=(configuration, *self.configurations))

    def shared(self, *, visibility: str | None, recipients: tuple[Person, ...] | None) -> "EditedGpt":
        """Raises UserError for a visibility that does not exist."""
        if visibility is not None and visibility not in VISIBILITIES:
            raise UserError(f"visibility must be one of {', '.join(VISIBILITIES)}, not {visibility!r}.")
        sharing = self.listed["sharing"] | ({} if visibility is None else {"visibility": visibility})
        kept = self.recipients if recipients is None else recipients
        return replace(self, listed=self.listed | {"sharing": sharing}, recipients=kept)

    def files(self) -> tuple[KnowledgeFile, ...]:
        """Those of all its configurations, each once."""
        return tuple({file.id: file for each in self.configurations for file in each.files}.values())


class EditedGpts:
    """By id. `luck`, from the seed alone, gives them their ids."""

    def __init__(self, seed: int) -> None:
        self.luck = random.Random(f"watchgate:editors:{seed}")  # noqa: S311 - must be repeatable, guards nothing
        self._by_id: dict[str, EditedGpt] = {}

    def keep(self, gpt: EditedGpt) -> None:
        self._by_id[gpt.id] = gpt

    def find(self, gpt_id: str) -> EditedGpt | None:
        return self._by_id.get(gpt_id)

    def over(self, others: Iterable[JsonObject]) -> list[JsonObject]:
        """*others*, those among them that were changed as they are now; then the ones that were made in the editor."""
        listed = {each["id"]: each for each in others}
        for gpt_id, gpt in self._by_id.items():
            if not gpt.is_draft:
                listed[gpt_id] = gpt.as_listed()
        return list(listed.values())

    def files(self) -> dict[str, tuple[KnowledgeFile, ...]]:
        """Of each GPT, by its id."""
        return {gpt_id: gpt.files() for gpt_id, gpt in self._by_id.items()}

    def all(self) -> Sequence[EditedGpt]:
        return tuple(self._by_id.values())

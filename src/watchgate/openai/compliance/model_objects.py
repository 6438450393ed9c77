"""What do we know of an object at OpenAI, without its text? That it is there, how many things hang on it, who has it."""

from dataclasses import dataclass

NOT_SHARED = "invite-only"


@dataclass(frozen=True, slots=True)
class Ids:
    """A page of a list. A short page is not the last one: only `next` says so; None ends it."""

    ids: tuple[str, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class MemoryEntry:
    """One thing that ChatGPT remembers of a user, as its route names it."""

    id: str
    context_id: str


@dataclass(frozen=True, slots=True)
class Memories:
    """A user's memories. `is_whole`: OpenAI says that there are no more; it offers no way to ask for the rest."""

    entries: tuple[MemoryEntry, ...]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Shared:
    """A GPT or a project. What OpenAI leaves out is None."""

    id: str
    owner_id: str | None
    visibility: str | None
    """`invite-only`, `workspace-with-link`, `workspace`, `anyone-with-link`, `gpt-store`, or one we do not know."""
    recipients: int | None
    """People and groups that it was given to, its owner not counted."""
    files: int
    tools: int
    connections: int
    """Outside sources a project reads from."""

    @property
    def is_isolated(self) -> bool | None:
        """Nobody but its owner has it. None when OpenAI does not say."""
        if self.visibility is None or self.recipients is None:
            return None
        return self.visibility == NOT_SHARED and self.recipients == 0

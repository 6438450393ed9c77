"""What stands in the organisation's audit log beside what the simulation makes up? Entries that were added while it ran."""

from typing import Any


class FurtherEntries:
    """Entries of event types that OpenAI's list does not have, so that there are none unless a test names the types."""

    def __init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """None of these types, no entries."""
        self.types: dict[str, str] = {}
        """What a tenant calls its event for a run of a GPT: keys `invoked` and `failed`."""
        self.entries: list[dict[str, Any]] = []

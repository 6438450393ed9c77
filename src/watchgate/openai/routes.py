"""What can be asked, and how is it named? A route is a path with placeholders; only the template ever appears in messages."""

from dataclasses import dataclass
from enum import Enum
from typing import Literal
from urllib.parse import quote

from watchgate.openai.errors import Unexpected

_LONGEST_ID = 256
Method = Literal["GET", "POST", "DELETE"]


class Kind(Enum):
    """Which budget a route draws on."""

    LIST = "list"
    ITEM = "item"
    LOG_DOWNLOAD = "log_download"


@dataclass(frozen=True, slots=True)
class Route:
    """One method and path under the base URL; it has a budget of its own."""

    template: str
    """`/compliance/workspaces/{workspace_id}/users`."""
    kind: Kind
    needs: str
    """What a key must have to ask it, as a person would look for it."""
    method: Method = "GET"

    def __str__(self) -> str:
        return f"{self.method} {self.template}"

    def path(self, **ids: str) -> str:
        """The path with *ids* in place. Raises Unexpected for an id that would lead elsewhere."""
        for name, value in ids.items():
            if not value or len(value) > _LONGEST_ID or value in {".", ".."} or not value.isprintable():
                raise Unexpected(f"The {name} for {self} is not an id that can be asked for.")
        return self.template.format_map({name: quote(value, safe="") for name, value in ids.items()})

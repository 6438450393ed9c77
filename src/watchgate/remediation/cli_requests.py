"""What do the commands ask of `/api/v1/remediation/requests`?"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from watchgate.commands import rest
from watchgate.commands.rest import Answer, Api
from watchgate.kernel.errors import UserError

_REQUESTS = "/api/v1/remediation/requests"


@dataclass(frozen=True, slots=True)
class Requests:
    """Remediation requests. Everything raises UserError with what the API said."""

    api: Api

    def plan(self, body: Answer) -> Answer:
        return self.api.ask("POST", _REQUESTS, json=body)

    def step(self, request_id: str, step: str, body: Answer | None = None) -> Answer:
        """POST …/{request_id}/{step}."""
        return self.api.ask("POST", f"{_REQUESTS}/{_part(request_id)}/{step}", json=body)

    def get(self, request_id: str) -> Answer:
        return self.api.ask("GET", f"{_REQUESTS}/{_part(request_id)}")

    def page(self, limit: int, cursor: str | None, **wanted: object) -> Answer:
        """One page of requests; what is None is not asked for."""
        said = {"limit": limit, "cursor": cursor, **wanted}
        asked = {name: str(value) for name, value in said.items() if value is not None}
        return self.api.ask("GET", _REQUESTS, params=asked)

    def objects(self, request_id: str) -> Iterator[Answer]:
        """All objects of a request, in order."""
        yield from self.api.all_of(f"{_REQUESTS}/{_part(request_id)}/objects")

    def comments(self, request_id: str) -> Iterator[Answer]:
        """All comments on a request, the oldest first."""
        yield from self.api.all_of(f"{_REQUESTS}/{_part(request_id)}/comments")

    def receipt(self, request_id: str, number: int | None, format_: str) -> bytes:
        """The receipts of a request, or of one object, as they are."""
        which = "receipt" if number is None else f"objects/{number}/receipt"
        path = f"{_REQUESTS}/{_part(request_id)}/{which}"
        return self.api.send("GET", path, params={"format": format_}).content


@contextmanager
def opened(url: str | None, token_file: Path | None) -> Iterator[Requests]:
    """The requests of the API at *url*, asked as whoever's token it is. Raises UserError."""
    with rest.opened(url, token_file) as api:
        yield Requests(api)


def _part(text: str) -> str:
    if not text or not text.replace("_", "").isalnum():
        raise UserError(
            f"{text!r} is not the id of a request (rem_…). `watchgate remediate list` shows those there are."
        )
    return text

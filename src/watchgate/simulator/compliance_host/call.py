"""What does an operation of the compliance API see of a request, and how does it refuse?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from watchgate.simulator.api_error import ApiError
from watchgate.simulator.compliance_host.signed_urls import LIVES, SignedUrls
from watchgate.simulator.compliance_host.workspace import Workspace
from watchgate.simulator.endpoint import Call
from watchgate.simulator.faults import Fault
from watchgate.simulator.reply import RedirectReply


@dataclass(frozen=True, slots=True)
class ComplianceCall:
    """One admitted request. `host` is the name and port under which the client reached us."""

    call: Call
    workspace: Workspace
    urls: SignedUrls
    faults: Mapping[str, Fault]
    host: str
    now: datetime

    def part(self, name: str) -> str:
        """A part of the path."""
        return self.call.path_params[name]

    def values(self, name: str) -> list[str]:
        """All values of a query parameter: repeated, with brackets, or a comma list."""
        given = [value for key, value in self.call.pairs if key in (name, f"{name}[]")]
        return [each.strip() for value in given for each in value.split(",") if each.strip()]

    def moment(self, name: str) -> datetime | None:
        """A query parameter as a time (ISO 8601; UTC when it names no zone). Raises ApiError."""
        text = self.call.query.get(name)
        if text is None:
            return None
        try:
            moment = datetime.fromisoformat(text)
        except ValueError as error:
            raise bad_request(f"{name} must be an ISO 8601 date and time.") from error
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)

    def redirect(self, shelf: str, file_id: str, *, is_expired: bool) -> RedirectReply:
        """To where the file can be fetched without a key for the next minutes."""
        lives = timedelta(minutes=-1) if is_expired else LIVES
        return RedirectReply(self.urls.url(self.host, shelf, file_id, lives=lives))

    def limit(self, *, default: int, most: int) -> int:
        """The query parameter `limit`, from 1 to *most*. Raises ApiError."""
        text = self.call.query.get("limit", str(default))
        if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= most):
            raise bad_request(f"limit must be a whole number from 1 to {most}.")
        return int(text)


def bad_request(message: str) -> ApiError:
    return ApiError(400, message)


def not_found(what: str) -> ApiError:
    return ApiError(404, f"{what} not found.")


def expired(what: str) -> ApiError:
    return ApiError(410, f"{what} has expired.")

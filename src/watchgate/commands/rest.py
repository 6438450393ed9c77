"""How do the commands speak to the REST API? As the person whose token they are given: nothing is possible here that is not there."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import httpx
import typer

from watchgate.kernel.content import Content
from watchgate.kernel.errors import UserError
from watchgate.settings import api_token, api_url

_TIMEOUT_S = 120.0
_PAGE = 200
_MAX_TOKEN_CHARS = 1000

ApiUrl = Annotated[
    str | None,
    typer.Option(
        help="Where the REST API is (WATCHGATE_API_URL, else http://127.0.0.1:8080).", show_default=False
    ),
]
TokenFile = Annotated[
    Path | None,
    typer.Option(help="File that holds your API token; else WATCHGATE_API_TOKEN does.", show_default=False),
]

Answer = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Api:
    """The REST API. Everything raises UserError with what it said."""

    http: httpx.Client

    def workspace_id(self, reference: str) -> str:
        """The id of the workspace with this id or name. Raises UserError."""
        try:
            return str(UUID(reference))
        except ValueError:
            pass
        for one in self.all_of("/api/v1/workspaces"):
            if one["name"] == reference:
                return str(one["id"])
        raise UserError(
            f"No workspace that you may see has the name {reference!r}. Check it, or give its id."
        )

    def all_of(self, path: str, **wanted: str | None) -> Iterator[Answer]:
        """Everything of a list, page by page; what is None is not asked for."""
        asked = {"limit": str(_PAGE)} | {name: value for name, value in wanted.items() if value is not None}
        cursor: str | None = None
        while True:
            page = self.ask("GET", path, params=asked | ({"cursor": cursor} if cursor else {}))
            yield from page["data"]
            cursor = page["next_cursor"]
            if cursor is None:
                return

    def ask(self, method: str, path: str, **more: Any) -> Answer:  # noqa: ANN401 -- as httpx has them
        """The JSON object that is answered."""
        try:
            answer = self.send(method, path, **more).json()
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise UserError("What answered is no Watchgate. Check --api-url.")
        return answer

    def send(self, method: str, path: str, **more: Any) -> httpx.Response:  # noqa: ANN401 -- as httpx has them
        """The answer, which is no error."""
        try:
            answer = self.http.request(method, path, **more)
        except httpx.HTTPError as error:
            raise UserError(
                f"The REST API at {self.http.base_url} does not answer ({type(error).__name__})."
                " Start it with `watchgate up`, or check --api-url."
            ) from None
        if answer.is_success:
            return answer
        raise UserError(_said(answer))


@contextmanager
def opened(url: str | None, token_file: Path | None) -> Iterator[Api]:
    """The API at *url*, asked with the token of *token_file* or of the environment. Raises UserError."""
    token = _token(token_file).reveal()
    try:
        client = httpx.Client(
            base_url=url or api_url(), headers={"Authorization": f"Bearer {token}"}, timeout=_TIMEOUT_S
        )
    except (ValueError, httpx.InvalidURL):
        raise UserError("--api-url is not a URL like https://watchgate.example.") from None
    with client:
        yield Api(client)


def _token(source: Path | None) -> Content:
    if source is None:
        found = api_token()
        if found is None:
            raise UserError(
                "These commands act as you, through the REST API: set WATCHGATE_API_TOKEN to your token, or give"
                " --token-file. `watchgate tokens create` makes one."
            )
    else:
        try:
            with source.expanduser().open(encoding="utf-8") as file:
                found = file.read(_MAX_TOKEN_CHARS).strip()
        except (OSError, UnicodeDecodeError):
            raise UserError(f"The token cannot be read from {source}. Check --token-file.") from None
    if not found.isascii() or not found.isprintable() or " " in found or not found:
        raise UserError("That is not an API token: one word that begins with wg_. Check it.")
    return Content(found)


def _said(answer: httpx.Response) -> str:
    try:
        problem = answer.json()
    except ValueError:
        problem = None
    if not isinstance(problem, dict) or "detail" not in problem:
        return f"The REST API answered {answer.status_code}, and no more. Check --api-url."
    wrong = "".join(
        f" {one.get('in')} {one.get('name')} {one.get('message')}." for one in problem.get("errors") or []
    )
    return f"{problem['detail']}{wrong}"

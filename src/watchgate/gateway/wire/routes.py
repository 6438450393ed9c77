"""Which requests does the gateway know, and who reads them?

Whatever is not in this table is refused, unless the pack lets it pass unread.
"""

import re
from dataclasses import dataclass
from types import ModuleType

from watchgate.gateway.wire import chat_completions, embeddings, responses


@dataclass(frozen=True, slots=True)
class Route:
    """One governed endpoint. `endpoint` is its name in packs, records and metrics; `wire` reads its texts (None: it has none).

    `is_stored`: the answer is fetched, not made, so what it echoes was perhaps never judged.
    """

    method: str
    path: re.Pattern[str]
    endpoint: str
    wire: ModuleType | None
    is_stored: bool = False

    @property
    def has_body(self) -> bool:
        return self.method == "POST" and not self.is_stored


_ID = r"[A-Za-z0-9_.:-]{1,256}"


def _route(
    method: str, path: str, endpoint: str, wire: ModuleType | None, *, is_stored: bool = False
) -> Route:
    return Route(method, re.compile(path.replace("{id}", _ID)), endpoint, wire, is_stored)


ROUTES = (
    _route("POST", "/v1/chat/completions", chat_completions.ENDPOINT, chat_completions),
    _route("POST", "/v1/responses", responses.ENDPOINT, responses),
    _route("GET", "/v1/responses/{id}", "responses.retrieve", responses, is_stored=True),
    _route("POST", "/v1/responses/{id}/cancel", "responses.cancel", responses, is_stored=True),
    _route("POST", "/v1/embeddings", embeddings.ENDPOINT, embeddings),
    _route("GET", "/v1/models", "models", None),
    _route("GET", "/v1/models/{id}", "models", None),
)


def find_route(method: str, path: str) -> Route | None:
    """The route of a request, matched on the path exactly as sent: no decoding, no tidying, so no two readings of it."""
    for route in ROUTES:
        if route.method == method and route.path.fullmatch(path):
            return route
    return None

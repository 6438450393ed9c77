"""How is one question put to OpenAI? A GET whose body is not read: status and type say enough."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import httpx

from watchgate import __version__
from watchgate.kernel.content import Content
from watchgate.workspaces.ports import Answer, Outcome
from watchgate.workspaces.questions import Host, Question

TIMEOUT_S = 10.0
_OUTCOMES = {
    401: Outcome.UNAUTHENTICATED,
    403: Outcome.FORBIDDEN,
    404: Outcome.NOT_FOUND,
    410: Outcome.NOT_FOUND,
    429: Outcome.RATE_LIMITED,
}


class HttpAsker:
    """Asks over HTTP; an `Asker`. *base_urls* are those of the two hosts, with `/v1`."""

    def __init__(self, http: httpx.AsyncClient, base_urls: Mapping[Host, str]) -> None:
        self._http = http
        self._base_urls = base_urls

    async def ask(self, question: Question, key: Content) -> Answer:
        base_url = self._base_urls[question.host].rstrip("/")
        host = urlsplit(base_url).netloc
        try:
            async with self._http.stream(
                "GET",
                base_url + question.path,
                params=question.params,
                headers={"Authorization": f"Bearer {key.reveal()}"},
            ) as response:
                return _answer(host, response)
        except httpx.TimeoutException as error:
            note = "no connection in time" if isinstance(error, httpx.ConnectTimeout) else "no answer in time"
            return Answer(Outcome.TIMED_OUT, host, note=note)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return Answer(Outcome.UNREACHABLE, host, note=_why(error))


@asynccontextmanager
async def asker(base_urls: Mapping[Host, str], timeout_s: float = TIMEOUT_S) -> AsyncIterator[HttpAsker]:
    """An asker with its own connections. Proxies are those of the environment; redirects are not followed."""
    headers = {"User-Agent": f"watchgate/{__version__}", "Accept": "application/json"}
    async with httpx.AsyncClient(timeout=timeout_s, headers=headers, follow_redirects=False) as http:
        yield HttpAsker(http, base_urls)


def _answer(host: str, response: httpx.Response) -> Answer:
    status = response.status_code
    if status == 200:
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind == "application/json":
            return Answer(Outcome.READ, host, status)
        return Answer(Outcome.UNEXPECTED, host, status, note="200, but not JSON")
    if status >= 500:
        return Answer(Outcome.SERVER_ERROR, host, status)
    outcome = _OUTCOMES.get(status, Outcome.UNEXPECTED)
    wait = response.headers.get("retry-after", "")
    seconds = int(wait) if wait.isascii() and wait.isdigit() and len(wait) < 7 else None
    return Answer(outcome, host, status, note=f"status {status}", retry_after_s=seconds)


def _why(error: Exception) -> str:
    """The kind of failure in our words: an error's own text may hold an address with credentials."""
    said = str(error).lower()
    for words, meaning in _SAID.items():
        if any(word in said for word in words):
            return meaning
    return next(
        (meaning for kind, meaning in _KINDS.items() if isinstance(error, kind)), "the connection failed"
    )


_SAID = {
    ("name or service not known", "name resolution", "getaddrinfo"): "its name cannot be resolved",
    ("certificate", "ssl", "tls"): "its certificate is not trusted",
    ("refused", "all connection attempts failed"): "the connection is refused",
}
_KINDS: dict[type[Exception], str] = {
    httpx.ProxyError: "the proxy refuses",
    httpx.UnsupportedProtocol: "its base URL is not http or https",
    httpx.InvalidURL: "its base URL is not a URL",
    httpx.RemoteProtocolError: "it hung up",
}

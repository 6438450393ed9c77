"""How do we fetch a file that OpenAI only points to? Ask for its signed URL, follow it by hand without our key, verify.

file id ──GET with bearer──► 307 ──checked target, no bearer──► bytes ──size, sha256──► Download
   ▲───────────── the URL expired, the body was cut, size or hash differ ◄──────┘
"""

from dataclasses import dataclass
from hashlib import sha256
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

import httpx

from watchgate.openai.body import pieces
from watchgate.openai.errors import NeedsAttention, TooLarge, TryAgain, Unexpected
from watchgate.openai.outcomes import REDIRECTS, later
from watchgate.openai.redirects import safe_target
from watchgate.openai.routes import Route
from watchgate.openai.transport import Query, Transport, refuse_while_resting

_IN_MEMORY_BYTES = 1024 * 1024
_MOST_HOPS = 3


@dataclass(frozen=True, slots=True)
class Download:
    """A verified file. `file` stands at its first byte; who gave no sink closes it."""

    file: BinaryIO
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Expected:
    """What must be true of the bytes. None: anything goes."""

    max_bytes: int
    size_bytes: int | None = None
    sha256: str | None = None


async def fetch(
    transport: Transport, route: Route, path: str, query: Query, expected: Expected, sink: BinaryIO | None
) -> Download:
    """The file behind *path*, written to *sink* (seekable; from where it stands) or to a temporary file. When it fails, what was
    written so far stays in *sink*.

    Raises Gone when the file id is unknown or the file has expired, TooLarge beyond `max_bytes`, TryAgain with the reason
    `expired` or `damaged` when fresh URLs did not help either, and the other words as they fall.
    """
    if expected.size_bytes is not None and expected.size_bytes > expected.max_bytes:
        raise TooLarge(f"The file of {route} has more than {expected.max_bytes} bytes.")
    file = sink or _temporary_file()
    start = file.tell()
    try:
        return await transport.persist(
            lambda: _Attempt(transport, route, expected, file, start).run(path, query)
        )
    except BaseException:  # cancelled too: a temporary file of ours would stay open; the cause travels on
        if sink is None:
            file.close()
        raise


def _temporary_file() -> BinaryIO:
    return cast("BinaryIO", SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES))


class _Attempt:
    """One fresh URL, followed once."""

    def __init__(
        self, transport: Transport, route: Route, expected: Expected, file: BinaryIO, start: int
    ) -> None:
        self._transport = transport
        self._route = route
        self._expected = expected
        self._file = file
        self._start = start

    async def run(self, path: str, query: Query) -> Download:
        target = await self._transport.ask(
            self._route, path, query, self._pointed_to, within_s=self._transport.patience.answer_within_s
        )
        for _ in range(_MOST_HOPS):
            found = await self._follow(target)
            if isinstance(found, Download):
                return found
            target = found
        raise Unexpected(f"{self._route} leads from redirect to redirect.")

    async def _pointed_to(self, answer: httpx.Response) -> httpx.URL:
        if answer.status_code not in REDIRECTS:
            raise Unexpected(f"{self._route} answered without a redirect.", status=answer.status_code)
        return self._target(answer)

    def _target(self, answer: httpx.Response) -> httpx.URL:
        may_be_plain = self._transport.base_url.scheme == "http"
        location = answer.headers.get("location", "")
        target = safe_target(answer.request.url, location, may_be_plain=may_be_plain)
        if target is None:
            raise Unexpected(f"{self._route} redirects to a place we do not go.", status=answer.status_code)
        return target

    async def _follow(self, target: httpx.URL) -> Download | httpx.URL:
        where = f"the file behind {self._route}"
        breaker = self._transport.breakers.of(target.netloc.decode("ascii"))
        refuse_while_resting(breaker, where)
        request = self._transport.http.build_request("GET", target, headers={"accept-encoding": "identity"})
        # The key is for OpenAI alone, whatever the client sends by default.
        request.headers.pop("authorization", None)
        return await self._transport.send(
            request, self._take, breaker, where=where, within_s=self._transport.patience.file_within_s
        )

    async def _take(self, answer: httpx.Response) -> Download | httpx.URL:
        status = answer.status_code
        if status == 200:
            return await self._keep(answer)
        if status in REDIRECTS:
            return self._target(answer)
        where = f"the file behind {self._route}"
        if status == 407:
            raise NeedsAttention(
                f"The proxy wants credentials (407 at {where}).", "Put them into HTTPS_PROXY.", status=status
            )
        if failure := later(answer, where, self._transport.clock()):
            raise failure
        if status >= 400:
            raise TryAgain(
                f"The signed URL of {where} has expired ({status}).", reason="expired", status=status
            )
        raise Unexpected(f"The host of {where} answered {status}.", status=status)

    async def _keep(self, answer: httpx.Response) -> Download:
        digest, size_bytes = sha256(), 0
        self._file.seek(self._start)
        self._file.truncate()
        async for piece in pieces(answer, str(self._route)):
            size_bytes += len(piece)
            self._check_growth(size_bytes)
            digest.update(piece)
            self._file.write(piece)
        return self._verified(size_bytes, digest.hexdigest())

    def _check_growth(self, size_bytes: int) -> None:
        if self._expected.size_bytes is not None and size_bytes > self._expected.size_bytes:
            raise self._damaged("is larger than announced")
        if size_bytes > self._expected.max_bytes:
            raise TooLarge(f"The file of {self._route} has more than {self._expected.max_bytes} bytes.")

    def _verified(self, size_bytes: int, digest: str) -> Download:
        if self._expected.size_bytes is not None and size_bytes != self._expected.size_bytes:
            raise self._damaged("is smaller than announced")
        if self._expected.sha256 is not None and digest != self._expected.sha256.lower():
            raise self._damaged("has another SHA-256 than announced")
        self._file.seek(self._start)
        return Download(self._file, size_bytes, digest)

    def _damaged(self, how: str) -> TryAgain:
        return TryAgain(f"The file of {self._route} {how}.", reason="damaged")

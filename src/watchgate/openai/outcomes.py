"""What does a status, or the lack of an answer, mean for us? One of the four words of `errors`."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import httpx

from watchgate.openai.errors import Gone, NeedsAttention, OpenAIFailure, TryAgain, Unexpected
from watchgate.openai.retry_after import retry_after
from watchgate.openai.routes import Route

REDIRECTS = frozenset({301, 302, 303, 307, 308})


def failure_of(answer: httpx.Response, route: Route, key_shown: str, now: datetime) -> OpenAIFailure | None:
    """The failure that *answer* stands for; None for 200 and for redirects, which the caller judges."""
    status = answer.status_code
    if status == 200 or status in REDIRECTS:
        return None
    if status in {401, 403, 407}:
        return _for_a_person(status, route, key_shown)
    if status in {404, 410}:
        return Gone(f"OpenAI has nothing at {route} ({status}).", status=status)
    return later(answer, str(route), now) or Unexpected(
        f"OpenAI answered {status} at {route}, which we do not understand.", status=status
    )


def later(answer: httpx.Response, where: str, now: datetime) -> TryAgain | None:
    """What makes it worth asking *where* again: 429, 5xx, and the server's own timeouts. None for every other status."""
    status = answer.status_code
    wait = retry_after(answer.headers.get("retry-after"), now)
    if status == 429:
        return TryAgain(
            f"Too many requests at {where} (429).", reason="rate_limited", after=wait, status=status
        )
    if status >= 500:
        return TryAgain(
            f"The server failed at {where} ({status}).", reason="server", after=wait, status=status
        )
    if status in {408, 425}:
        return TryAgain(
            f"The server gave up at {where} ({status}).", reason="timeout", after=wait, status=status
        )
    return None


def _for_a_person(status: int, route: Route, key_shown: str) -> NeedsAttention:
    match status:
        case 401:
            message = f"OpenAI does not know the key {key_shown} (401 at {route})."
            remedy = (
                "Check that the key was copied whole, is neither revoked nor expired, and is of the right kind"
                f" ({route.needs}); then enter it anew."
            )
        case 403:
            message = f"The key {key_shown} may not ask {route} (403)."
            remedy = (
                f"It needs {route.needs}. Grant it in the admin console, or ask OpenAI support, naming the key and its"
                f" last four characters ({key_shown}). If an IP allow-list is set, add this machine's address."
            )
        case _:
            message = f"The proxy on the way to OpenAI wants credentials ({status} at {route})."
            remedy = "Put them into HTTPS_PROXY, or list OpenAI's host in NO_PROXY."
    return NeedsAttention(message, remedy, status=status)


@contextmanager
def connection_trouble(where: str) -> Iterator[None]:
    """What goes wrong on the way, while *where* is asked, becomes TryAgain. Quotes no error: it may name a signed URL."""
    try:
        yield
    except (httpx.TimeoutException, TimeoutError):
        raise TryAgain(f"No complete answer in time from {where}.", reason="timeout") from None
    except httpx.TransportError as problem:
        if _is_about_certificate(problem):
            raise TryAgain(f"The certificate of {where} is not to be trusted.", reason="tls") from None
        if isinstance(problem, httpx.ConnectError | httpx.ProxyError):
            raise TryAgain(f"No connection: {where} cannot be reached from here.", reason="network") from None
        raise TryAgain(f"The connection broke while {where} answered.", reason="network") from None
    except (httpx.InvalidURL, httpx.StreamError) as problem:
        raise Unexpected(f"{where} cannot be asked ({type(problem).__name__}).") from None


def _is_about_certificate(problem: BaseException | None) -> bool:
    while problem is not None:
        if isinstance(problem, ssl.SSLCertVerificationError):
            return True
        problem = problem.__cause__ or problem.__context__
    return False

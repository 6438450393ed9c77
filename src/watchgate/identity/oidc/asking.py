"""How do we ask a provider something? Over verified TLS, without redirects, in bounded time, for a bounded answer."""

import json
from collections.abc import Mapping
from typing import Any

import httpx

from watchgate.identity.oidc.errors import ProviderUnavailable

MAX_ANSWER_BYTES = 512 * 1024
_TIMEOUT = httpx.Timeout(10.0, connect=5.0)

Answer = tuple[int, Mapping[str, Any]]


async def get_json(url: str, headers: Mapping[str, str] | None = None) -> Mapping[str, Any]:
    """The JSON object at *url*. Raises ProviderUnavailable."""
    status, body = await _ask("GET", url, headers=dict(headers or {}))
    if status != 200:
        raise _answered_with(status)
    return _object(body)


async def post_form(url: str, form: Mapping[str, str], headers: Mapping[str, str]) -> Answer:
    """Status and JSON object that *url* answers to a form. Raises ProviderUnavailable; also for 5xx and 429."""
    status, body = await _ask("POST", url, data=dict(form), headers=dict(headers))
    if status == 429 or status >= 500:
        raise _answered_with(status)
    return status, _object(body)


async def _ask(method: str, url: str, **more: Any) -> tuple[int, bytes]:  # noqa: ANN401 -- as httpx has them
    try:
        async with httpx.AsyncClient(timeout=_TIMEOUT, follow_redirects=False) as client:  # noqa: SIM117
            async with client.stream(method, url, **more) as response:
                return response.status_code, await _bounded(response)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise ProviderUnavailable(
            f"The sign-in provider cannot be reached ({type(error).__name__}). {_REMEDY}"
        ) from None


def _answered_with(status: int) -> ProviderUnavailable:
    return ProviderUnavailable(f"The sign-in provider answered with {status}. {_REMEDY}")


async def _bounded(response: httpx.Response) -> bytes:
    body = b""
    async for chunk in response.aiter_bytes():
        body += chunk
        if len(body) > MAX_ANSWER_BYTES:
            raise ProviderUnavailable(f"The sign-in provider's answer is too long. {_REMEDY}")
    return body


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict):
        raise ProviderUnavailable(f"The sign-in provider did not answer with JSON. {_REMEDY}")
    return answer


_REMEDY = "Try again later, or sign in with a local account. `watchgate doctor` says more."

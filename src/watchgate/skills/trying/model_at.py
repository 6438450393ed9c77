"""Where is the model? Behind a gateway, or any other address that speaks chat completions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from watchgate.kernel.content import Content


class Blocked(Exception):
    """A policy refused the question or the answer."""


class NoAnswer(Exception):
    """Nobody answered, or not in a way that can be read."""


_TIMEOUT_S = 120.0
_POLICY = frozenset({"policy_violation", "content_filter"})


@dataclass(frozen=True, slots=True)
class ModelAt:
    """The model behind *base_url* (`…/v1`), asked with *key*."""

    base_url: str
    key: Content | None = None
    told: Mapping[str, str] = field(default_factory=dict)
    """Headers that go along: of which skill and which run a question is."""

    def __call__(self, body: Mapping[str, Any], /) -> Mapping[str, Any]:
        """The answer to one request. Raises Blocked, NoAnswer."""
        headers = {**self.told, **({"Authorization": f"Bearer {self.key.reveal()}"} if self.key else {})}
        try:
            answer = httpx.post(
                f"{self.base_url.rstrip('/')}/chat/completions",
                json=dict(body),
                headers=headers,
                timeout=_TIMEOUT_S,
            )
            said = answer.json()
        except httpx.HTTPError as error:
            raise NoAnswer(
                f"Nobody answers at {self.base_url} ({type(error).__name__}). Check --gateway."
            ) from None
        except ValueError:
            raise NoAnswer(f"What answers at {self.base_url} is no model ({answer.status_code}).") from None
        if answer.is_success and isinstance(said, dict) and said.get("choices"):
            return said
        raise _refusal(answer.status_code, said)


def _refusal(status: int, said: object) -> Exception:
    error = said.get("error") if isinstance(said, dict) else None
    error = error if isinstance(error, dict) else {}
    message = str(error.get("message") or f"The answer was {status}.")
    return Blocked(message) if error.get("code") in _POLICY else NoAnswer(f"{status}: {message}")

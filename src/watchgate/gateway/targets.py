"""Which upstream is asked, and which one next?

Targets stand in the order of the pack; those whose `provider` names the API and the model of the request come first. After a 429, a 5xx or a
failed connect the next one is asked, as long as no byte of an answer has come. A target that keeps failing is left out for
a while (circuit breaker).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from watchgate.policy.pack import TargetConfig

API_OF_ENDPOINT = {
    "chat.completions": "chat",
    "responses": "responses",
    "responses.retrieve": "responses",
    "responses.cancel": "responses",
    "embeddings": "embeddings",
}


@dataclass(frozen=True, slots=True)
class Target:
    """An upstream, with its secret resolved. Printing it does not show the secret."""

    id: str
    api: str
    model: str
    base_url: str
    credential: str | None = field(repr=False)
    config: TargetConfig = field(repr=False)


@dataclass(slots=True)
class _Circuit:
    failures: int = 0
    open_until: float = 0.0


class Targets:
    """The targets of a pack and how they have been doing. One per worker; times are seconds of a monotonic clock."""

    def __init__(self, targets: Sequence[Target]) -> None:
        self._targets = tuple(targets)
        self._circuits = {target.id: _Circuit() for target in targets}

    def in_order(self, *, endpoint: str, model: str, now: float) -> list[Target]:
        """Whom to ask, best first; without those whose circuit is open. Empty when all are."""
        api = API_OF_ENDPOINT.get(endpoint, "")
        usable = [target for target in self._targets if self._circuits[target.id].open_until <= now]
        if len(usable) < 2:
            return usable
        return sorted(usable, key=lambda target: (target.api != api, target.model != model))

    def default_model(self, endpoint: str) -> str | None:
        """The model of the first target that serves the endpoint's API."""
        api = API_OF_ENDPOINT.get(endpoint)
        return next((target.model for target in self._targets if target.api == api), None)

    def model_on_fallback(self, target: Target, *, endpoint: str, model: str) -> str | None:
        """The model to ask a fallback target for, when it serves another one of the same API; None leaves the request as it is."""
        serves_api = target.api == API_OF_ENDPOINT.get(endpoint)
        return target.model if serves_api and model and target.model and target.model != model else None

    def note(self, target: Target, *, has_failed: bool, now: float) -> None:
        """Remember how *target* did: too many failures in a row open its circuit."""
        circuit = self._circuits[target.id]
        if not has_failed:
            circuit.failures = 0
            return
        circuit.failures += 1
        if circuit.failures >= target.config.circuit_breaker.failures:
            circuit.open_until = now + target.config.circuit_breaker.cooldown_s
            circuit.failures = 0

    def seconds_until_usable(self, now: float) -> float:
        """When all circuits are open: how long until one is tried again."""
        return max(0.0, min((circuit.open_until for circuit in self._circuits.values()), default=now) - now)

"""What do all simulated hosts share? The seed, the keys, the faults, and the list of what was received."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from watchgate.simulator.faults import FaultRate, Faults
from watchgate.simulator.received import ReceivedRequests

KEY_PREFIX = "sk-sim-"


@dataclass(frozen=True, slots=True)
class Settings:
    """How a simulator is set up; it does not change while it runs."""

    seed: int = 0
    api_keys: tuple[str, ...] = ()
    """Accepted beside every key that starts with `sk-sim-`."""
    accepts_any_key: bool = False
    faults: tuple[FaultRate, ...] = ()
    remembered_requests: int = 1000

    @property
    def api_key(self) -> str:
        """The key we tell people to use."""
        return KEY_PREFIX + sha256(f"watchgate simulator {self.seed}".encode()).hexdigest()[:24]


class Simulation:
    """The shared state of one running simulator."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.received = ReceivedRequests(limit=settings.remembered_requests)
        self.faults = Faults(settings.faults)

    def accepts(self, key: str) -> bool:
        return self.settings.accepts_any_key or key.startswith(KEY_PREFIX) or key in self.settings.api_keys

    def replace_faults(self, rates: Iterable[FaultRate]) -> None:
        self.faults.replace(rates)

    def restart(self) -> None:
        """As if the process had just started."""
        self.received.restart()
        self.faults.restart()

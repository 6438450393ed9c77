"""What do all simulated hosts share? The seed, the keys, the faults, and the list of what was received."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from watchgate.simulator.clock import SimulatedClock
from watchgate.simulator.faults import FaultRate, Faults
from watchgate.simulator.keys import KEY_PREFIX, Keys
from watchgate.simulator.platform_host.further import FurtherEntries
from watchgate.simulator.received import ReceivedRequests


@dataclass(frozen=True, slots=True)
class OfficeSettings:
    """How large and how old the simulated workspace is, and how its logs are written."""

    messages: int = 2000
    people: int = 40
    days: int = 29
    """How far its history goes back. One day less than log files live, so that nothing expires while it is looked at."""
    days_ahead: int = 0
    """How far the messages go on into the future, for the clock to reach."""
    now: datetime | None = None
    """When the simulated clock starts; None: now."""
    window_s: int = 600
    """How much time a log file covers."""
    upload_hours: int = 48
    """How long an uploaded file can be fetched."""
    objects: int = 12
    """How many memories there are, and canvases, recordings and so on: so many of each kind."""
    requests_per_minute: int = 0
    """How often a key may ask each endpoint of the compliance API; 0: as often as it likes."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a simulator is set up; it does not change while it runs."""

    seed: int = 0
    api_keys: tuple[str, ...] = ()
    """Accepted beside every key that starts with `sk-sim-`."""
    accepts_any_key: bool = False
    faults: tuple[FaultRate, ...] = ()
    remembered_requests: int = 1000
    office: OfficeSettings = field(default_factory=OfficeSettings)

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
        self.clock = SimulatedClock(settings.office.now)
        self.audit = FurtherEntries()
        self.keys = Keys(settings.seed, others=settings.api_keys, accepts_any=settings.accepts_any_key)

    def accepts(self, key: str) -> bool:
        return self.settings.accepts_any_key or key.startswith(KEY_PREFIX) or key in self.settings.api_keys

    def replace_faults(self, rates: Iterable[FaultRate]) -> None:
        self.faults.replace(rates)

    def restart(self) -> None:
        """As if the process had just started."""
        self.received.restart()
        self.faults.restart()
        self.clock.restart()
        self.audit.restart()

"""How fast can a request be carried out, and how long does it take?"""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """Requests a minute that OpenAI allows for one endpoint and key (`math.inf`: it says when it is too much), and our own
    caps of deletions an hour (0: none).
    """

    per_minute: float = 100.0
    per_hour: int = 0

    @property
    def objects_per_minute(self) -> float:
        """What it comes to."""
        return min(self.per_minute, self.per_hour / 60) if self.per_hour else self.per_minute

    def seconds(self, objects: int) -> int | None:
        """The time that so many objects take; None when nobody can say."""
        if not math.isfinite(self.objects_per_minute):
            return None
        free = min(objects, self.per_hour) if self.per_hour else objects
        at_once = 60 * free / self.per_minute if math.isfinite(self.per_minute) else 0.0
        later = 3600 * ((objects - 1) // self.per_hour) if self.per_hour and objects > self.per_hour else 0
        return math.ceil(later + at_once)

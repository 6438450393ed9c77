"""When may the next request go out? A token bucket that gives way when it is told "too many", and recovers slowly.

Pure: the time is passed in, as seconds of any clock that never goes back.
"""

import math

_BURST_SHARE = 0.2
"""Of a minute's budget, so much may go out at once; the rest trickles, so that no minute ever holds more than the budget."""
_LEAST_FACTOR = 1 / 16
_RECOVERY_S = 600.0
"""From nothing back to the full rate; from half of it in half the time."""


class Bucket:
    """The budget of one key at one endpoint."""

    def __init__(self, per_minute: float, now: float) -> None:
        """*per_minute*: how many requests a minute; `math.inf` for no limit but the one that OpenAI tells us."""
        self._burst = max(1.0, per_minute * _BURST_SHARE)
        self._full_rate = (
            math.inf if math.isinf(per_minute) else max(per_minute / 2, per_minute - self._burst) / 60
        )
        self._factor = 1.0
        self._tokens = self._burst
        self._at = now
        self._lowered_at = -math.inf
        self._paused_until = -math.inf

    @property
    def factor(self) -> float:
        """The share of the full rate that is in force, as of the last call."""
        return self._factor

    def wait_s(self, now: float) -> float:
        """How long the next request would have to wait."""
        self._advance(now)
        lacking = 1.0 - self._tokens
        trickle_s = lacking / self._rate() if lacking > 0 else 0.0
        return self.paused_s(now) + trickle_s

    def take(self, now: float) -> float:
        """Take the next place in line; returns the seconds to wait for it."""
        wait_s = self.wait_s(now)
        self._tokens -= 1.0
        return wait_s

    def give_back(self) -> None:
        """Whoever took a place has left the line without asking."""
        self._tokens = min(self._burst, self._tokens + 1.0)

    def paused_s(self, now: float) -> float:
        """How much longer nobody may ask."""
        return max(0.0, self._paused_until - now)

    def refused(self, now: float, *, asked_at: float, pause_s: float) -> None:
        """OpenAI said 429: pause, and halve the rate. Once for a volley: what was asked before the halving does not count."""
        self._advance(now)
        self._paused_until = max(self._paused_until, now + pause_s)
        self._at = max(self._at, self._paused_until)
        self._tokens = min(self._tokens, 1.0)
        if asked_at > self._lowered_at:
            self._factor = max(_LEAST_FACTOR, self._factor / 2)
            self._lowered_at = now

    def _advance(self, now: float) -> None:
        """Tokens drip in and the rate recovers; neither while paused (`_at` lies in the future then)."""
        passed_s = now - self._at
        if passed_s <= 0:
            return
        self._at = now
        self._factor = min(1.0, self._factor + passed_s / _RECOVERY_S)
        self._tokens = min(self._burst, self._tokens + passed_s * self._rate())

    def _rate(self) -> float:
        return self._full_rate * self._factor

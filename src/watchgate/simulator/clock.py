"""What time is it in the simulation? Real time, moved forward as far as somebody asked."""

from datetime import datetime, timedelta

from watchgate.kernel.clock import utc_now
from watchgate.kernel.errors import UserError


class SimulatedClock:
    """Runs as the real one does and never goes back. Begins at *start*, or now."""

    def __init__(self, start: datetime | None = None) -> None:
        begun = utc_now()
        self._first_offset = (start - begun) if start else timedelta()
        self._offset = self._first_offset
        self._latest = begun + self._offset

    def now(self) -> datetime:
        self._latest = max(self._latest, utc_now() + self._offset)
        return self._latest

    def advance(self, step: timedelta) -> datetime:
        """Move forward by *step*; the new time. Raises UserError for a step back or out of the calendar."""
        if step < timedelta():
            raise UserError(
                "The simulated clock only goes forward: log files that are out cannot be taken back."
            )
        try:
            self._latest = self.now() + step
        except OverflowError as error:
            raise UserError("The simulated clock cannot go beyond the year 9999.") from error
        self._offset += step
        return self._latest

    def set(self, moment: datetime) -> datetime:
        """Move forward to *moment*. Raises UserError for a moment that has passed."""
        return self.advance(moment - self.now())

    def restart(self) -> None:
        """As if the process had just started."""
        self._offset = self._first_offset
        self._latest = utc_now() + self._offset

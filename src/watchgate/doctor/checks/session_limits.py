"""Do sign-ins end when they should? Longer than an hour unused, or a day in all, is longer than NIST SP 800-63B-4 has it (AAL2)."""

from watchgate.doctor.model import Lines, ok, warning
from watchgate.settings import Settings

LONGEST_IDLE_MINUTES = 60
LONGEST_HOURS = 24


async def look(settings: Settings) -> Lines:
    """One line."""
    idle, hours = settings.session_idle_minutes, settings.session_hours
    detail = f"a sign-in ends after {idle} min without use, and after {hours} h"
    if idle > LONGEST_IDLE_MINUTES or hours > LONGEST_HOURS:
        remedy = f"Set session_idle_minutes to {LONGEST_IDLE_MINUTES} or less, session_hours to {LONGEST_HOURS} or less."
        return [warning("sessions", detail, remedy)]
    return [ok("sessions", detail)]

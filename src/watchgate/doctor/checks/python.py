"""Is this Python new enough?"""

import platform
import sys

from watchgate.doctor.model import Lines, failed, ok

OLDEST = (3, 11)


async def look() -> Lines:
    """One line."""
    found = f"Python {platform.python_version()}"
    if sys.version_info >= OLDEST:
        return [ok("python", found)]
    return [failed("python", f"{found} is too old", "Install Watchgate with Python 3.11 or newer.")]

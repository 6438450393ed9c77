"""Is there a `WATCHGATE_…` variable that nobody reads, such as a mistyped one? Values are never shown."""

import difflib

from watchgate.doctor.model import Lines, ok, warning
from watchgate.settings.environment import known_variables, watchgate_variable_names


async def look() -> Lines:
    """A line for each unknown variable; one when all are known."""
    known, found = known_variables(), watchgate_variable_names()
    unknown = [name for name in found if name not in known]
    if not unknown:
        return [ok("environment", f"set: {', '.join(found)}" if found else "no WATCHGATE_ variable is set")]
    return [
        warning("environment", f"nobody reads the variable {name}", _remedy(name, known)) for name in unknown
    ]


def _remedy(name: str, known: frozenset[str]) -> str:
    close = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    return f"Did you mean {close[0]}?" if close else f"Unset it. There are: {', '.join(sorted(known))}."

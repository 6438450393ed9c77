"""Does detection work here: do its patterns compile, and does it find an address that we plant?"""

from watchgate.detection.engine import ENGINE_VERSION, default_engine
from watchgate.doctor.model import Lines, failed, ok

_ADDRESS = "maria.planted@example.com"
_TEXT = f"Please write to {_ADDRESS} by Friday."


async def look() -> Lines:
    """One line."""
    try:
        found = default_engine().scan(_TEXT)
    except Exception as error:  # noqa: BLE001 -- whatever the machine's Hyperscan raises is the finding
        return [failed("detection", f"the patterns do not compile: {type(error).__name__}", _REMEDY)]
    if any(_TEXT[one.start : one.end] == _ADDRESS and one.entity == "EMAIL_ADDRESS" for one in found):
        return [ok("detection", f"engine {ENGINE_VERSION} compiles and finds a planted address")]
    return [failed("detection", "a planted address was not found", _REMEDY)]


_REMEDY = "Install Watchgate's locked requirements again; Hyperscan needs x86-64 with SSSE3, or 64-bit ARM."

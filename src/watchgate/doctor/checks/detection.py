"""Does detection work here, at full speed, and does it find an address that we plant?"""

from watchgate.detection.compiled_patterns import HAS_HYPERSCAN
from watchgate.detection.engine import ENGINE_VERSION, default_engine
from watchgate.detection.native import IS_COMPILED
from watchgate.doctor.model import Lines, failed, ok, warning

_ADDRESS = "maria.planted@example.com"
_TEXT = f"Please write to {_ADDRESS} by Friday."


async def look() -> Lines:
    """One line for the engine, and one for each part that is slower than it could be."""
    return [*_engine(), *_slow_parts(has_hyperscan=HAS_HYPERSCAN, is_compiled=IS_COMPILED)]


def _engine() -> Lines:
    try:
        found = default_engine().scan(_TEXT)
    except Exception as error:  # noqa: BLE001 -- whatever the machine's Hyperscan raises is the finding
        return [failed("detection", f"the patterns do not compile: {type(error).__name__}", _REMEDY)]
    if any(_TEXT[one.start : one.end] == _ADDRESS and one.entity == "EMAIL_ADDRESS" for one in found):
        return [ok("detection", f"engine {ENGINE_VERSION} compiles and finds a planted address")]
    return [failed("detection", "a planted address was not found", _REMEDY)]


def _slow_parts(*, has_hyperscan: bool, is_compiled: bool) -> Lines:
    lines = []
    if not has_hyperscan:
        lines.append(
            warning(
                "detection speed",
                "Hyperscan is not installed, so patterns run in Python, many times slower",
                "Use a machine with a hyperscan wheel: x86-64 with SSSE3, or 64-bit ARM.",
            )
        )
    if not is_compiled:
        lines.append(
            warning(
                "detection speed",
                "the compiled part is missing, so names and injections are looked for in Python, many times slower",
                "Install a C compiler and Python's headers, then install Watchgate again.",
            )
        )
    return lines


_REMEDY = "Install Watchgate's locked requirements again; Hyperscan needs x86-64 with SSSE3, or 64-bit ARM."

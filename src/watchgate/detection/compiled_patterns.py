"""Where does a compiled Hyperscan database come from: was it kept, or must it be compiled?

Compiling takes seconds, loading a millisecond. What is kept is only good for this version of Hyperscan on this kind of CPU, and
for exactly these patterns, so its name is made of all three.
"""

import logging
from collections.abc import Sequence
from hashlib import sha256
from importlib import import_module
from typing import Any

from watchgate.settings.cached import keep_cached, read_cached

hyperscan: Any
try:
    hyperscan = import_module("hyperscan")
except ImportError:  # no wheel for this machine: PythonPass serves, and `watchgate doctor` says so
    hyperscan = None

log = logging.getLogger(__name__)

HAS_HYPERSCAN = hyperscan is not None
_FAMILY = "patterns"


def database(expressions: Sequence[bytes]) -> Any:  # noqa: ANN401 -- Hyperscan has no types
    """The compiled patterns; number *i* is the *i*-th. Raises what Hyperscan raises when one cannot be compiled."""
    key = _key(expressions)
    kept = read_cached(_FAMILY, key)
    if kept is not None:
        try:
            loaded = hyperscan.loadb(kept, hyperscan.HS_MODE_BLOCK)
            scratch(loaded)
        except hyperscan.error as problem:
            log.warning("patterns.kept_is_unusable", extra={"reason": type(problem).__name__})
        else:
            return loaded
    compiled = _compiled(expressions)
    keep_cached(_FAMILY, key, hyperscan.dumpb(compiled))
    return compiled


def scratch(compiled: Any) -> Any:  # noqa: ANN401
    """Memory to scan with, for one thread."""
    return hyperscan.Scratch(compiled)


def _compiled(expressions: Sequence[bytes]) -> Any:  # noqa: ANN401
    made = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    made.compile(
        expressions=list(expressions),
        ids=list(range(len(expressions))),
        elements=len(expressions),
        flags=[hyperscan.HS_FLAG_SINGLEMATCH | hyperscan.HS_FLAG_DOTALL] * len(expressions),
    )
    return made


def _key(expressions: Sequence[bytes]) -> str:
    platform = str(_compiled([b"a"]).info())
    named = sha256(f"{hyperscan.__version__}\0{platform}".encode())
    for expression in expressions:
        named.update(b"\0" + expression)
    return named.hexdigest()

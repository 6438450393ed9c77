"""What does detection see in a body? All its texts, names of fields too; what could not be looked at is `not_scanned`."""

import logging
from collections import Counter
from collections.abc import Iterator
from typing import Any

from watchgate.detection.engine import ENGINE_VERSION, default_engine
from watchgate.detection.entities import ENTITIES
from watchgate.detection.injection import BLOCK_THRESHOLD
from watchgate.hub.records.model import Examined, Scan

INJECTION = "PROMPT_INJECTION"
_log = logging.getLogger(__name__)


def examine(body: Any) -> Examined:  # noqa: ANN401 -- any JSON value
    """Takes milliseconds for the longest body; never raises."""
    try:
        seen = default_engine().examine("\n".join(_texts(body)))
    except Exception as error:  # noqa: BLE001 -- whatever it was: not looked at is not clean
        _log.error("hub.not_scanned: %s", type(error).__name__)
        return Examined(Scan.NOT_SCANNED, {}, is_marked=True, engine=ENGINE_VERSION)
    counts = Counter(found.entity for found in seen.findings)
    if seen.injection.score >= BLOCK_THRESHOLD:
        counts[INJECTION] += 1
    is_marked = any(entity != INJECTION and ENTITIES[entity].group == "secret" for entity in counts)
    return Examined(Scan.SCANNED, dict(sorted(counts.items())), is_marked, ENGINE_VERSION)


def _texts(value: Any) -> Iterator[str]:  # noqa: ANN401 -- any JSON value
    """Depth first, without recursion: a body may be nested as deep as it likes."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            for name, inner in reversed(one.items()):
                waiting += [inner, name]
        elif isinstance(one, list):
            waiting += reversed(one)
        elif one is not None and not isinstance(one, bool):
            yield str(one)

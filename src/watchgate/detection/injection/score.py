"""How do signals add up?"""

from collections.abc import Iterable

from watchgate.detection.model import Signal

BLOCK_THRESHOLD = 0.8
"""A text that scores this much may be stopped without a person looking: few false alarms, even among prompts full of trigger words."""
FLAG_THRESHOLD = 0.5
"""A text that scores this much deserves a look. What both have been measured to mean: `models/injection.md`."""


def combine(signals: Iterable[Signal]) -> float:
    """The noisy-or of the distinct signals: each is one more independent reason. In 0..1, grows with every new name,
    does not depend on order, and repeating a signal changes nothing; so a stream may add up what it has seen so far.
    """
    strongest: dict[str, float] = {}
    for signal in signals:
        strongest[signal.name] = max(signal.weight, strongest.get(signal.name, 0.0))
    innocent = 1.0
    for name in sorted(strongest):
        innocent *= 1.0 - strongest[name]
    return round(1.0 - innocent, 3)

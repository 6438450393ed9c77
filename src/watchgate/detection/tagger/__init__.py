"""Names of people, places and organisations, by a model."""

from watchgate.detection.tagger.closed import closed_until

__all__ = ["closed_until"]

"""What stands in a person's place once they are erased? A keyed fingerprint: the same for the same person, and no way back."""

from watchgate.ingest.erased_people import mark_of

__all__ = ["mark_of", "shown"]

_SHOWN = "erased-"


def shown(mark: bytes) -> str:
    """As it stands where the user's id stood."""
    return _SHOWN + mark.hex()

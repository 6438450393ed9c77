"""What stands in a person's place once they are erased? A keyed fingerprint: the same for the same person, and no way back."""

from watchgate.storage.sealing import WorkspaceSealer

_SHOWN = "erased-"


def mark_of(sealer: WorkspaceSealer, user_id: str) -> bytes:
    """16 bytes (HMAC under the workspace's data key)."""
    return sealer.fingerprint(b"person:" + user_id.encode())


def shown(mark: bytes) -> str:
    """As it stands where the user's id stood."""
    return _SHOWN + mark.hex()

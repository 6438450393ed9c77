"""With whose data key are keys of the platform sealed? With one of the installation: they belong to no workspace."""

from uuid import UUID

PLATFORM = UUID("00000000-0000-4000-8000-000000000002")
"""Fixed for ever."""


def context_of(project: str) -> bytes:
    """The place that a sealed key belongs to."""
    return b"platform key\0" + project.encode()

"""What does the catalogue need of the room above it? Where in its messages something was found."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.catalog.masking import Span

VersionKey = tuple[str, datetime]
"""Which version of which message: its id, and when it occurred."""

SpansOf = Callable[
    [AsyncConnection, UUID, str, Collection[VersionKey]], Awaitable[Mapping[VersionKey, Sequence[Span]]]
]
"""The spans of the stored findings in these versions of messages of one conversation; without those that have none."""

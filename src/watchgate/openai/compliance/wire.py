"""What does the compliance API send? Structs as lenient as the contract allows: unknown fields out, optional ones may miss."""

from typing import Any

from msgspec import Struct

from watchgate.kernel.content import Content
from watchgate.openai.compliance.model import LogFile, WorkspaceUser
from watchgate.openai.timestamps import Timestamp, moment


class WireLogFile(Struct):
    """`ComplianceLogFileMetadata`: every field is needed to fetch and verify the file."""

    id: str
    event_type: str
    end_time: Timestamp
    file_size: int
    file_sha256: str
    file_name: str = ""

    def model(self) -> LogFile:
        """Raises ValueError."""
        if self.file_size < 0:
            raise ValueError("a negative size")
        end_time = moment(self.end_time)
        return LogFile(
            self.id, self.event_type, end_time, self.file_name, self.file_size, self.file_sha256.lower()
        )


class WireLogFileList(Struct):
    """`ComplianceLogFileList`: has no `object`."""

    data: list[WireLogFile]
    has_more: bool
    last_end_time: Timestamp | None = None


class WireUser(Struct):
    """`WorkspaceUser`."""

    id: str
    email: str | None = None
    name: str | None = None
    role: str | None = None
    status: str | None = None
    created_at: Timestamp | None = None

    def model(self) -> WorkspaceUser:
        """Raises ValueError."""
        return WorkspaceUser(
            id=self.id,
            email=None if self.email is None else Content(self.email),
            name=None if self.name is None else Content(self.name),
            role=self.role,
            status=self.status,
            created_at=None if self.created_at is None else moment(self.created_at),
        )


class WireUserList(Struct):
    """`GenericList` of users. Without `has_more` we could not tell a short page from the end, so it must be there."""

    data: list[WireUser]
    has_more: bool
    last_id: str | None = None


class WireMaxEventTime(Struct):
    """The newest event of each type; null when there is none yet."""

    max_event_time: dict[str, Timestamp | None]


class WireAnyList(Struct):
    """Any list, when only its being there matters."""

    data: list[Any]

"""How do versions look on the wire?"""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from watchgate.documents.problems import Problem
from watchgate.skills.difference import Change, FileChange
from watchgate.skills.registry.admission import Admitted
from watchgate.skills.registry.model import State, Version

Note = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]


class NoteIn(BaseModel):
    """A remark on the step; it is kept with the version."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    note: Note | None = None


class VersionOut(BaseModel):
    """`is_current`: the one of its skill that is in use; `signer`: whose key vouches for it."""

    skill_id: str
    version: str
    digest: str
    name: str
    title: str
    owner: str
    state: State
    size_bytes: int
    signer: str | None
    added_at: datetime
    added_by_name: str
    changed_at: datetime
    reviewed_by_name: str | None
    reviewed_at: datetime | None
    note: str | None
    is_current: bool


class WarningOut(BaseModel):
    """What the lint remarks."""

    file: str
    line: int
    column: int
    path: str
    message: str
    suggestion: str


class AddedOut(BaseModel):
    """The version as it is kept, and what the lint remarks on it."""

    version: VersionOut
    warnings: list[WarningOut]


class FileChangeOut(BaseModel):
    """`lines`: a unified diff, empty for what is no text."""

    path: str
    change: Change
    lines: list[str] = Field(max_length=100_000)


class ChangesOut(BaseModel):
    changes: list[FileChangeOut]


def version_out(version: Version) -> VersionOut:
    return VersionOut.model_validate({name: getattr(version, name) for name in VersionOut.model_fields})


def added_out(admitted: Admitted) -> AddedOut:
    return AddedOut(
        version=version_out(admitted.version), warnings=[_warning(one) for one in admitted.warnings]
    )


def change_out(one: FileChange) -> FileChangeOut:
    return FileChangeOut(path=one.path, change=one.change, lines=list(one.lines))


def _warning(one: Problem) -> WarningOut:
    said = one.as_json()
    return WarningOut.model_validate({name: said[name] for name in WarningOut.model_fields})

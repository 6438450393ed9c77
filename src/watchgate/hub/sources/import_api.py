"""`POST /api/v1/hub/usage/import`: an export of who used what, with where its columns stand."""

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, Field

from watchgate.http.permissions import Caller, Within, caller_of
from watchgate.http.problems import not_found
from watchgate.hub.sources.imported import Columns
from watchgate.hub.sources.importing import Importing
from watchgate.hub.sources.reading_rows import Format
from watchgate.hub.usage.model import Naming

PATH = "/api/v1/hub/usage/import"
MAX_CHARS = 50_000_000
AsCaller = Annotated[Caller, Depends(caller_of)]
Name = Annotated[str, Field(min_length=1, max_length=100)]
_USUAL = Columns()


class ColumnsIn(BaseModel):
    """The column for each thing that is known; null where the export has none. What is left out is called as in ChatGPT's own exports."""

    model_config = ConfigDict(extra="forbid")

    at: Name = _USUAL.at
    named: Name = _USUAL.named
    item_type: Name | None = None
    item_types: Annotated[dict[Name, Naming], Field(max_length=20)] | None = None
    source_id: Name | None = None
    person: Name | None = None
    surface: Name | None = None
    version: Name | None = None
    model: Name | None = None
    conversation_id: Name | None = None
    run_id: Name | None = None
    duration_s: Name | None = None
    result: Name | None = None
    failed: Annotated[list[Name], Field(max_length=20)] | None = None
    input_tokens: Name | None = None
    output_tokens: Name | None = None
    cost_usd: Name | None = None

    def as_columns(self) -> Columns:
        said: Mapping[str, object] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in self.model_dump(exclude_unset=True).items()
        }
        return Columns(**said)  # type: ignore[arg-type]  # pydantic has checked them


class ImportIn(BaseModel):
    """`content`: the file."""

    model_config = ConfigDict(extra="forbid")

    workspace_id: UUID | None = None
    format: Format = Format.CSV
    columns: ColumnsIn = Field(default_factory=ColumnsIn)
    content: Annotated[str, Field(min_length=1, max_length=MAX_CHARS)]


class RefusedOut(BaseModel):
    line: int
    why: str


class ImportOut(BaseModel):
    """`refused`: the first twenty of `refused_rows`. `unknown_people`: addresses that nobody in the workspace has."""

    rows: int
    new: int
    known: int
    refused_rows: int
    refused: list[RefusedOut]
    unknown_people: int
    is_dry_run: bool


def import_router(importing: Importing) -> APIRouter:
    """The route of this room."""
    router = APIRouter(tags=["hub"])

    @router.post(PATH, operation_id="importUsage")
    async def import_(
        caller: AsCaller,
        within: Within,
        body: ImportIn,
        *,
        dry_run: Annotated[bool, Query(description="Change nothing.")] = False,
    ) -> ImportOut:
        """Take an export of who used what (CSV or JSON lines). Rows that were taken before change nothing."""
        if within is not None and body.workspace_id not in within:
            raise not_found("workspace")
        done = await importing.run(
            caller, body.workspace_id, body.content, body.format, body.columns.as_columns(), dry_run=dry_run
        )
        return ImportOut(
            rows=done.rows,
            new=done.new,
            known=done.known,
            refused_rows=done.refused_rows,
            refused=[RefusedOut(line=line, why=why) for line, why in done.refused],
            unknown_people=done.unknown_people,
            is_dry_run=dry_run,
        )

    return router

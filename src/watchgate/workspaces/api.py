"""`/api/v1/workspaces`: how does a program enrol, see, test, change and remove workspaces?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from watchgate.http.paging import Page, Paging, cut_page
from watchgate.http.permissions import Within, unlimited_only
from watchgate.http.problems import Problem
from watchgate.workspaces.connection import ConnectionFailed, ConnectionTests
from watchgate.workspaces.erasure.service import Erasure
from watchgate.workspaces.errors import (
    AlreadyEnrolled,
    BeingRemoved,
    NotConfirmed,
    UnknownWorkspace,
    WorkspaceHeld,
)
from watchgate.workspaces.schemas import (
    ErasedOut,
    NewWorkspace,
    ReportOut,
    WorkspaceChanges,
    WorkspaceOut,
    erased_out,
    report_out,
    workspace_out,
)
from watchgate.workspaces.service import Workspaces

STATUSES = {
    UnknownWorkspace: 404,
    AlreadyEnrolled: 409,
    BeingRemoved: 409,
    NotConfirmed: 409,
    WorkspaceHeld: 409,
}
"""Which HTTP status each refusal of this room has, for `create_app`."""


def workspaces_router(workspaces: Workspaces, tests: ConnectionTests, erasure: Erasure) -> APIRouter:
    """The routes of this room."""
    router = APIRouter(prefix="/api/v1/workspaces", tags=["workspaces"])

    @router.get("", operation_id="listWorkspaces")
    async def list_workspaces(paging: Paging, within: Within) -> Page[WorkspaceOut]:
        """The workspaces that the caller may see, by name."""
        after = paging.after(str)
        rows = await workspaces.page(paging.limit + 1, after[0] if after else None, within=within)
        page, cursor = cut_page(rows, paging.limit, lambda workspace: [workspace.name])
        return Page(data=[workspace_out(workspace) for workspace in page], next_cursor=cursor)

    @router.post("", status_code=201, operation_id="enrolWorkspace", dependencies=[Depends(unlimited_only)])
    async def enrol(body: NewWorkspace, response: Response) -> WorkspaceOut:
        """Enrol a workspace. Unless `skip_test`, its keys are tried first; 422 with the `checks` when they do not do."""
        new = body.as_enrolment()
        response.headers["Location"] = f"/api/v1/workspaces/{new.workspace_id}"
        if body.skip_test:
            return workspace_out(await workspaces.enrol(new))
        try:
            enrolled, _ = await tests.enrol(new)
        except ConnectionFailed as failed:
            raise _connection_failed(failed) from None
        return workspace_out(enrolled)

    @router.get("/{workspace_id}", operation_id="showWorkspace")
    async def show(workspace_id: UUID) -> WorkspaceOut:
        """One workspace with what is known of its keys."""
        return workspace_out(await workspaces.get(workspace_id))

    @router.patch("/{workspace_id}", operation_id="changeWorkspace")
    async def change(workspace_id: UUID, body: WorkspaceChanges) -> WorkspaceOut:
        """Rename, pause (`state: paused`), resume, correct the organisation, replace keys: all of it or nothing."""
        return workspace_out(await workspaces.change(workspace_id, body.as_changes()))

    @router.delete("/{workspace_id}", operation_id="removeWorkspace")
    async def remove(
        workspace_id: UUID,
        confirm: Annotated[
            str, Query(max_length=200, description="The workspace's name: this cannot be undone.")
        ],
    ) -> ErasedOut:
        """Erase its keys and everything that was read with them. Goes on with a removal that was interrupted."""
        workspace = await workspaces.get(workspace_id)
        if confirm != workspace.name:
            raise NotConfirmed(
                "`confirm` is not the workspace's name, so nothing was removed. Everything read from the workspace would be"
                " erased for good."
            )
        return erased_out(await erasure.remove(workspace_id))

    @router.post("/{workspace_id}/test", operation_id="testWorkspace")
    async def test(workspace_id: UUID) -> ReportOut:
        """Try what the keys may do, without side effects, line by line."""
        return report_out(await tests.test(await workspaces.get(workspace_id)))

    return router


def _connection_failed(failed: ConnectionFailed) -> Problem:
    report = failed.report
    return Problem(
        422,
        "connection-test-failed",
        f"The workspace was not enrolled. {report.summary} {report.remedy}",
        checks=[check.as_json() for check in report.checks],
    )

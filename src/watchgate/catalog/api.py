"""`/api/v1/conversations`, `/files`, `/people`: how does a program read the catalogue, masked, or reveal a piece of it?"""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import AwareDatetime

from watchgate.catalog.errors import TooMuchAtOnce, UnknownConversation, UnknownMessage
from watchgate.catalog.model import ConversationFilter, FileFilter, PersonFilter, Place
from watchgate.catalog.reveal import Request, Reveals
from watchgate.catalog.schemas import (
    ConversationOut,
    FileOut,
    FileState,
    Id,
    PersonOut,
    RevealedOut,
    RevealIn,
    ThreadOut,
    conversation_out,
    file_out,
    person_out,
    revealed_out,
    thread_out,
)
from watchgate.catalog.service import Catalogue
from watchgate.catalog.store.newest import After
from watchgate.http.paging import Page, PageRequest, Paging, cut_page, encode_cursor
from watchgate.http.permissions import Caller, Within, caller_of
from watchgate.storage.sealing import DataKeyErased

STATUSES = {UnknownConversation: 404, UnknownMessage: 404, TooMuchAtOnce: 422, DataKeyErased: 409}
"""Which HTTP status each refusal of this room has, for `create_app`."""

WorkspaceId = Annotated[UUID | None, Query(description="Only of this workspace.")]
Person = Annotated[Id | None, Query(description="Only this person's: a user's id or e-mail address.")]
HasFindings = Annotated[bool | None, Query(description="Only those with findings, or without.")]
Since = Annotated[AwareDatetime | None, Query(alias="from", description="From this time on.")]
Until = Annotated[AwareDatetime | None, Query(alias="to", description="Before this time.")]


def _conversation_filter(  # noqa: PLR0913, PLR0917 -- one parameter for each filter
    within: Within,
    workspace_id: WorkspaceId = None,
    person: Person = None,
    gpt_id: Annotated[Id | None, Query(description="Only with this GPT.")] = None,
    project_id: Annotated[Id | None, Query(description="Only of this project.")] = None,
    has_findings: HasFindings = None,
    since: Since = None,
    until: Until = None,
) -> ConversationFilter:
    return ConversationFilter(workspace_id, person, gpt_id, project_id, has_findings, since, until, within)


def _file_filter(
    within: Within,
    workspace_id: WorkspaceId = None,
    person: Person = None,
    conversation_id: Annotated[Id | None, Query(description="Only of this conversation.")] = None,
    state: Annotated[FileState | None, Query(description="Only in this state.")] = None,
    has_findings: HasFindings = None,
) -> FileFilter:
    return FileFilter(workspace_id, person, conversation_id, state, has_findings, within)


def _after(paging: PageRequest) -> After | None:
    keys = paging.after(datetime, UUID, str)
    return After(*keys) if keys else None


def catalogue_router(catalogue: Catalogue, reveals: Reveals) -> APIRouter:
    """The routes of this room."""
    router = APIRouter(prefix="/api/v1", tags=["catalogue"])

    @router.get("/conversations", operation_id="listConversations")
    async def list_conversations(
        paging: Paging, wanted: Annotated[ConversationFilter, Depends(_conversation_filter)]
    ) -> Page[ConversationOut]:
        """Conversations, the one with the newest message first. `from` and `to` are about that message."""
        rows = await catalogue.conversations(wanted, paging.limit + 1, _after(paging))
        page, cursor = cut_page(
            rows, paging.limit, lambda one: [one.last_message_at, one.workspace_id, one.conversation_id]
        )
        return Page(data=[conversation_out(one) for one in page], next_cursor=cursor)

    @router.get("/conversations/{workspace_id}/{conversation_id}", operation_id="showConversation")
    async def show_conversation(workspace_id: UUID, conversation_id: Id, paging: Paging) -> ThreadOut:
        """One conversation with a page of its messages in order, masked. A page of long messages has fewer."""
        keys = paging.after(datetime, str)
        thread = await catalogue.thread(
            workspace_id, conversation_id, paging.limit, Place(*keys) if keys else None
        )
        place = thread.next_place
        return thread_out(thread, encode_cursor(place.first_at, place.message_id) if place else None)

    @router.post("/conversations/{workspace_id}/{conversation_id}/reveal", operation_id="revealMessages")
    async def reveal(
        workspace_id: UUID,
        conversation_id: Id,
        body: RevealIn,
        caller: Annotated[Caller, Depends(caller_of)],
    ) -> RevealedOut:
        """Title and messages as they were written. That you saw them, and your reason, is in the ledger first."""
        request = Request(caller.id, caller.name, body.reason, body.message_ids)
        return revealed_out(await reveals.reveal(workspace_id, conversation_id, request))

    @router.get("/files", operation_id="listFiles")
    async def list_files(
        paging: Paging, wanted: Annotated[FileFilter, Depends(_file_filter)]
    ) -> Page[FileOut]:
        """Files that were attached to messages, the newest first."""
        rows = await catalogue.files(wanted, paging.limit + 1, _after(paging))
        page, cursor = cut_page(
            rows, paging.limit, lambda one: [one.first_seen_at, one.workspace_id, one.file_id]
        )
        return Page(data=[file_out(one) for one in page], next_cursor=cursor)

    @router.get("/people", operation_id="listPeople")
    async def list_people(
        paging: Paging,
        within: Within,
        workspace_id: WorkspaceId = None,
        email: Annotated[Id | None, Query(description="Only with this e-mail address.")] = None,
    ) -> Page[PersonOut]:
        """People who were seen, by workspace and user id."""
        keys = paging.after(UUID, str)
        wanted = PersonFilter(workspace_id, email, within)
        rows = await catalogue.people(wanted, paging.limit + 1, (keys[0], keys[1]) if keys else None)
        page, cursor = cut_page(rows, paging.limit, lambda one: [one.workspace_id, one.user_id])
        return Page(data=[person_out(one) for one in page], next_cursor=cursor)

    return router

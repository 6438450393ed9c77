"""`/hub/v1/records` for skills, `/api/v1/hub/records` for people: how do records come in, and how are they read?"""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Path, Query, Request

from watchgate.http.paging import Page, Paging, cut_page
from watchgate.http.permissions import Caller, Within, caller_of, unlimited_only
from watchgate.hub.records import errors
from watchgate.hub.records.footer import footer
from watchgate.hub.records.model import Origin, RecordType
from watchgate.hub.records.schemas import (
    KeptOut,
    RecordIn,
    RecordOut,
    RevealedOut,
    RevealIn,
    VerificationOut,
    record_out,
    revealed_out,
    verification_out,
)
from watchgate.hub.records.service import Records
from watchgate.hub.records.store import RecordFilter
from watchgate.kernel.errors import UserError
from watchgate.skills.package.manifest import SEMVER, SKILL_ID
from watchgate.skills.targets.custom_gpt.record_operation import OPERATION, PATH

STATUSES: dict[type[UserError], int] = {
    errors.UnknownRecord: 404,
    errors.OtherSkill: 403,
    errors.NotInUse: 409,
    errors.KeyTaken: 409,
    errors.TooLarge: 413,
    errors.BreaksContract: 422,
    errors.CarriesInjection: 422,
}
"""Which HTTP status each refusal of this room has, for `create_app`."""

AsCaller = Annotated[Caller, Depends(caller_of)]
RecordId = Annotated[str, Path(max_length=60, pattern=r"^[\x20-\x7e]+$")]
_Said = Annotated[str | None, Header(max_length=200, pattern=r"^[\x20-\x7e]+$")]


def _origin(
    openai_conversation_id: _Said = None,
    openai_gpt_id: _Said = None,
    openai_ephemeral_user_id: _Said = None,
    x_watchgate_run: _Said = None,
) -> Origin:
    return Origin(openai_conversation_id, openai_gpt_id, openai_ephemeral_user_id, x_watchgate_run)


def _filter(  # noqa: PLR0913, PLR0917 -- one a filter
    within: Within,
    skill_id: Annotated[str | None, Query(pattern=SKILL_ID, max_length=75)] = None,
    version: Annotated[str | None, Query(pattern=SEMVER, max_length=100)] = None,
    record_type: Annotated[RecordType | None, Query(alias="type")] = None,
    conversation_id: Annotated[str | None, Query(max_length=200, pattern=r"^[\x20-\x7e]+$")] = None,
    since: Annotated[datetime | None, Query(description="Received then or later.")] = None,
    until: Annotated[datetime | None, Query(description="Received before.")] = None,
    marked: Annotated[bool | None, Query(description="With a secret in it, or not scanned.")] = None,
) -> RecordFilter:
    return RecordFilter(skill_id, version, record_type, conversation_id, since, until, marked, within)


def records_router(records: Records, public_url: str | None) -> APIRouter:
    """The routes of this room. *public_url*: our address as the world has it; None: as the caller has it."""
    router = APIRouter(tags=["hub"])
    _add_taking(router, records, public_url)
    _add_reading(router, records)
    return router


def _add_taking(router: APIRouter, records: Records, public_url: str | None) -> None:
    @router.post(PATH, operation_id=OPERATION)
    async def take(
        caller: AsCaller, body: RecordIn, origin: Annotated[Origin, Depends(_origin)], request: Request
    ) -> KeptOut:
        """Keep a record of a run. The same one again (same `client_key`, same body) changes nothing and has the same answer."""
        kept = await records.take(caller, body.as_new(origin))
        hub_url = public_url or str(request.base_url).rstrip("/")
        url = f"{hub_url}/api/v1/hub/records/{kept.record.id}"
        return KeptOut(
            id=kept.record.id, url=url, footer=footer(kept.title, await records.facts(kept.record), url)
        )


def _add_reading(router: APIRouter, records: Records) -> None:
    @router.get("/api/v1/hub/records", operation_id="listRecords")
    async def list_records(
        paging: Paging,
        wanted: Annotated[RecordFilter, Depends(_filter)],
        *,
        verify: Annotated[
            bool, Query(description="Compare each with the ledger, which is read whole.")
        ] = False,
    ) -> Page[RecordOut]:
        """Records, newest first, without their bodies. Those that are missing has `…/verification`."""
        after = paging.after(str)
        rows = await records.page(wanted, paging.limit + 1, after[0] if after else None)
        page, cursor = cut_page(rows, paging.limit, lambda one: [one.id])
        holds = (await records.verify()).holds if verify else {}
        return Page(data=[record_out(one, holds.get(one.id)) for one in page], next_cursor=cursor)

    @router.get(
        "/api/v1/hub/records/verification",
        operation_id="verifyRecords",
        dependencies=[Depends(unlimited_only)],
    )
    async def verify() -> VerificationOut:
        """All records against the ledger: was one changed, removed or put in behind our back? Reads the ledger whole."""
        return verification_out(await records.verify())

    @router.get("/api/v1/hub/records/{record_id}", operation_id="showRecord")
    async def show(within: Within, record_id: RecordId) -> RecordOut:
        """One record, without its body."""
        return record_out(await records.get(record_id, within))

    @router.post("/api/v1/hub/records/{record_id}/reveal", operation_id="revealRecord")
    async def reveal(caller: AsCaller, record_id: RecordId, body: RevealIn) -> RevealedOut:
        """One record with its body. That you saw it, and why, is in the ledger."""
        return revealed_out(await records.reveal(caller, record_id, body.reason))

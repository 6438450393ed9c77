"""`…/requests/{id}/receipt`: how does a program, or a person, get a receipt? As JSON that verifies, as a page, as PDF."""

import asyncio
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import JSONResponse

from watchgate.catalog.schemas import Id
from watchgate.http.permissions import Caller, caller_of
from watchgate.kernel.errors import UserError
from watchgate.remediation.receipts.page import CONTENT_SECURITY_POLICY, page
from watchgate.remediation.receipts.pdf import pdf
from watchgate.remediation.receipts.receipt import Receipt
from watchgate.remediation.receipts.service import LedgerUnreadable, NoReceipt, Receipts

STATUSES: dict[type[UserError], int] = {NoReceipt: 409, LedgerUnreadable: 503}
"""Which HTTP status each refusal of this room has, for `create_app`."""
AsCaller = Annotated[Caller, Depends(caller_of)]
_CONTENT: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            "application/json": {"schema": {"type": "object"}},
            "text/html": {"schema": {"type": "string"}},
            "application/pdf": {"schema": {"type": "string", "format": "binary"}},
        }
    }
}


class Format(StrEnum):
    """How a receipt is to look."""

    JSON = "json"
    HTML = "html"
    PDF = "pdf"


_ACCEPTED = {"text/html": Format.HTML, "application/pdf": Format.PDF}


def _format(
    request: Request,
    format_: Annotated[
        Format | None, Query(alias="format", description="Without it, as `Accept` says.")
    ] = None,
) -> Format:
    accepted = request.headers.get("accept", "")
    return format_ or next((form for kind, form in _ACCEPTED.items() if kind in accepted), Format.JSON)


Wanted = Annotated[Format, Depends(_format)]


def receipts_router(receipts: Receipts) -> APIRouter:
    """The routes of this room."""
    router = APIRouter(prefix="/api/v1/remediation/requests", tags=["remediation"])

    @router.get(
        "/{request_id}/receipt", operation_id="getReceipts", response_class=Response, responses=_CONTENT
    )
    async def of_request(
        caller: AsCaller,
        request_id: Id,
        wanted: Wanted,
        after: Annotated[int, Query(ge=0, le=1_000_000, description="Objects after this number.")] = 0,
    ) -> Response:
        """Receipts of up to 1,000 objects: who asked, who agreed, why, what OpenAI answered, how it was verified; with proofs."""
        return await _shown(await receipts.of_request(caller, request_id, after), wanted)

    @router.get(
        "/{request_id}/objects/{number}/receipt",
        operation_id="getReceipt",
        response_class=Response,
        responses=_CONTENT,
    )
    async def of_object(
        caller: AsCaller, request_id: Id, number: Annotated[int, Path(ge=1, le=1_000_000)], wanted: Wanted
    ) -> Response:
        """The receipt of one object."""
        return await _shown(await receipts.of_object(caller, request_id, number), wanted)

    return router


async def _shown(receipt: Receipt, wanted: Format) -> Response:
    match wanted:
        case Format.JSON:
            return JSONResponse(receipt)
        case Format.HTML:
            headers = {"Content-Security-Policy": CONTENT_SECURITY_POLICY}
            text = await asyncio.to_thread(page, receipt)
            return Response(text, media_type="text/html", headers=headers)
        case Format.PDF:
            headers = {"Content-Disposition": 'attachment; filename="receipt.pdf"'}
            return Response(
                await asyncio.to_thread(pdf, receipt), media_type="application/pdf", headers=headers
            )

"""Whose receipt is asked for, and where does the ledger have what belongs to it?"""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from watchgate.http.permissions import Caller
from watchgate.kernel.errors import UserError
from watchgate.ledger.outbox import places
from watchgate.ledger.proofs import prove
from watchgate.ledger.verify import Unreadable, verify_receipt
from watchgate.remediation import store
from watchgate.remediation.errors import UnknownRequest
from watchgate.remediation.model import ObjectState, Origin, RequestState
from watchgate.remediation.receipts.receipt import (
    OF_OBJECT,
    OF_PERSON,
    OF_REQUEST,
    Receipt,
    in_order,
    receipt_of,
)
from watchgate.remediation.request import Request
from watchgate.remediation.writing import checked
from watchgate.storage.database import Database

MOST_OBJECTS = 1000
"""On one receipt; those that follow are asked for with `after`."""
_OPEN = frozenset({ObjectState.WAITING, ObjectState.ACTING})
_NOTHING_DONE = (
    "Nothing was done with it yet, so there is no receipt. `watchgate remediate status` shows how far it is."
)


class NoReceipt(UserError):
    """Nothing was done yet that a receipt could be of."""


class LedgerUnreadable(UserError):
    """The ledger on this machine cannot be read."""


@dataclass(frozen=True, slots=True)
class Receipts:
    """Receipts of requests and their objects, from the ledger in *data_dir*."""

    database: Database
    data_dir: Path

    async def of_request(self, caller: Caller, request_id: str, after: int = 0) -> Receipt:
        """Of up to `MOST_OBJECTS` objects that something was done with. Raises UnknownRequest, NoReceipt, LedgerUnreadable."""
        async with self.database.read() as tx:
            request = checked(await store.by_id(tx, request_id), caller)
            objects = await store.objects(tx, request_id, after, MOST_OBJECTS, None)
        numbers = [one.number for one in objects if one.state not in _OPEN]
        if not numbers and not _is_of_a_person(request):
            raise NoReceipt(_NOTHING_DONE)
        return await self._receipt(request_id, numbers)

    async def of_object(self, caller: Caller, request_id: str, number: int) -> Receipt:
        """Raises UnknownRequest, NoReceipt, LedgerUnreadable."""
        async with self.database.read() as tx:
            checked(await store.by_id(tx, request_id), caller)
            found = await store.objects(tx, request_id, number - 1, 1, None)
        if not found or found[0].number != number:
            raise UnknownRequest("The request has no object with this number.")
        if found[0].state in _OPEN:
            raise NoReceipt(_NOTHING_DONE)
        return await self._receipt(request_id, [number])

    async def _receipt(self, request_id: str, numbers: Sequence[int]) -> Receipt:
        async with self.database.read() as tx:
            pending = await places.waiting_for(tx, request_id)
            known = await places.of_subject(tx, request_id, numbers)
        told = [one for one in known if one.type in OF_OBJECT | OF_REQUEST]
        if not pending and not any(one.type in OF_OBJECT | OF_PERSON for one in told):
            raise NoReceipt(_NOTHING_DONE)
        wanted = in_order([(one.log, one.seq) for one in told])
        try:
            return await asyncio.to_thread(self._made, wanted, pending)
        except (Unreadable, ValueError, OSError) as error:
            raise LedgerUnreadable(
                f"The ledger cannot be read ({type(error).__name__}). Verify it: watchgate ledger verify"
            ) from None

    def _made(self, wanted: Sequence[tuple[str, int]], pending: int) -> Receipt:
        """The receipt, once it was seen to hold: a page has no proof in it that its reader could check."""
        receipt = receipt_of(prove(self.data_dir, wanted), pending)
        if receipt["pending"] == 0 and not verify_receipt(json.dumps(receipt)).ok:
            raise LedgerUnreadable(
                "The ledger is not what was signed, so there is no receipt. Find out where it was changed: watchgate ledger verify"
            )
        return receipt


def _is_of_a_person(request: Request) -> bool:
    """Of somebody of whom OpenAI may have had nothing: then there is a receipt without objects."""
    return request.origin is Origin.PERSON and request.state is RequestState.VERIFIED

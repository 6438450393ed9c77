"""Whose receipt is asked for, and where does the ledger have what belongs to it?"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from watchgate.http.permissions import Caller
from watchgate.kernel.errors import UserError
from watchgate.ledger.line import MalformedLine
from watchgate.ledger.outbox import places
from watchgate.ledger.proofs import prove
from watchgate.remediation import store
from watchgate.remediation.errors import UnknownRequest
from watchgate.remediation.model import ObjectState
from watchgate.remediation.receipts.receipt import OF_OBJECT, OF_REQUEST, Receipt, in_order, receipt_of
from watchgate.remediation.writing import checked
from watchgate.storage.database import Database

MOST_OBJECTS = 1000
"""On one receipt; those that follow are asked for with `after`."""
_OPEN = frozenset({ObjectState.WAITING, ObjectState.ACTING})


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
            checked(await store.by_id(tx, request_id), caller)
            objects = await store.objects(tx, request_id, after, MOST_OBJECTS, None)
        numbers = [one.number for one in objects if one.state not in _OPEN]
        return await self._receipt(request_id, numbers)

    async def of_object(self, caller: Caller, request_id: str, number: int) -> Receipt:
        """Raises UnknownRequest, NoReceipt, LedgerUnreadable."""
        async with self.database.read() as tx:
            checked(await store.by_id(tx, request_id), caller)
            found = await store.objects(tx, request_id, number - 1, 1, None)
        if not found or found[0].number != number:
            raise UnknownRequest("The request has no object with this number.")
        return await self._receipt(request_id, [] if found[0].state in _OPEN else [number])

    async def _receipt(self, request_id: str, numbers: Sequence[int]) -> Receipt:
        if not numbers:
            raise NoReceipt(
                "Nothing was done with it yet, so there is no receipt. `watchgate remediate status` shows how far it is."
            )
        async with self.database.read() as tx:
            pending = await places.waiting_for(tx, request_id)
            known = await places.of_subject(tx, request_id, numbers)
        words = OF_OBJECT | OF_REQUEST
        wanted = in_order([(one.log, one.seq) for one in known if one.type in words])
        try:
            proofs = await asyncio.to_thread(prove, self.data_dir, wanted)
        except (MalformedLine, OSError) as error:
            raise LedgerUnreadable(
                f"The ledger cannot be read ({type(error).__name__}). Verify it: watchgate ledger verify"
            ) from None
        return receipt_of(proofs, pending)

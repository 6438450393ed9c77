"""When is what is left of a person erased? Soon after their request is verified; whoever looks first does it."""

import asyncio
import logging

from sqlalchemy.exc import DBAPIError

from watchgate.kernel.errors import UserError
from watchgate.remediation.person.service import PersonErasure

log = logging.getLogger("watchgate.remediation")

LOOK_EVERY_S = 5.0


async def keep_erasing(erasure: PersonErasure, every_s: float = LOOK_EVERY_S) -> None:
    """Look every few seconds, until cancelled. What fails is tried again: nothing is forgotten."""
    while True:
        try:
            while await erasure.turn():
                pass
        except (DBAPIError, OSError, TimeoutError) as error:
            log.warning("person.erasure_waits: %s", type(error).__name__)
        except UserError as refused:  # a ledger that cannot be opened, a data key that is gone
            log.warning("person.erasure_waits: %s: %s", type(refused).__name__, refused)
        await asyncio.sleep(every_s)

"""When is what is left of a person erased? Soon after their request is verified; whoever looks first does it."""

import asyncio
import logging

from sqlalchemy.exc import DBAPIError

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
        await asyncio.sleep(every_s)

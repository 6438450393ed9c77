"""When do requests that nobody decides about end? A sweep every few minutes; each use of a request looks as well."""

import asyncio
import logging

from sqlalchemy.exc import DBAPIError

from watchgate.remediation.service import Remediation

log = logging.getLogger("watchgate.remediation")

LOOK_EVERY_S = 300.0


async def keep_expiring(remediation: Remediation) -> None:
    """End what has waited too long, until cancelled."""
    while True:
        try:
            while await remediation.expire_due():
                pass
        except (DBAPIError, OSError, TimeoutError) as error:
            log.warning("remediation.waits_for_database: %s", type(error).__name__)
        await asyncio.sleep(LOOK_EVERY_S)

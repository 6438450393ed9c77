"""Does the file of the gateways say what the database says? Looked after for as long as a control plane runs.

What another machine changed in the same database arrives here within seconds; so does what a crash left half done.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from watchgate.identity.gateway_keys.service import GatewayKeys
from watchgate.kernel.errors import UserError

log = logging.getLogger(__name__)

LOOK_EVERY_S = 5.0


@asynccontextmanager
async def publishing(keys: GatewayKeys) -> AsyncIterator[None]:
    """While this is entered, the file follows the database."""
    running = asyncio.create_task(_follow(keys))
    try:
        yield
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running


async def _follow(keys: GatewayKeys) -> None:
    while True:
        try:
            if not await keys.is_published():
                await keys.publish()
        except (UserError, DBAPIError, SQLAlchemyError, OSError) as problem:
            log.warning("gateway_keys.not_published: %s", type(problem).__name__)
        await asyncio.sleep(LOOK_EVERY_S)

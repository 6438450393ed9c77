"""Which parts make the target `openai-skills`, whoever opens it?"""

import httpx

from watchgate.kernel.clock import Clock, utc_now
from watchgate.openai.limits import Limits
from watchgate.openai.skills.client import SkillsClient
from watchgate.skills.pushing.service import Pushing
from watchgate.skills.registry.service import Registry
from watchgate.storage.database import Database
from watchgate.storage.sealing import Keyring


def pushing_on(
    database: Database,
    keyring: Keyring,
    registry: Registry,
    *,
    base_url: str,
    http: httpx.AsyncClient,
    limits: Limits,
    clock: Clock = utc_now,
) -> Pushing:
    """On *database*, asking *base_url* (`…/v1`) with *http*."""

    def client_of(key: str) -> SkillsClient:
        return SkillsClient(base_url, key, http=http, limits=limits, clock=clock)

    return Pushing(database, keyring, registry, client_of, clock)

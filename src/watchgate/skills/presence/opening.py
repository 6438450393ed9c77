"""Which parts make this room, whoever opens it (the server, a worker, a test)?"""

from dataclasses import dataclass

from watchgate.kernel.clock import Clock, utc_now
from watchgate.skills.presence.creating import Creating
from watchgate.skills.presence.service import Looking, Presences, Workspaces
from watchgate.skills.presence.sharing import Entitled, NothingSaid
from watchgate.skills.presence.steering import Steering
from watchgate.skills.registry.service import Registry
from watchgate.storage.database import Database
from watchgate.storage.sealing import Keyring


@dataclass(frozen=True, slots=True)
class PresenceRoom:
    """The services of this room on one database."""

    presences: Presences
    steering: Steering
    looking: Looking
    creating: Creating


def presence_on(
    database: Database,
    keyring: Keyring,
    registry: Registry,
    workspaces: Workspaces,
    entitled: Entitled | None = None,
    clock: Clock = utc_now,
    *,
    creates_gpts: bool = False,
) -> PresenceRoom:
    """*entitled*: who says which people may use a skill; without it sharing inside the workspace is not judged.

    *creates_gpts*: an interface that OpenAI does not document may be tried.
    """
    tenant = registry.admission.tenant
    entitled = entitled or NothingSaid()
    return PresenceRoom(
        Presences(database),
        Steering(database, keyring, registry, clock),
        Looking(database, keyring, workspaces, registry, tenant, entitled, clock),
        Creating(database, workspaces, registry, tenant, entitled, clock, is_on=creates_gpts),
    )

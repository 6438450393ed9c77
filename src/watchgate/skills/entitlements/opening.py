"""Which parts make this room, whoever opens it?"""

from watchgate.kernel.clock import Clock, utc_now
from watchgate.skills.entitlements.service import Entitlements, Workspaces
from watchgate.skills.registry.in_use import InUse
from watchgate.skills.registry.service import Registry
from watchgate.storage.database import Database
from watchgate.storage.sealing import Keyring


def entitlements_on(
    database: Database,
    keyring: Keyring,
    registry: Registry,
    workspaces: Workspaces,
    clock: Clock = utc_now,
) -> Entitlements:
    """On *database*; *workspaces* are asked for their groups."""
    return Entitlements(database, keyring, workspaces, InUse(registry), clock)

"""Which parts make the Hub, whoever opens it (the server, a worker, a test)?"""

from dataclasses import dataclass
from pathlib import Path

from watchgate.hub.governance.service import Governance
from watchgate.hub.keys.service import SkillKeys
from watchgate.hub.records.contracts import Contracts
from watchgate.hub.records.erasing import RecordErasure
from watchgate.hub.records.service import Records
from watchgate.hub.usage.service import Usage
from watchgate.kernel.clock import Clock, utc_now
from watchgate.skills.registry.in_use import InUse
from watchgate.skills.registry.service import Registry
from watchgate.storage.database import Database
from watchgate.storage.sealing import Keyring


@dataclass(frozen=True, slots=True)
class Hub:
    """The rooms of the Hub on one database."""

    keys: SkillKeys
    records: Records
    usage: Usage
    governance: Governance
    erasure: RecordErasure


def hub_on(
    database: Database, keyring: Keyring, registry: Registry, data_dir: Path, clock: Clock = utc_now
) -> Hub:
    """The Hub on *database*, with the ledger in *data_dir*."""
    usage = Usage(database)
    return Hub(
        SkillKeys(database, registry, clock),
        Records(database, keyring, Contracts(registry), usage, data_dir, clock),
        usage,
        Governance(database, keyring, InUse(registry), clock),
        RecordErasure(database, keyring, clock),
    )

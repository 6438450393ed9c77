"""Which parts make the Hub, whoever opens it (the server, a worker, a test)?"""

from dataclasses import dataclass
from pathlib import Path

from watchgate.hub.governance.service import Governance
from watchgate.hub.keys.service import SkillKeys
from watchgate.hub.records.contracts import Contracts
from watchgate.hub.records.erasing import RecordErasure
from watchgate.hub.records.service import Records
from watchgate.hub.sources.audit import AuditTypes
from watchgate.hub.sources.importing import Importing
from watchgate.hub.sources.status import Sources
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
    importing: Importing
    sources: Sources


def hub_on(
    database: Database,
    keyring: Keyring,
    registry: Registry,
    data_dir: Path,
    clock: Clock = utc_now,
    *,
    audit_types: AuditTypes = AuditTypes.none(),  # noqa: B008 -- it is frozen
) -> Hub:
    """The Hub on *database*, with the ledger in *data_dir*; *audit_types*: what the platform's audit log is asked for."""
    usage = Usage(database)
    return Hub(
        SkillKeys(database, registry, clock),
        Records(database, keyring, Contracts(registry), usage, data_dir, clock),
        usage,
        Governance(database, keyring, InUse(registry), clock),
        RecordErasure(database, keyring, clock),
        Importing(database, clock),
        Sources(database, audit_types),
    )

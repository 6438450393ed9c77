"""Which parts make the room of legal holds, whoever opens it (the server, a worker, a test)?"""

from watchgate.kernel.clock import Clock, utc_now
from watchgate.remediation.holds.service import LegalHolds
from watchgate.storage.database import Database
from watchgate.storage.sealing import Keyring


def holds_on(database: Database, keyring: Keyring, clock: Clock = utc_now) -> LegalHolds:
    """The room on *database*."""
    return LegalHolds(database, keyring, clock)

"""Which parts make this room, whoever opens it (the server, a worker, the command line, a test)?"""

from collections.abc import Mapping
from dataclasses import dataclass

from watchgate.kernel.clock import Clock, utc_now
from watchgate.storage.database import Database
from watchgate.storage.sealing import Keyring
from watchgate.workspaces.client import asker
from watchgate.workspaces.connection import ConnectionTests
from watchgate.workspaces.erasure.service import Erasure
from watchgate.workspaces.questions import Host
from watchgate.workspaces.service import Workspaces


@dataclass(frozen=True, slots=True)
class Room:
    """The room's three services on one database."""

    workspaces: Workspaces
    tests: ConnectionTests
    erasure: Erasure


def room_on(
    database: Database, keyring: Keyring, base_urls: Mapping[Host, str], clock: Clock = utc_now
) -> Room:
    """The room on *database*; connection tests go to *base_urls*."""
    workspaces = Workspaces(database, keyring, clock)
    return Room(
        workspaces,
        ConnectionTests(database, workspaces, lambda: asker(base_urls), clock),
        Erasure(database, keyring, clock),
    )

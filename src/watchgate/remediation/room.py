"""Which parts make this room, whoever opens it (the server, a worker, a test)?"""

from dataclasses import dataclass

from watchgate.kernel.clock import Clock, utc_now
from watchgate.remediation.pace import Pace
from watchgate.remediation.planning import Planner
from watchgate.remediation.ports import Holds, OwnCopy, Upstream
from watchgate.remediation.reading import Reading
from watchgate.remediation.resolving import PersonsObjects
from watchgate.remediation.service import Remediation
from watchgate.remediation.settings import bounds, terms, thresholds
from watchgate.settings import Settings
from watchgate.storage.database import Database
from watchgate.storage.sealing import Keyring


@dataclass(frozen=True, slots=True)
class Sides:
    """What a plan looks at: OpenAI, our own copy, legal holds, and what is known of a person."""

    upstream: Upstream
    own_copy: OwnCopy
    holds: Holds
    persons_objects: PersonsObjects


@dataclass(frozen=True, slots=True)
class Room:
    """Plans, requests and decisions; and what there is to see of them."""

    remediation: Remediation
    reading: Reading


def room_on(
    database: Database,
    keyring: Keyring,
    settings: Settings,
    sides: Sides,
    *,
    pace: Pace,
    clock: Clock = utc_now,
) -> Room:
    """The room on *database*. Raises UserError for settings that make no sense."""
    planner = Planner(
        database,
        sides.upstream,
        sides.own_copy,
        sides.holds,
        sides.persons_objects,
        bounds=bounds(settings),
        pace=pace,
    )
    remediation = Remediation(
        database, keyring, planner, clock, thresholds=thresholds(settings), terms=terms(settings)
    )
    return Room(remediation, Reading(database, keyring))

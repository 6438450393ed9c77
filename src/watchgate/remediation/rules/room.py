"""Which parts make this room, and notices with it, whoever opens it (the server, a worker, a test)?"""

from dataclasses import dataclass

from watchgate.http.permissions import Caller
from watchgate.identity.people.service import People
from watchgate.kernel.clock import Clock, utc_now
from watchgate.remediation.notices import runner as notices_runner
from watchgate.remediation.notices.configuration import notifying
from watchgate.remediation.notices.service import Notices
from watchgate.remediation.ports import Holds
from watchgate.remediation.rules import runner as rules_runner
from watchgate.remediation.rules.opening import Opening, PersonNow, Runs
from watchgate.remediation.rules.service import Rules
from watchgate.remediation.service import Remediation
from watchgate.settings import Settings
from watchgate.storage.database import Database
from watchgate.storage.jobs import Jobs
from watchgate.storage.sealing import Keyring


@dataclass(frozen=True, slots=True)
class RulesRoom:
    """Standing rules, and the notices that they give."""

    rules: Rules
    notices: Notices


def rules_on(database: Database, keyring: Keyring, settings: Settings, clock: Clock = utc_now) -> RulesRoom:
    """The room on *database*. Raises UserError for settings that make no sense."""
    notices = Notices(database, keyring, notifying(settings.notices), clock)
    return RulesRoom(Rules(database, keyring, notices, clock), notices)


def register(
    jobs: Jobs,
    room: RulesRoom,
    remediation: Remediation,
    holds: Holds,
    carrying_out: Runs,
    people: People,
) -> None:
    """A worker's share of rules and notices. Before the jobs start."""
    opening = Opening(
        remediation.database,
        remediation.keyring,
        remediation,
        holds,
        room.notices,
        carrying_out,
        _person_now(people),
        remediation.clock,
    )
    notices_runner.register(jobs, room.notices)
    rules_runner.register(jobs, opening)


def _person_now(people: People) -> PersonNow:
    async def person_now(principal: str) -> Caller | None:
        person = await people.find(principal)
        return person.as_caller() if person is not None and person.is_active else None

    return person_now

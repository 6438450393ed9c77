"""Which parts make remediation? The same in a server and in a worker; a worker also carries out what was approved."""

import asyncio
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from fastapi import APIRouter

from watchgate.identity.people.service import People
from watchgate.ingest.access import EnrolledWorkspaces
from watchgate.kernel.clock import utc_now
from watchgate.kernel.errors import UserError
from watchgate.remediation import api
from watchgate.remediation.carrying_out.room import carrying_out_on, runner_on
from watchgate.remediation.carrying_out.service import CarryingOut
from watchgate.remediation.expiring import keep_expiring
from watchgate.remediation.holds import api as holds_api
from watchgate.remediation.holds.room import holds_on
from watchgate.remediation.holds.service import LegalHolds
from watchgate.remediation.own_copy import own_copy_on
from watchgate.remediation.own_copy.vacuuming import keep_vacuuming
from watchgate.remediation.pace import Pace
from watchgate.remediation.person.belongings import PersonsObjects
from watchgate.remediation.person.runner import keep_erasing
from watchgate.remediation.person.service import Elsewhere, PersonErasure
from watchgate.remediation.receipts import api as receipts_api
from watchgate.remediation.receipts.service import Receipts
from watchgate.remediation.room import Room, Sides, room_on
from watchgate.remediation.rules import api as rules_api
from watchgate.remediation.rules.room import RulesRoom, rules_on
from watchgate.remediation.rules.room import register as register_rules
from watchgate.remediation.upstream import OpenAI, upstream_on
from watchgate.remediation.verification import runner as verification_runner
from watchgate.remediation.verification.service import Verification
from watchgate.settings import Settings
from watchgate.storage.database import Database
from watchgate.storage.jobs import Jobs
from watchgate.storage.sealing import Keyring
from watchgate.workspaces.service import Workspaces

STATUSES: Mapping[type[UserError], int] = {
    **api.STATUSES,
    **rules_api.STATUSES,
    **holds_api.STATUSES,
    **receipts_api.STATUSES,
}
"""Which HTTP status each refusal of these rooms has, for `create_app`."""


@dataclass(frozen=True, slots=True)
class Remediations:
    """The rooms of remediation, on one database."""

    database: Database
    keyring: Keyring
    upstream: OpenAI
    holds: LegalHolds
    sides: Sides
    room: Room
    rules: RulesRoom
    carrying_out: CarryingOut
    receipts: Receipts


def remediation_on(
    database: Database,
    keyring: Keyring,
    settings: Settings,
    enrolled: EnrolledWorkspaces,
    workspaces: Workspaces,
) -> Remediations:
    """The rooms. Raises UserError for settings that make no sense."""
    upstream, holds = upstream_on(enrolled, workspaces), holds_on(database, keyring)
    sides = Sides(
        upstream, own_copy_on(database, keyring), holds, PersonsObjects(database, upstream, keyring)
    )
    return Remediations(
        database,
        keyring,
        upstream,
        holds,
        sides,
        room_on(database, keyring, settings, sides, pace=_pace(settings)),
        rules_on(database, keyring, settings),
        carrying_out_on(database, keyring),
        Receipts(database, settings.data_dir),
    )


def routers(rooms: Remediations) -> Sequence[APIRouter]:
    """What remediation serves."""
    room, rules = rooms.room, rooms.rules
    return [
        api.requests_router(room.remediation, room.reading, rooms.carrying_out),
        rules_api.rules_router(rules.rules, rules.notices, room.reading),
        holds_api.holds_router(rooms.holds),
        receipts_api.receipts_router(rooms.receipts),
    ]


class RemediationWork:
    """A worker's share of remediation: `register` before the jobs start, `running` after."""

    def __init__(
        self,
        rooms: Remediations,
        jobs: Jobs,
        people: People,
        settings: Settings,
        elsewhere: Mapping[str, Elsewhere],
    ) -> None:
        self._rooms = rooms
        self._elsewhere = elsewhere
        self._jobs = jobs
        self._people = people
        self._settings = settings
        sides = rooms.sides
        self._runner = runner_on(
            jobs,
            rooms.carrying_out,
            upstream=sides.upstream,
            own_copy=sides.own_copy,
            holds=sides.holds,
            per_hour=settings.remediation_per_hour,
        )

    def register(self) -> None:
        """Say what there is to be carried out."""
        rooms, window = self._rooms, timedelta(hours=self._settings.remediation_verify_hours)
        verification = Verification(rooms.database, rooms.keyring, rooms.sides.upstream, utc_now, window)
        self._runner.register()
        verification_runner.register(self._jobs, verification)
        register_rules(
            self._jobs,
            rooms.rules,
            rooms.room.remediation,
            rooms.sides.holds,
            rooms.carrying_out,
            self._people,
        )

    def tasks(self) -> Sequence[asyncio.Task[None]]:
        """What goes on until it is cancelled."""
        rooms = self._rooms
        erasure = PersonErasure(
            rooms.database,
            rooms.keyring,
            rooms.sides.holds,
            self._settings.data_dir,
            utc_now,
            self._elsewhere,
        )
        return [
            asyncio.create_task(self._runner.run()),
            asyncio.create_task(keep_expiring(rooms.room.remediation)),
            asyncio.create_task(keep_erasing(erasure)),
            asyncio.create_task(keep_vacuuming(rooms.database)),
        ]


def _pace(settings: Settings) -> Pace:
    per_minute = 2.0 * settings.requests_per_minute or math.inf
    return Pace(per_minute, settings.remediation_per_hour)

"""Which parts make this room, whoever opens it (the server needs `CarryingOut` only, a worker all)?"""

from watchgate.kernel.clock import Clock, utc_now
from watchgate.remediation.carrying_out.claiming import Claims
from watchgate.remediation.carrying_out.finishing import Finishing
from watchgate.remediation.carrying_out.runner import CarryingRunner
from watchgate.remediation.carrying_out.service import CarryingOut
from watchgate.remediation.carrying_out.settling import Settlement
from watchgate.remediation.carrying_out.step import Carrier
from watchgate.remediation.ports import Holds, OwnCopy, Upstream
from watchgate.storage.database import Database
from watchgate.storage.jobs import Jobs
from watchgate.storage.sealing import Keyring


def carrying_out_on(database: Database, keyring: Keyring, clock: Clock = utc_now) -> CarryingOut:
    """What people begin, stop and go on with."""
    return CarryingOut(database, keyring, clock)


def runner_on(
    jobs: Jobs,
    carrying_out: CarryingOut,
    *,
    upstream: Upstream,
    own_copy: OwnCopy,
    holds: Holds,
    per_hour: int,
) -> CarryingRunner:
    """A worker's share. *per_hour*: how many objects of a workspace OpenAI is asked to remove within an hour; 0: no cap."""
    database, clock = carrying_out.database, carrying_out.clock
    claims = Claims(database, holds, per_hour)
    carrier = Carrier(database, upstream, claims, Settlement(database, own_copy), clock)
    return CarryingRunner(jobs, carrying_out, carrier, Finishing(database, clock))

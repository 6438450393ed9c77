"""Is this machine's clock right? Sign-ins with other providers, log windows, limits and the ledger's times depend on it."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx
from sqlalchemy import func, select

from watchgate.doctor.model import Lines, Stored, failed, ok, warning
from watchgate.kernel.clock import utc_now
from watchgate.settings import Settings

_TIMEOUT_S = 3.0
CLOSE = timedelta(seconds=5)
FAR = timedelta(minutes=1)
"""Sign-in providers' tokens are believed with this difference at most."""
_REMEDY = "Let the machine keep its time by NTP: timedatectl set-ntp true"


async def look(settings: Settings) -> Lines:
    """One line: our time beside what OpenAI's hosts say in their answers' `Date`."""
    urls = sorted({settings.chatgpt_base_url, settings.openai_base_url})
    said = [one for one in await asyncio.gather(*(_ahead_of(url) for url in urls)) if one is not None]
    if not said:
        return [warning("clock", "nobody could be asked for the time")]
    return _judged("clock", "the hosts' clocks", said)


async def look_at_database(stored: Stored) -> Lines:
    """One line: our time beside the database's."""
    before = utc_now()
    async with stored.database.read() as tx:
        theirs = await tx.scalar(select(func.clock_timestamp()))
    assert theirs is not None
    return _judged("database clock", "the database's clock", [before - theirs])


def _judged(name: str, whose: str, ahead: Sequence[timedelta]) -> Lines:
    least = min(ahead, key=abs)
    detail = f"{abs(least.total_seconds()):.0f} s {'ahead of' if least > timedelta() else 'behind'} {whose}"
    if abs(least) > FAR:
        return [failed(name, detail, _REMEDY)]
    return [warning(name, detail, _REMEDY) if abs(least) > CLOSE else ok(name, f"it agrees with {whose}")]


async def _ahead_of(url: str) -> timedelta | None:
    """By how much we are ahead of who answers there; None when nobody does, or says no time."""
    try:
        async with httpx.AsyncClient(timeout=_TIMEOUT_S, follow_redirects=False) as client:
            answer = await client.head(url)
        return utc_now() - _aware(parsedate_to_datetime(answer.headers["date"]))
    except (httpx.HTTPError, httpx.InvalidURL, KeyError, ValueError):
        return None


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

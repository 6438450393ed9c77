"""Which line ends the reply of a skill? What is not known is left out; what is only usual says so."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class RunFacts:
    """What is known of a run. `is_typical`: not of this run, which has only just ended, but of the skill's runs of late."""

    usd: Decimal | None = None
    seconds: float | None = None
    is_typical: bool = False


class Runs(Protocol):
    """Who knows of runs."""

    async def facts(self, tx: AsyncConnection, skill_id: str, conversation_id: str | None) -> RunFacts:
        """Of the run of this skill in this conversation; else of its runs of late."""


def footer(title: str, facts: RunFacts, url: str) -> str:
    """`Watchgate · Incident Postmortem · $0.04 · 2.3s · [View record](…)`, in Markdown; `≈` before what is only typical."""
    sign = "≈ " if facts.is_typical else ""
    parts = ["Watchgate", title]
    if facts.usd is not None:
        parts.append(f"{sign}{_money(facts.usd)}")
    if facts.seconds is not None:
        parts.append(f"{sign}{facts.seconds:.1f}s")
    return " · ".join([*parts, f"[View record]({url})"])


def _money(usd: Decimal) -> str:
    """Cents; below one cent, that it is below."""
    return f"${usd.quantize(_CENT)}" if usd >= _CENT or usd == 0 else "< $0.01"

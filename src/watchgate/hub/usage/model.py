"""What does one source know of one run of a skill?

A *run* is one use of one skill: in ChatGPT, a conversation with it; elsewhere, one run of an agent or one exchange.
Several sources may see the same run, each a part of it: each tells a `Sighting`. Which of them are of the same run, and
what becomes of them, says `merging.py`.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID


class Source(StrEnum):
    """Who tells. In order of trust where two disagree: the first wins."""

    RECORD = "record"
    """The Hub: the run left a record."""
    GATEWAY = "gateway"
    """Our own gateway: the exchange went through it."""
    AGENT = "agent"
    """The workspace's CUSTOM_AGENTS_LOG."""
    CONVERSATION = "conversation"
    """The workspace's CONVERSATION_MESSAGE."""
    AUDIT = "audit"
    """The platform's audit log, where a tenant has events for it."""
    IMPORTED = "imported"
    """A file that somebody imported."""
    COSTS = "costs"
    """The organisation's costs: money, no run."""


class Naming(StrEnum):
    """In whose words a source names the skill."""

    SKILL = "skill"
    """Our `function.name`."""
    DIGEST = "digest"
    """The version's digest."""
    GPT = "gpt"
    """A Custom GPT's id."""
    WORKSPACE_SKILL = "workspace_skill"
    """A skill of the ChatGPT workspace."""
    PLATFORM_SKILL = "platform_skill"
    """A skill of `/v1/skills`."""


class Outcome(StrEnum):
    UNKNOWN = "unknown"
    SUCCESS = "success"
    ERROR = "error"


class Basis(StrEnum):
    """Where an amount comes from. Amounts of different bases are never added up."""

    REPORTED = "reported"
    """OpenAI says so, of this run."""
    ESTIMATED = "estimated"
    """Tokens by the price list."""
    ALLOCATED = "allocated"
    """A share of what OpenAI reports for the person's hour."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Money, in US dollars."""

    usd: Decimal
    basis: Basis


@dataclass(frozen=True, slots=True)
class Sighting:
    """One source's word on one run, or (*naming* and *named* None) on one whatever skills it used: an agent's beginning and end.

    `source_id` is unique within source and workspace: the same one twice is the same sighting. `workspace_id`: ours;
    None for what belongs to none (gateway). `person`: OpenAI's user id where there is one, else the principal's
    name for themselves (a gateway client's id). `run_id`: the source's own name for the run. `version`: where the source
    names it (a semantic version or what the target calls it).
    """

    source: Source
    source_id: str
    naming: Naming | None
    named: str | None
    at: datetime
    workspace_id: UUID | None = None
    version: str | None = None
    person: str | None = None
    surface: str | None = None
    model: str | None = None
    conversation_id: str | None = None
    run_id: str | None = None
    ended_at: datetime | None = None
    outcome: Outcome = Outcome.UNKNOWN
    input_tokens: int | None = None
    output_tokens: int | None = None
    cost: Cost | None = None

"""Which settings are there, and what are they when nobody says anything?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Settings:
    """What the control plane is to do. Each is a key of `watchgate.toml`, and `WATCHGATE_…` in capitals in the environment."""

    data_dir: Path
    """Where state is kept."""
    database_url: str | None = field(default=None, repr=False)
    """PostgreSQL, `postgresql://…` (may hold a password). None: one of our own in the data folder."""
    chatgpt_base_url: str = "https://api.chatgpt.com/v1"
    """Where the compliance API is."""
    openai_base_url: str = "https://api.openai.com/v1"
    """Where the platform's administration API is."""
    listen: str = "127.0.0.1:8080"
    """Address and port of the control plane's own API."""
    worker_processes: int = 2
    """How many processes examine text."""
    poll_interval_s: int = 600
    """How often each stream of log files is asked for news."""
    overlap_s: int = 3600
    """How far behind the newest known log file each poll looks again."""
    backfill_days: int = 30
    """How far back the first poll looks. OpenAI keeps log files for 30 days."""
    requests_per_minute: int = 50
    """How often each listing and each download of log files is asked for; other objects twice as often. 0: as often as we can, until OpenAI says that it is too much."""
    retention_days: int = 0
    """How long events, messages and findings are kept; whole months go. At least 60. 0: for ever."""
    public_url: str | None = None
    """Where people reach the control plane, when that is not what it listens on: `https://watchgate.example`. None: as the browser says."""
    trusted_proxies: tuple[str, ...] = ()
    """Addresses and networks of proxies that say truly who asks (`X-Forwarded-For`, `-Proto`, `-Host`). Empty: none."""
    session_idle_minutes: int = 30
    """How long a sign-in lasts without being used."""
    session_hours: int = 12
    """How long a sign-in lasts at most."""
    sign_in: Mapping[str, Any] = field(default_factory=dict)
    """Other providers that people sign in with (OpenID Connect), by name; docs/single-sign-on.md shows one. In the environment: JSON."""
    notices: Mapping[str, Any] = field(default_factory=dict)
    """How owners are told that a rule will remove something of theirs: `mail`, `webhook`, `wording`; docs/remediation-rules.md shows them."""
    remediation_objects: int = 1000
    """How many objects one remediation request may hold (one about a person: ten times as many)."""
    remediation_per_hour: int = 200
    """How many objects of a workspace OpenAI is asked to delete or isolate within an hour, over all requests. 0: as many as there are."""
    remediation_verify_hours: int = 48
    """How long it is looked whether what was deleted is really gone, before it counts as not verifiable."""
    remediation_decide_hours: int = 72
    """How long a remediation request waits for a decision before it expires."""
    remediation_free_objects: int = 0
    """Requests of up to so many objects need no approval, if actions, kinds and days below say so as well. 0: all need it."""
    remediation_free_actions: tuple[str, ...] = ()
    """Actions that may go without approval: delete, redact, isolate."""
    remediation_free_kinds: tuple[str, ...] = ()
    """Kinds of objects that may go without approval: conversation, message, file, …."""
    remediation_free_days: int = 0
    """Only objects that were last written to so many days ago may go without approval. 0: of any age."""
    skills_prefix: str = "wg"
    """What the names of all Custom GPTs made of skills begin with: `{skills_prefix}-{tenant_slug}-{skill_id}`. At most 40 characters."""
    tenant_slug: str = "local"
    """Whose Custom GPTs they are: lower-case letters, digits and hyphens."""
    skills_signers: tuple[str, ...] = ()
    """Public keys (`watchgate skills signing-key`) of those who may vouch for skills. Empty: a signature is not asked for."""
    skills_presence_interval_s: int = 900
    """How often each workspace is looked at for its skills and GPTs: are they there, and still what was published?"""
    gpt_create_assumed: bool = False
    """May an interface be tried that creates GPTs? OpenAI documents none; some workspaces are said to have one."""
    usage_interval_s: int = 60
    """So often workers ask what is new about the use of skills."""
    usage_audit_event_types: tuple[str, ...] = ()
    """Events of the platform's audit log that tell of the use of GPTs: a run that went well, then one that failed. Empty: it is not read."""
    hub_retention_days: int = 730
    """How long records of skills are kept; 0: for ever. What a legal hold keeps stays."""

"""Can a skill's GPT be made without a person at the editor? Only where a workspace has an interface that OpenAI does not document.

So it is behind a setting, and behind a probe; where either says no, the way that always works is offered: the bundle.
"""

import logging
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from watchgate.http.permissions import Caller
from watchgate.ingest.ports import Access
from watchgate.kernel.clock import Clock
from watchgate.ledger import outbox
from watchgate.openai.compliance.client import ComplianceClient
from watchgate.openai.compliance.gpts import pages
from watchgate.openai.errors import NeedsAttention, OpenAIFailure, Unsure
from watchgate.skills.package.skill import Skill
from watchgate.skills.presence import errors, events
from watchgate.skills.presence.expected import skill_of
from watchgate.skills.presence.service import Workspaces
from watchgate.skills.presence.sharing import Entitled
from watchgate.skills.registry.service import Registry
from watchgate.skills.targets.custom_gpt import actions
from watchgate.skills.targets.custom_gpt.bundle import fields, gpt_name
from watchgate.skills.targets.model import Tenant
from watchgate.storage.database import Database

log = logging.getLogger("watchgate.skills.presence")


@dataclass(frozen=True, slots=True)
class Created:
    """`by_hand`: what nobody can do but a person in the editor."""

    gpt_id: str
    by_hand: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Creating:
    """The use case. *is_on*: the setting `gpt_create_assumed`."""

    database: Database
    workspaces: Workspaces
    registry: Registry
    tenant: Tenant
    entitled: Entitled
    clock: Clock
    is_on: bool

    async def create(self, caller: Caller, workspace_id: UUID, skill_id: str) -> Created:
        """A GPT of the version in use. Raises NotThere, UnknownVersion, NotOffered, AlreadyInstalled, AskedInVain."""
        version = await self.registry.get(skill_id)
        access = await self._access(caller, workspace_id)
        if not self.is_on:
            raise errors.NotOffered(
                f"`gpt_create_assumed` is off, and OpenAI documents no such interface. {_instead()}"
            )
        skill = await skill_of(self.registry, version)
        try:
            return await self._created(caller, workspace_id, access.client, skill)
        except Unsure as failure:
            raise errors.AskedInVain(
                f"{failure} The GPT may be there all the same: `watchgate skills presence --look` says so."
            ) from None
        except NeedsAttention as failure:
            raise errors.AskedInVain(f"{failure} {failure.remedy}") from None
        except OpenAIFailure as failure:
            raise errors.AskedInVain(str(failure)) from None

    async def _access(self, caller: Caller, workspace_id: UUID) -> Access:
        access = await self.workspaces.access(workspace_id) if caller.may_see(workspace_id) else None
        if access is None:
            raise errors.NotThere("There is no such workspace that is looked at: it is unknown, or paused.")
        return access

    async def _created(
        self, caller: Caller, workspace_id: UUID, client: ComplianceClient, skill: Skill
    ) -> Created:
        if not await client.assumed_gpts.is_offered(workspace_id):
            raise errors.NotOffered(f"The workspace has no interface that creates GPTs. {_instead()}")
        name = gpt_name(skill, self.tenant)
        async for gpt_id, called in _names(client, workspace_id):
            if called == name:
                raise errors.AlreadyInstalled(
                    f"{gpt_id} has this name already. `watchgate skills presence` says whether it is what it should be."
                )
        await self._record(events.CREATE_ASKED, caller, workspace_id, skill, None)
        gpt_id = await client.assumed_gpts.create(workspace_id, _form(skill, self.tenant))
        await self._record(events.CREATED, caller, workspace_id, skill, gpt_id)
        shared = await self._share(workspace_id, client, skill, gpt_id)
        return Created(gpt_id, tuple(_by_hand(skill, is_shared=shared)))

    async def _share(self, workspace_id: UUID, client: ComplianceClient, skill: Skill, gpt_id: str) -> bool:
        """With those who are entitled, if that is said."""
        entitled = await self.entitled.people(workspace_id, skill.manifest.skill_id)
        if not entitled:
            return False
        emails: list[str] = []
        after: str | None = None
        while True:
            page = await client.list_users(workspace_id, after)
            emails += [one.email.reveal() for one in page.users if one.id in entitled and one.email]
            after = page.last_id
            if not page.has_more:
                break
        try:
            await client.assumed_gpts.share(workspace_id, gpt_id, emails)
        except OpenAIFailure as failure:
            log.warning("skills.gpt_not_shared: %s: %s", workspace_id, failure)
            return False
        return True

    async def _record(
        self, word: str, caller: Caller, workspace_id: UUID, skill: Skill, gpt_id: str | None
    ) -> None:
        """Before, and after: what is asked of OpenAI cannot be taken back."""
        async with self.database.begin() as tx:
            fields = {"workspace": str(workspace_id), "skill": skill.manifest.skill_id, "object": gpt_id}
            of_version = {"version": skill.manifest.version, "digest": skill.digest, "by": caller.id}
            await outbox.record(tx, word, {**fields, **of_version})


async def _names(client: ComplianceClient, workspace_id: UUID) -> AsyncIterator[tuple[str, str]]:
    async for page in pages(lambda after: client.gpts.list_gpts(workspace_id, after)):
        for gpt in page.gpts:
            yield gpt.id, gpt.config.name.reveal().strip() if gpt.config else ""


def _form(skill: Skill, tenant: Tenant) -> Mapping[str, Any]:
    wanted = fields(skill, tenant)
    named = ("name", "description", "instructions", "conversation_starters", "capabilities")
    documents = actions.documents(skill, tenant).values()
    return {name: wanted[name] for name in named} | {
        "actions": [actions.as_yaml(one).decode() for one in documents]
    }


def _by_hand(skill: Skill, *, is_shared: bool) -> list[str]:
    left = []
    if skill.manifest.knowledge:
        left.append("Upload every file of the bundle's folder knowledge/.")
    if skill.manifest.output is not None:
        left.append(
            "Give the Action of the Hub its key (`watchgate hub keys make`), as API key of type Bearer."
        )
    if not is_shared:
        left.append("Share it with those who are to use it.")
    return left


def _instead() -> str:
    return (
        "`watchgate skills export SKILL --target custom-gpt` writes the bundle that a person installs in some minutes;"
        " `watchgate skills presence --look` then looks whether it was."
    )

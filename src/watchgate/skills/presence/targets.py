"""How is each target looked at? Who is there, by which name one of ours would go, what is in it, and how that is compared."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar, Protocol
from uuid import UUID

from watchgate.kernel.content import Content
from watchgate.kernel.errors import UserError
from watchgate.openai.compliance.gpts import Gpts, pages
from watchgate.openai.compliance.model_gpts import Gpt, GptConfig, WorkspaceSkill
from watchgate.openai.errors import Gone, TooLarge, Unexpected
from watchgate.skills.package.skill import Skill
from watchgate.skills.presence import compare_gpt, compare_skill
from watchgate.skills.presence.expected import Expected
from watchgate.skills.presence.model import PartChange
from watchgate.skills.reading import read_zip
from watchgate.skills.targets.model import Target, Tenant

_CANNOT_BE_EXPORTED = 400
"""OpenAI documents that an export may be refused so."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that is there. `gpt`: what is known of its sharing."""

    id: str
    name: Content
    created_at: datetime | None
    updated_at: datetime | None = None
    gpt: Gpt | None = None


class Insides(Protocol):
    """What was fetched of a candidate, ready to be compared. `changed_at`: when it was last saved."""

    @property
    def changed_at(self) -> datetime | None: ...

    def compared_with(self, skill: Skill, tenant: Tenant) -> tuple[PartChange, ...]: ...


class Watched(Protocol):
    """A target that can be looked at."""

    target: ClassVar[Target]

    def names(self, expected: Expected, tenant: Tenant) -> frozenset[str]:
        """What something of this skill is called there."""
        ...

    def candidates(self, client: Gpts, workspace_id: UUID) -> AsyncIterator[Candidate]:
        """Everything that is there. Raises OpenAIFailure."""
        ...

    async def insides(self, client: Gpts, workspace_id: UUID, candidate: Candidate) -> Insides | None:
        """None: it has gone meanwhile. Raises OpenAIFailure."""
        ...


class CustomGpts:
    """GPTs; known by the name that `INSTALL.md` asks for."""

    target: ClassVar[Target] = Target.CUSTOM_GPT

    def names(self, expected: Expected, tenant: Tenant) -> frozenset[str]:
        return frozenset({f"{tenant.prefix}-{tenant.slug}-{expected.skill_id}"})

    async def candidates(self, client: Gpts, workspace_id: UUID) -> AsyncIterator[Candidate]:
        async for page in pages(lambda after: client.list_gpts(workspace_id, after)):
            for gpt in page.gpts:
                name = gpt.config.name if gpt.config else Content("")
                slim = replace(
                    gpt, config=None
                )  # thousands may be listed; what is in them is fetched of ours alone
                yield Candidate(gpt.id, name, gpt.created_at, gpt=slim)

    async def insides(self, client: Gpts, workspace_id: UUID, candidate: Candidate) -> Insides | None:
        try:
            page = await client.list_configs(workspace_id, candidate.id, limit=1)
        except Gone:
            return None
        return _GptInsides(page.configs[0]) if page.configs else None


@dataclass(frozen=True, slots=True)
class _GptInsides:
    config: GptConfig

    @property
    def changed_at(self) -> datetime | None:
        return self.config.created_at

    def compared_with(self, skill: Skill, tenant: Tenant) -> tuple[PartChange, ...]:
        return compare_gpt.compare(skill, tenant, self.config)


class ChatgptSkills:
    """Skills that people have uploaded; known by the name in `SKILL.md`."""

    target: ClassVar[Target] = Target.CHATGPT_SKILL

    def names(self, expected: Expected, tenant: Tenant) -> frozenset[str]:  # noqa: ARG002 -- as the other
        return expected.names

    async def candidates(self, client: Gpts, workspace_id: UUID) -> AsyncIterator[Candidate]:
        async for page in pages(lambda cursor: client.list_skills(workspace_id, cursor)):
            for skill in page.skills:
                yield _candidate(skill)

    async def insides(self, client: Gpts, workspace_id: UUID, candidate: Candidate) -> Insides | None:
        try:
            archive = await client.export_skill(workspace_id, candidate.id)
        except Gone:
            return None
        except Unexpected as failure:
            if isinstance(failure, TooLarge) or failure.status == _CANNOT_BE_EXPORTED:
                return _Unreadable(
                    candidate.updated_at
                )  # this one alone: it must not keep us from looking at the others
            raise
        try:
            files, _ = await asyncio.to_thread(read_zip, archive)
        except UserError:
            return _Unreadable(candidate.updated_at)
        return _SkillInsides(files, candidate.updated_at)


@dataclass(frozen=True, slots=True)
class _SkillInsides:
    files: Mapping[str, bytes]
    changed_at: datetime | None

    def compared_with(self, skill: Skill, tenant: Tenant) -> tuple[PartChange, ...]:  # noqa: ARG002
        return compare_skill.compare(skill, self.files)


@dataclass(frozen=True, slots=True)
class _Unreadable:
    changed_at: datetime | None

    def compared_with(self, skill: Skill, tenant: Tenant) -> tuple[PartChange, ...]:  # noqa: ARG002
        return (PartChange("files", "its export cannot be read, or is too large"),)


def _candidate(skill: WorkspaceSkill) -> Candidate:
    return Candidate(skill.id, skill.name, skill.created_at, skill.updated_at)


WATCHED: tuple[Watched, ...] = (CustomGpts(), ChatgptSkills())

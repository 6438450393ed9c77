"""How does a version come into use, and out of it? The use cases; each change is in the ledger with its transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.http.permissions import Caller
from watchgate.kernel.canonical_json import Json
from watchgate.kernel.clock import Clock
from watchgate.ledger import outbox
from watchgate.skills.archive import zip_of
from watchgate.skills.difference import FileChange, difference
from watchgate.skills.package.load import load_skill
from watchgate.skills.package.skill import Skill
from watchgate.skills.reading import read_zip
from watchgate.skills.registry import events, store
from watchgate.skills.registry.admission import Admission, Admitted
from watchgate.skills.registry.errors import NotYours, UnknownVersion, VersionTaken, WrongState
from watchgate.skills.registry.model import DECISIONS, STEPS, State, Step, Version
from watchgate.storage.database import Database


@dataclass(frozen=True, slots=True)
class Registry:
    """Versions of skills, in the database. *admission* says what may come in."""

    database: Database
    admission: Admission
    clock: Clock

    async def add(self, caller: Caller, archive: bytes) -> Admitted:
        """A new version, as a draft; the same one again changes nothing.

        Raises SkillError, UserError (no archive), NotFit (lint, signature), VersionTaken.
        """
        skill = load_skill(read_zip(archive)[0])
        async with self.database.read() as tx:
            before = await self._before(tx, skill)
        signer, problems = self.admission.check(skill, before)
        whole = zip_of(skill.files)
        version = _new(caller, skill, signer, len(whole), self.clock)
        async with self.database.begin() as tx:
            if not await store.insert_version(tx, version, whole):
                return Admitted(await _same(tx, skill), problems)
            await _record(tx, events.ADDED, version, caller, {})
        return Admitted(version, problems)

    async def take(
        self, caller: Caller, skill_id: str, version: str, step: Step, note: str | None = None
    ) -> Version:
        """Lead a version to its next state. Raises UnknownVersion, WrongState, NotYours."""
        begins, leads_to = STEPS[step]
        async with self.database.begin() as tx:
            found = _there(await store.one(tx, skill_id, version, to_change=True), skill_id, version)
            if step in DECISIONS:
                _check_may_decide(caller, found)
            if found.state not in begins:
                raise WrongState(f"It is {found.state.replace('_', ' ')}, so this cannot be done now.")
            changed = self._changed(caller, found, step, leads_to, note)
            if changed.is_current and not found.is_current:
                await store.leave_current(tx, skill_id)
            await store.save(tx, changed)
            about: dict[str, Json] = {"step": step.value, "from": found.state.value, "to": leads_to.value}
            await _record(tx, events.CHANGED, changed, caller, about)
        return changed

    async def get(self, skill_id: str, version: str | None = None) -> Version:
        """One version; without *version* the current one. Raises UnknownVersion."""
        async with self.database.read() as tx:
            return _there(await store.one(tx, skill_id, version), skill_id, version)

    async def archive(self, skill_id: str, version: str | None = None) -> bytes:
        """The canonical ZIP of it. Raises UnknownVersion."""
        async with self.database.read() as tx:
            found = _there(await store.one(tx, skill_id, version), skill_id, version)
            return await store.archive_of(tx, found.digest)

    async def page(
        self,
        after: tuple[str, str] | None,
        limit: int,
        *,
        skill_id: str | None = None,
        state: State | None = None,
        only_current: bool = False,
    ) -> Sequence[Version]:
        """Versions, by skill and version."""
        async with self.database.read() as tx:
            return await store.page(
                tx, after, limit, skill_id=skill_id, state=state, only_current=only_current
            )

    async def changes(self, skill_id: str, version: str, since: str | None = None) -> Sequence[FileChange]:
        """What this version changes, since another one or since the current one. Raises UnknownVersion."""
        new = load_skill(read_zip(await self.archive(skill_id, version))[0])
        old = load_skill(read_zip(await self.archive(skill_id, since))[0])
        return list(difference(old, new))

    def _changed(self, caller: Caller, found: Version, step: Step, to: State, note: str | None) -> Version:
        now = self.clock()
        changed = replace(found, state=to, changed_at=now, note=note)
        if step in DECISIONS:
            changed = replace(changed, reviewed_by_name=caller.name, reviewed_at=now)
        if step is Step.SUBMIT:
            changed = replace(changed, involved=tuple(sorted({*found.involved, *caller.behind})))
        if step is Step.PUBLISH:
            changed = replace(changed, is_current=True)
        if step is Step.WITHDRAW:
            changed = replace(changed, is_current=False)
        return changed

    async def _before(self, tx: AsyncConnection, skill: Skill) -> Skill | None:
        current = await store.one(tx, skill.manifest.skill_id, None)
        if current is None or current.digest == skill.digest:
            return None
        return load_skill(read_zip(await store.archive_of(tx, current.digest))[0])


def _new(caller: Caller, skill: Skill, signer: str | None, size: int, clock: Clock) -> Version:
    now = clock()
    return Version(
        skill_id=skill.manifest.skill_id,
        version=skill.manifest.version,
        digest=skill.digest,
        name=skill.name,
        title=skill.manifest.title,
        owner=skill.manifest.owner,
        state=State.DRAFT,
        size_bytes=size,
        signer=signer,
        involved=tuple(sorted(caller.behind)),
        added_at=now,
        added_by_name=caller.name,
        changed_at=now,
        reviewed_by_name=None,
        reviewed_at=None,
        note=None,
        is_current=False,
    )


async def _same(tx: AsyncConnection, skill: Skill) -> Version:
    """The version that has this digest. Raises VersionTaken when only its number is there."""
    found = await store.by_digest(tx, skill.digest)
    if found is None:
        raise VersionTaken(
            f"{skill.manifest.skill_id} {skill.manifest.version} is there already, with other files. Raise the version."
        )
    return found


def _there(found: Version | None, skill_id: str, version: str | None) -> Version:
    if found is None:
        which = f"no version {version}" if version else "no version in use"
        raise UnknownVersion(
            f"There is {which} of {skill_id}. `watchgate skills list` shows those there are."
        )
    return found


def _check_may_decide(caller: Caller, version: Version) -> None:
    if caller.behind & set(version.involved):
        raise NotYours("Four eyes: you have a hand in this version, so somebody else has to review it.")
    if caller.person_id is None:
        raise NotYours(
            "Four eyes: behind a review stands a person, and this token belongs to nobody. Sign in, or make a token of yours."
        )


async def _record(
    tx: AsyncConnection, word: str, version: Version, caller: Caller, more: dict[str, Json]
) -> None:
    fields: dict[str, Json] = {
        "skill": version.skill_id,
        "version": version.version,
        "digest": version.digest,
        "state": version.state.value,
        "is_current": version.is_current,
        "by": caller.id,
        "principal": caller.principal,
        **more,
    }
    said: dict[str, Json] = {"by_name": caller.name, "note": version.note, "signer": version.signer}
    await outbox.record(tx, word, fields, said)

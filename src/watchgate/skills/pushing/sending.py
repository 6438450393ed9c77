"""How does content come to stand at `/v1/skills` exactly once? What may be there is looked for before anything is sent.

No answer tells a digest, so what is there is read and compared. An answer that was lost (`Unsure`) is looked for in the same way, and
so is what a killed process had sent and not noted. A skill that is only called the same is somebody else's, and is left alone.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from watchgate.openai.errors import Gone, Unsure
from watchgate.openai.skills.client import SkillsClient
from watchgate.skills.pushing.content import digest_of_archive
from watchgate.skills.pushing.model import Did, Namesake

_LOOKED_AT = 50
"""So many of the newest versions are compared: older ones are not what was just sent."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to stand there. `known_ids`: skills that are this one, newest first; `ours`: digests of what any of its versions sends."""

    name: str
    archive: bytes
    content_digest: str
    known_ids: tuple[str, ...]
    ours: Callable[[], Awaitable[frozenset[str]]]


@dataclass(frozen=True, slots=True)
class Sent:
    """Where it stands now, and what was done for it."""

    remote_id: str
    remote_version: str
    did: Did


async def bring(client: SkillsClient, wanted: Wanted) -> Sent:
    """Have it there, as the default version. Raises Namesake, and the four words of `openai.errors`."""
    found = await _find(client, wanted)
    if found is not None and found.remote_version:
        return await _made_default(client, found)
    try:
        if found is None:
            made = await client.create(wanted.archive, wanted.name)
            return Sent(made.id, made.latest_version, Did.CREATED)
        added = await client.add_version(found.remote_id, wanted.archive, wanted.name)
        return Sent(found.remote_id, added.version, Did.ADDED)
    except Unsure:
        again = await _find(client, wanted)
        if again is None or not again.remote_version:
            raise
        return await _made_default(client, again)


async def would_bring(client: SkillsClient, wanted: Wanted) -> Sent:
    """What `bring` would come to, with nothing changed there; what is not there yet has no id, or no version."""
    found = await _find(client, wanted)
    if found is None:
        return Sent("", "", Did.CREATED)
    if not found.remote_version:
        return Sent(found.remote_id, "", Did.ADDED)
    is_default = (await client.show(found.remote_id)).default_version == found.remote_version
    return found if is_default else Sent(found.remote_id, found.remote_version, Did.MADE_DEFAULT)


async def _find(client: SkillsClient, wanted: Wanted) -> Sent | None:
    """The skill with this content; else the one to add it to (`remote_version` is empty); else None."""
    ids = [one for one in wanted.known_ids if await _is_there(client, one)]
    namesakes = [one.id async for one in client.all_of() if one.name == wanted.name and one.id not in ids]
    for skill_id in (*ids, *namesakes):
        held = await _held(client, skill_id, wanted.content_digest)
        if wanted.content_digest in held:
            return Sent(skill_id, held[wanted.content_digest], Did.ADOPTED)
        if skill_id in namesakes and held.keys() & await wanted.ours():
            ids.append(skill_id)
    if namesakes and not ids:
        raise Namesake(
            f"A skill called {wanted.name} is there already ({namesakes[0]}), and no version of it is one of ours. "
            "Delete or rename it there; or import it, and publish that."
        )
    return Sent(ids[0], "", Did.NOTHING) if ids else None


async def _held(client: SkillsClient, skill_id: str, until: str) -> Mapping[str, str]:
    """{digest: the newest version with it}, of the newest versions, *until* that digest."""
    held: dict[str, str] = {}
    looked_at = 0
    async for version in client.versions(skill_id):
        digest = digest_of_archive(await client.content(skill_id, version.version))
        if digest is not None:
            held.setdefault(digest, version.version)
        looked_at += 1
        if digest == until or looked_at == _LOOKED_AT:
            break
    return held


async def _is_there(client: SkillsClient, skill_id: str) -> bool:
    try:
        await client.show(skill_id)
    except Gone:
        return False
    return True


async def _made_default(client: SkillsClient, sent: Sent) -> Sent:
    """What is there, as the version that others get."""
    if (await client.show(sent.remote_id)).default_version != sent.remote_version:
        await client.set_default(sent.remote_id, sent.remote_version)
        return Sent(sent.remote_id, sent.remote_version, Did.MADE_DEFAULT)
    return sent

"""How does content come to stand at `/v1/skills` exactly once? What may be there is looked for before anything is sent.

No answer tells a digest, so what is there is read and compared. An answer that was lost (`Unsure`) is looked for in the same way, and
so is what a killed process had sent and not noted.
"""

from dataclasses import dataclass

from watchgate.openai.errors import Gone, Unsure
from watchgate.openai.skills.client import SkillsClient
from watchgate.skills.pushing.content import digest_of_archive
from watchgate.skills.pushing.model import Did

_LOOKED_AT = 50
"""So many of the newest versions are compared: older ones are not what was just sent."""


@dataclass(frozen=True, slots=True)
class Sent:
    """Where it stands now, and what was done for it."""

    remote_id: str
    remote_version: str
    did: Did


async def bring(
    client: SkillsClient, name: str, archive: bytes, content_digest: str, known_ids: tuple[str, ...]
) -> Sent:
    """Have *archive* there, as the default version. *known_ids*: skills that are this one, newest first.

    Raises the four words of `openai.errors`.
    """
    found = await _find(client, name, content_digest, known_ids)
    if found is not None and found.remote_version:
        return await _made_default(client, found)
    try:
        if found is None:
            made = await client.create(archive, name)
            return Sent(made.id, made.latest_version, Did.CREATED)
        added = await client.add_version(found.remote_id, archive, name)
        return Sent(found.remote_id, added.version, Did.ADDED)
    except Unsure:
        again = await _find(client, name, content_digest, known_ids)
        if again is None or not again.remote_version:
            raise
        return await _made_default(client, again)


async def _find(
    client: SkillsClient, name: str, content_digest: str, known_ids: tuple[str, ...]
) -> Sent | None:
    """The skill with this content; else the one to add it to (`remote_version` is empty); else None."""
    ids = [one for one in known_ids if await _is_there(client, one)]
    ids += [one.id async for one in client.all_of() if one.name == name and one.id not in ids]
    for skill_id in ids:
        looked_at = 0
        async for version in client.versions(skill_id):
            if digest_of_archive(await client.content(skill_id, version.version)) == content_digest:
                return Sent(skill_id, version.version, Did.ADOPTED)
            looked_at += 1
            if looked_at == _LOOKED_AT:
                break
    return Sent(ids[0], "", Did.NOTHING) if ids else None


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

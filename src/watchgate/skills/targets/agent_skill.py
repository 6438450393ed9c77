"""How does a skill look as an Agent-Skills archive, for `/v1/skills` and for upload in ChatGPT? A folder of its name, as it stands.

`skill.yaml` and the signature stay at home: they say who is entitled to the skill and how it is tested, which concerns only its owner.
"""

from watchgate.skills.package import digest, manifest
from watchgate.skills.package.skill import Skill
from watchgate.skills.targets.model import Bundle


def render(skill: Skill) -> Bundle:
    """`{name}/SKILL.md` and all that belongs to it."""
    files = {
        f"{skill.name}/{path}": content
        for path, content in skill.files.items()
        if path not in {manifest.FILE, digest.SIGNATURE}
    }
    return Bundle(skill.name, files)

"""How does a plain Agent-Skills folder (or a ChatGPT skill's export) become one of ours? It gets a `skill.yaml`."""

from collections.abc import Mapping

from watchgate.documents.problems import Source
from watchgate.skills.importing.model import Imported, as_yaml, id_from
from watchgate.skills.package import manifest, skill_md
from watchgate.skills.package.skill import SkillError

_MAX_TITLE = 60


def import_agent_skill(files: Mapping[str, bytes], owner: str, imported_from: str) -> Imported:
    """*files* with a manifest; one that is there stays. Raises SkillError when the SKILL.md is none."""
    source = Source(skill_md.FILE, files.get(skill_md.FILE, b"").decode("utf-8", "replace"))
    found, problems = skill_md.read_skill_md(source)
    if found is None:
        raise SkillError(problems)
    name = found.front.name
    if manifest.FILE in files:
        return Imported(
            name, files, ("It brings a skill.yaml of its own, which was kept: look who is entitled by it.",)
        )
    said = {
        "skill_id": id_from(name),
        "version": "0.1.0",
        "title": name.replace("-", " ").capitalize()[:_MAX_TITLE],
        "owner": owner,
        "provenance": {"imported_from": imported_from},
    }
    return Imported(
        name, {**files, manifest.FILE: as_yaml(said)}, ("It has no tests and no output contract yet.",)
    )

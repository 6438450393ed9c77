"""What can be done to a skill in ChatGPT? Upload one as a ZIP archive, and upload another over it. To be used in the workspace's thread."""

from dataclasses import replace
from datetime import datetime

from watchgate.kernel.errors import UserError
from watchgate.simulator.compliance_host.workspace import Workspace
from watchgate.simulator.editors.audit import note
from watchgate.simulator.editors.people import person, person_with_id
from watchgate.simulator.population.model import Belonging
from watchgate.simulator.reply import JsonObject
from watchgate.simulator.skill_folder.archive import unzipped
from watchgate.simulator.skill_folder.folder import SkillFolder, folder_of
from watchgate.simulator.skill_folder.unsuitable import UnsuitableError
from watchgate.simulator.skill_runs.used import NotThere

_HEX = "0123456789abcdef"


def upload(workspace: Workspace, archive: bytes, *, owner: str | None) -> Belonging:
    """Raises UserError."""
    folder, who, now = _folder(archive), person(workspace, owner), workspace.simulation.clock.now()
    skill_id = "skill-" + "".join(workspace.edited.luck.choices(_HEX, k=24))
    body = {
        "object": "compliance.workspace.skill",
        "id": skill_id,
        "created_at": int(now.timestamp()),
        "creator": who.user_id,
        "original_product_surface": "chatgpt",
    }
    made = _of_folder(Belonging("skill", skill_id, who.user_id, now, now, body), folder, now)
    workspace.keeper.put(made)
    _note(workspace, "SKILL_CREATE", made)
    return made


def upload_over(workspace: Workspace, skill_id: str, archive: bytes) -> Belonging:
    """Raises UserError."""
    skill = workspace.keeper.find("skill", skill_id)
    if skill is None or workspace.deletions.is_gone("skill", skill_id):
        raise NotThere(f"The workspace has no skill {skill_id!r}. What it has: GET /_sim/truth/objects.")
    changed = _of_folder(skill, _folder(archive), workspace.simulation.clock.now())
    workspace.keeper.put(changed)
    _note(workspace, "SKILL_UPDATE", changed)
    return changed


def _folder(archive: bytes) -> SkillFolder:
    try:
        return folder_of(unzipped(archive))
    except UnsuitableError as error:
        raise UserError(f"ChatGPT does not take this skill: {error}") from error


def _of_folder(skill: Belonging, folder: SkillFolder, now: datetime) -> Belonging:
    body: JsonObject = dict(skill.body) | {
        "name": folder.name,
        "description": folder.description,
        "updated_at": int(now.timestamp()),
        "files": list(folder.files),
    }
    return replace(skill, body=body, changed_at=now, more={"files": folder.files}, planted=())


def _note(workspace: Workspace, action: str, skill: Belonging) -> None:
    data = {"skill_id": skill.id, "skill_name": skill.body["name"]}
    note(workspace, workspace.edited.luck, action, person_with_id(workspace, skill.owner_id), data)

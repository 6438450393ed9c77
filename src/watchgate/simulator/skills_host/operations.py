"""What does each operation on `/v1/skills` do? Functions of a project's shelf and a call."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from watchgate.simulator.api_error import missing, not_json, wrong_type
from watchgate.simulator.endpoint import Call
from watchgate.simulator.reply import FileReply, JsonReply, Reply
from watchgate.simulator.skills_host.shelf import Shelf
from watchgate.simulator.skills_host.shown import archive_shown, page_shown, skill_shown, version_shown
from watchgate.simulator.skills_host.upload import uploaded


@dataclass(frozen=True, slots=True)
class Asked:
    """One admitted call. `shelf` is that of the key's project."""

    call: Call
    shelf: Shelf
    now: datetime

    def part(self, name: str) -> str:
        return self.call.path_params[name]


Operation = Callable[[Asked], Reply]


def create_skill(asked: Asked) -> JsonReply:
    folder, _ = uploaded(asked.call)
    made = asked.shelf.create(folder, chance=asked.call.chance, now=int(asked.now.timestamp()))
    return JsonReply(skill_shown(made))


def list_skills(asked: Asked) -> JsonReply:
    return page_shown(asked.call, [skill_shown(each) for each in asked.shelf.all()])


def get_skill(asked: Asked) -> JsonReply:
    return JsonReply(skill_shown(asked.shelf.skill(asked.part("skill_id"))))


def set_default(asked: Asked) -> JsonReply:
    skill = asked.shelf.skill(asked.part("skill_id"))
    skill.default = skill.version(_default_version(asked.call.body)).number
    return JsonReply(skill_shown(skill))


def delete_skill(asked: Asked) -> JsonReply:
    skill_id = asked.part("skill_id")
    asked.shelf.delete(skill_id)
    return JsonReply({"object": "skill.deleted", "deleted": True, "id": skill_id})


def get_content(asked: Asked) -> FileReply:
    """Of the default version."""
    skill = asked.shelf.skill(asked.part("skill_id"))
    return archive_shown(skill.versions[skill.default])


def create_version(asked: Asked) -> JsonReply:
    skill = asked.shelf.skill(asked.part("skill_id"))
    folder, is_default = uploaded(asked.call)
    made = skill.add(folder, chance=asked.call.chance, now=int(asked.now.timestamp()))
    if is_default:
        skill.default = made.number
    return JsonReply(version_shown(made))


def list_versions(asked: Asked) -> JsonReply:
    skill = asked.shelf.skill(asked.part("skill_id"))
    return page_shown(asked.call, [version_shown(each) for each in skill.versions.values()])


def get_version(asked: Asked) -> JsonReply:
    skill = asked.shelf.skill(asked.part("skill_id"))
    return JsonReply(version_shown(skill.version(asked.part("version"))))


def delete_version(asked: Asked) -> JsonReply:
    gone = asked.shelf.delete_version(asked.part("skill_id"), asked.part("version"))
    return JsonReply(
        {"object": "skill.version.deleted", "deleted": True, "id": gone.id, "version": str(gone.number)}
    )


def get_version_content(asked: Asked) -> FileReply:
    skill = asked.shelf.skill(asked.part("skill_id"))
    return archive_shown(skill.version(asked.part("version")))


def _default_version(body: bytes) -> str:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise not_json() from error
    if not isinstance(said, dict) or "default_version" not in said:
        raise missing("default_version")
    wanted = said["default_version"]
    if not isinstance(wanted, str):
        raise wrong_type("default_version", expected="a string", got=wanted)
    return wanted

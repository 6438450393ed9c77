"""What can be done to a GPT in the editor? Make one of a bundle, put another bundle over it, change this or that, share it.

To be used in the workspace's thread.
"""

from dataclasses import replace
from operator import attrgetter
from typing import Any

from watchgate.simulator.compliance_host.recipients import recipients_of
from watchgate.simulator.compliance_host.workspace import Workspace
from watchgate.simulator.editors.audit import note
from watchgate.simulator.editors.change import Change
from watchgate.simulator.editors.edited_gpts import Configuration, EditedGpt
from watchgate.simulator.editors.form import GptForm
from watchgate.simulator.editors.people import person, person_with_id
from watchgate.simulator.editors.saving import configuration, new_gpt
from watchgate.simulator.reply import JsonObject
from watchgate.simulator.skill_runs.used import NotThere

_SHARED_TO = {
    "invite-only": "user",
    "workspace-with-link": "workspace_link",
    "workspace": "workspace",
    "anyone-with-link": "link",
    "gpt-store": "marketplace",
}
"""The audit log's words for a visibility (contracts §4.2). What stands beside the word is specified nowhere."""


def install(workspace: Workspace, form: GptForm, *, owner: str | None, is_draft: bool) -> EditedGpt:
    """Raises UserError."""
    luck = workspace.edited.luck
    made = new_gpt(luck, form, person(workspace, owner), _now(workspace), is_draft=is_draft)
    workspace.edited.keep(made)
    return made


def install_over(workspace: Workspace, gpt_id: str, form: GptForm, *, by: str | None) -> EditedGpt:
    """What a person does with the bundle of a later version. Raises UserError."""
    gpt = the_gpt(workspace, gpt_id)
    saved = gpt.saved(_configuration(workspace, gpt, form, by))
    workspace.edited.keep(saved)
    return saved


def change(workspace: Workspace, gpt_id: str, wanted: Change) -> EditedGpt:
    """Raises UserError; then nothing is changed."""
    gpt = _as_it_is_shared(workspace, the_gpt(workspace, gpt_id))
    recipients = None
    if wanted.recipients is not None:
        recipients = tuple(
            sorted((person(workspace, each) for each in wanted.recipients), key=attrgetter("user_id"))
        )
    changed = gpt.shared(visibility=wanted.visibility, recipients=recipients)
    if wanted.is_of_configuration:
        form = wanted.over(gpt.configurations[0])
        changed = changed.saved(_configuration(workspace, gpt, form, wanted.by))
    if wanted.is_draft is not None:
        changed = replace(changed, is_draft=wanted.is_draft)
    workspace.edited.keep(changed)
    if wanted.visibility is not None or recipients is not None:
        _share(workspace, changed, wanted)
    return changed


def the_gpt(workspace: Workspace, gpt_id: str) -> EditedGpt:
    """Also one that was never in the editor. Raises NotThere."""
    if not workspace.deletions.is_gone("gpt", gpt_id):
        if edited := workspace.edited.find(gpt_id):
            return edited
        for each in workspace.built("gpt"):
            if each["id"] == gpt_id:
                return _taken_over(workspace, each)
    raise NotThere(f"The workspace has no GPT {gpt_id!r}. What it has: GET /_sim/truth/objects.")


def _as_it_is_shared(workspace: Workspace, gpt: EditedGpt) -> EditedGpt:
    """What was isolated is shared with nobody any more."""
    if workspace.deletions.is_isolated("gpt", gpt.id):
        return gpt.shared(visibility="invite-only", recipients=())
    return gpt


def _taken_over(workspace: Workspace, listed: JsonObject) -> EditedGpt:
    first = Configuration(listed["latest_config"]["data"][0], workspace.files_of("gpt", listed["id"]))
    recipients = recipients_of(listed["id"], listed["owner_id"], workspace.population.people)
    return EditedGpt(listed, (first,), tuple(recipients))


def _configuration(workspace: Workspace, gpt: EditedGpt, form: GptForm, by: str | None) -> Configuration:
    author = person_with_id(workspace, gpt.listed["owner_id"]) if by is None else person(workspace, by)
    there = gpt.configurations[0].files
    return configuration(workspace.edited.luck, form, author, _now(workspace), there)


def _share(workspace: Workspace, gpt: EditedGpt, wanted: Change) -> None:
    """Also what an administrator isolated can be shared again by its owner."""
    workspace.deletions.share_again("gpt", gpt.id)
    by = wanted.by or str(gpt.listed["owner_email"])
    shared_to: list[dict[str, Any]] = [{"type": _SHARED_TO[gpt.listed["sharing"]["visibility"]]}]
    shared_to += [{"type": "email", "email": each.email} for each in gpt.recipients]
    data = {"id": gpt.id, "shared_to": shared_to}
    note(workspace, workspace.edited.luck, "CUSTOM_GPT_UPDATE_SHARING", person(workspace, by), data)


def _now(workspace: Workspace) -> int:
    return int(workspace.simulation.clock.now().timestamp())

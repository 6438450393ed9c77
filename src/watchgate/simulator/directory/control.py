"""What may a test do to groups? Make one, say anew who is in it or how it is called, remove it: `/_sim/workspaces/{id}/groups`."""

from watchgate.kernel.errors import UserError
from watchgate.simulator.compliance_host.workspace import Workspace
from watchgate.simulator.directory.groups import Group, check_name
from watchgate.simulator.editors.audit import note
from watchgate.simulator.editors.people import person
from watchgate.simulator.reply import JsonObject
from watchgate.simulator.skill_runs.used import NotThere

_KNOWN = frozenset({"name", "members", "source"})


def make_group(workspace: Workspace, wanted: JsonObject) -> JsonObject:
    """`{"name": "SRE", "members": ["ada@…"], "source": "scim"}`. Raises UserError."""
    name, members = _checked(wanted), _members(workspace, wanted)
    if name is None:
        raise UserError('A group has a name: {"name": "SRE", "members": ["ada@acme.example"]}.')
    now = workspace.simulation.clock.now().timestamp()
    made = workspace.groups.make(name, wanted.get("source", "manual"), now)
    _note(workspace, "GROUP_CREATE", made, {"name": name})
    _put(workspace, made, members or [])
    return _told(made)


def change_group(workspace: Workspace, group_id: str, wanted: JsonObject) -> JsonObject:
    """`name`, or `members`: all there are from now on. Raises UserError."""
    group, name, members = _found(workspace, group_id), _checked(wanted), _members(workspace, wanted)
    if name is not None:
        group.name = name
        _note(workspace, "GROUP_EDIT", group, {"new_name": name})
    if members is not None:
        _put(workspace, group, members)
    return _told(group)


def remove_group(workspace: Workspace, group_id: str) -> JsonObject:
    """Raises NotThere."""
    group = _found(workspace, group_id)
    workspace.groups.remove(group)
    _note(workspace, "GROUP_DELETE", group, {})
    return _told(group)


def _found(workspace: Workspace, group_id: str) -> Group:
    found = workspace.groups.find(group_id)
    if found is None:
        raise NotThere(f"The workspace has no group {group_id!r}.")
    return found


def _checked(wanted: JsonObject) -> str | None:
    """The name, if there is one. Raises UserError."""
    if unknown := sorted(wanted.keys() - _KNOWN):
        raise UserError(f"A group has no {', '.join(unknown)}; it has {', '.join(sorted(_KNOWN))}.")
    name = wanted.get("name")
    if name is not None:
        if not isinstance(name, str):
            raise UserError("name must be text.")
        check_name(name)
    return name


def _members(workspace: Workspace, wanted: JsonObject) -> list[str] | None:
    """Their ids. Raises UserError."""
    emails = wanted.get("members")
    if emails is None:
        return None
    if not isinstance(emails, list) or not all(isinstance(each, str) for each in emails):
        raise UserError("members must be a list of e-mail addresses.")
    return [person(workspace, each).user_id for each in emails]


def _put(workspace: Workspace, group: Group, user_ids: list[str]) -> None:
    was = set(group.members)
    group.replace_members(user_ids, workspace.simulation.clock.now().timestamp())
    emails = {each.user_id: each.email for each in workspace.population.people}
    if added := [emails[each] for each in group.members if each not in was]:
        _note(workspace, "GROUP_ADD_USERS", group, {"email_addresses": added})
    for each in sorted(was - group.members.keys()):
        _note(workspace, "GROUP_REMOVE_USER", group, {"removed_user_id": each})


def _note(workspace: Workspace, action: str, group: Group, data: JsonObject) -> None:
    """Somebody did it: the first person of the workspace."""
    note(workspace, workspace.groups.luck, action, person(workspace, None), {"group_id": group.id, **data})


def _told(group: Group) -> JsonObject:
    return {"group_id": group.id, "name": group.name, "members": list(group.members)}

"""Which objects of all kinds are there, and which of them are gone? With the values planted in those beside messages and files."""

from collections.abc import Iterator
from typing import Any

from watchgate.kernel.clock import rfc3339
from watchgate.simulator.compliance_host.belongings.keeper import USUAL
from watchgate.simulator.compliance_host.built import REMOVED
from watchgate.simulator.compliance_host.log_lines import encoded
from watchgate.simulator.compliance_host.workspace import Workspace
from watchgate.simulator.population.model import Belonging

Told = dict[str, Any]


def objects(workspace: Workspace) -> Iterator[bytes]:
    """Each as one JSON object: kind, ids, whether it is gone or isolated, and what was planted in it."""
    return (encoded(each) for each in _all(workspace))


def told_of(workspace: Workspace, thing: Belonging) -> Told:
    """What is told of one that was made."""
    told = _told(workspace, thing.kind, thing.id, thing.owner_id, thing.parent_id)
    return told | {
        "timestamp": rfc3339(thing.made_at),
        "planted": [{"entity": each.entity, "value": each.value} for each in thing.planted],
    }


def _all(workspace: Workspace) -> Iterator[Told]:
    for kind in (*USUAL, "conversation", "file"):
        yield from (told_of(workspace, each) for each in workspace.keeper.all(kind))
    for conversation_id, owner in workspace.owner_of_conversation.items():
        yield _told(workspace, "conversation", conversation_id, owner)
    now = workspace.simulation.clock.now()
    for file in workspace.population.files():
        if file.uploaded_at <= now:
            yield _told(workspace, "file", file.file_id, file.owner_id, file.conversation_id)
    for kind in ("gpt", "project"):
        for built in workspace.built(kind):
            yield _told(workspace, kind, built["id"], built["owner_id"])
            for known in workspace.files_of(kind, built["id"]):
                yield _told(workspace, f"{kind}_file", known.id, built["owner_id"], built["id"])


def _told(
    workspace: Workspace, kind: str, object_id: str, owner_id: str, parent_id: str | None = None
) -> Told:
    deletions = workspace.deletions
    is_gone = deletions.is_gone(kind, object_id) or (
        parent_id is not None and deletions.is_gone(_PARENTS.get(kind, ""), parent_id)
    )
    told: Told = {
        "kind": kind,
        "id": object_id,
        "user_id": owner_id,
        "parent_id": parent_id,
        "is_gone": is_gone,
        "is_isolated": deletions.is_isolated(kind, object_id),
    }
    return told | {"placeholder": REMOVED} if is_gone and kind in _PLACEHOLDERS else told


_PARENTS = {"file": "conversation", "gpt_file": "gpt", "project_file": "project"}
"""What a file goes with."""
_PLACEHOLDERS = {"conversation", "gpt_file", "project_file"}
"""What still stands in its place, where people see it, under another name."""

"""What can be deleted, and what does the compliance API say to it? 200 once, 404 ever after."""

from datetime import datetime, timedelta
from typing import Literal

from watchgate.simulator.compliance_host.built import Kind, built_of, files_of
from watchgate.simulator.compliance_host.call import ComplianceCall, not_found
from watchgate.simulator.compliance_host.deletions import Deletion
from watchgate.simulator.compliance_host.people import person_of
from watchgate.simulator.compliance_host.uploads import upload_of
from watchgate.simulator.keys import redacted
from watchgate.simulator.reply import JsonReply

_STEM = "compliance.workspace"
_OBJECTS = {
    "file": "user.file",
    "memory": "user.memory.context.entry",
    "canvas": "user.canvas",
    "recording": "user.recording",
    "automation": "user.automation",
    "library_file": "user.library_file",
    "gpt_file": "gpt.file",
    "project_file": "project.file",
}
"""What the answer calls what it deleted, where that is not just the kind. Nobody has specified these words."""
_LAG_S = 60.0


def delete_conversation(asked: ComplianceCall) -> JsonReply:
    """By owner and id."""
    owner = person_of(asked).user_id
    wanted = asked.part("conversation_id")
    if asked.workspace.owner_of(wanted) != owner:
        raise not_found("Conversation")
    return _conversation(asked, wanted, owner)


def delete_conversation_by_id(asked: ComplianceCall) -> JsonReply:
    """The old route. It may not know a conversation yet that the other one does."""
    wanted = asked.part("conversation_id")
    owner = asked.workspace.owner_of(wanted)
    if owner is None or "delete-lag" in asked.faults:
        raise not_found("Conversation")
    return _conversation(asked, wanted, owner)


def _conversation(asked: ComplianceCall, conversation_id: str, owner_id: str) -> JsonReply:
    made = asked.workspace.keeper.find("conversation", conversation_id)
    return remove(
        asked,
        "conversation",
        conversation_id,
        user_id=owner_id,
        made_at=made.made_at if made else None,
    )


def delete_user_file(asked: ComplianceCall) -> JsonReply:
    file = upload_of(asked)
    return remove(
        asked,
        "file",
        file.file_id,
        user_id=file.owner_id,
        parent_id=file.conversation_id,
        made_at=file.uploaded_at,
    )


def delete_built(asked: ComplianceCall, kind: Kind) -> JsonReply:
    return remove(asked, kind, built_of(asked, kind)["id"])


def delete_sharing(asked: ComplianceCall, kind: Kind) -> JsonReply:
    """Isolate: the owner may share again, so that a second time is no error."""
    return isolate(asked, kind, built_of(asked, kind)["id"], answered_as="deleted")


def delete_knowledge_file(asked: ComplianceCall, kind: Kind) -> JsonReply:
    """From every GPT or project that uses it; each keeps an empty placeholder."""
    built = built_of(asked, kind)
    wanted = asked.part("file_id")
    if wanted not in {file.id for file in files_of(asked, kind, built["id"])}:
        raise not_found("File")
    return remove(asked, f"{kind}_file", wanted, parent_id=built["id"])


def remove(
    asked: ComplianceCall,
    kind: str,
    object_id: str,
    *,
    user_id: str | None = None,
    parent_id: str | None = None,
    made_at: datetime | None = None,
) -> JsonReply:
    """Delete it. Raises ApiError when it is gone already, or so new that a lag may hide it."""
    if asked.workspace.deletions.is_gone(kind, object_id) or _lags(asked, made_at):
        raise not_found(kind.replace("_", " ").capitalize())
    _note(asked, kind, object_id, "delete", user_id=user_id, parent_id=parent_id)
    name = f"{_STEM}.{_OBJECTS.get(kind, kind)}"
    return JsonReply({"deleted": True, "object": name, "id": object_id})


def isolate(
    asked: ComplianceCall,
    kind: str,
    object_id: str,
    *,
    answered_as: Literal["deleted", "unpublished"],
    made_at: datetime | None = None,
) -> JsonReply:
    """Take back what it is shared with, or its publication; that there is none any more is no error."""
    if _lags(asked, made_at):
        raise not_found(kind.capitalize())
    if not asked.workspace.deletions.is_isolated(kind, object_id):
        _note(asked, kind, object_id, "isolate")
    name = f"{_STEM}.{kind}" if answered_as == "unpublished" else f"{_STEM}.{kind}.sharing"
    return JsonReply({answered_as: True, "object": name, "id": object_id})


def _note(
    asked: ComplianceCall,
    kind: str,
    object_id: str,
    action: Literal["delete", "isolate"],
    *,
    user_id: str | None = None,
    parent_id: str | None = None,
) -> None:
    asked.workspace.deletions.add(
        Deletion(
            kind,
            object_id,
            action,
            user_id,
            parent_id,
            asked.now,
            redacted(asked.call.key),
            asked.call.number,
        )
    )


def _lags(asked: ComplianceCall, made_at: datetime | None) -> bool:
    """Is it one that a fault hides for the first while after it was made?"""
    fault = asked.faults.get("delete-lag-new")
    if fault is None or made_at is None:
        return False
    return asked.now - made_at < timedelta(seconds=_LAG_S if fault.amount is None else fault.amount)

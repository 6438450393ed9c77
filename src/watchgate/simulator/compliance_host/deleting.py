"""What can be deleted, and what does the compliance API say to it? 200 once, 404 ever after."""

from watchgate.simulator.compliance_host.built import Kind, built_of
from watchgate.simulator.compliance_host.call import ComplianceCall, not_found
from watchgate.simulator.compliance_host.people import person_of
from watchgate.simulator.compliance_host.uploads import upload_of
from watchgate.simulator.keys import redacted
from watchgate.simulator.reply import JsonReply

_STEM = "compliance.workspace"


def delete_conversation(asked: ComplianceCall) -> JsonReply:
    """By owner and id."""
    owner = person_of(asked).user_id
    wanted = asked.part("conversation_id")
    if asked.workspace.owner_of_conversation.get(wanted) != owner:
        raise not_found("Conversation")
    return _deleted(asked, "conversation", wanted, f"{_STEM}.conversation", user_id=owner)


def delete_conversation_by_id(asked: ComplianceCall) -> JsonReply:
    """The old route. It may not know a conversation yet that the other one does."""
    wanted = asked.part("conversation_id")
    owner = asked.workspace.owner_of_conversation.get(wanted)
    if owner is None or "delete-lag" in asked.faults:
        raise not_found("Conversation")
    return _deleted(asked, "conversation", wanted, f"{_STEM}.conversation", user_id=owner)


def delete_user_file(asked: ComplianceCall) -> JsonReply:
    file = upload_of(asked)
    return _deleted(asked, "file", file.file_id, f"{_STEM}.user.file", user_id=file.owner_id)


def delete_built(asked: ComplianceCall, kind: Kind) -> JsonReply:
    return _deleted(asked, kind, built_of(asked, kind)["id"], f"{_STEM}.{kind}")


def delete_sharing(asked: ComplianceCall, kind: Kind) -> JsonReply:
    """Isolate: the owner may share again, so that a second time is no error."""
    built = built_of(asked, kind)
    if asked.workspace.deletions.is_gone(f"{kind} sharing", built["id"]):
        return JsonReply({"deleted": True, "object": f"{_STEM}.{kind}.sharing", "id": built["id"]})
    return _deleted(asked, f"{kind} sharing", built["id"], f"{_STEM}.{kind}.sharing")


def delete_knowledge_file(asked: ComplianceCall, kind: Kind) -> JsonReply:
    file = asked.workspace.knowledge[kind][built_of(asked, kind)["id"]]
    if file.id != asked.part("file_id"):
        raise not_found("File")
    return _deleted(asked, f"{kind} file", file.id, f"{_STEM}.{kind}.file")


def _deleted(
    asked: ComplianceCall, kind: str, object_id: str, name: str, *, user_id: str | None = None
) -> JsonReply:
    deletions = asked.workspace.deletions
    if deletions.is_gone(kind, object_id):
        raise not_found(kind.capitalize())
    deletions.add(kind, object_id, when=asked.now, by=redacted(asked.call.key), user_id=user_id)
    return JsonReply({"deleted": True, "object": name, "id": object_id})

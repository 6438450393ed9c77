"""Which operations has the compliance API beside the logs, and what answers each?"""

from collections.abc import Iterable
from functools import partial

from watchgate.simulator.api_error import ApiError
from watchgate.simulator.compliance_host import built, deleting, nothing_there, uploads
from watchgate.simulator.compliance_host.belongings import (
    agents,
    automations,
    canvases,
    codex,
    library_files,
    memories,
    recordings,
    removal,
    skills,
)
from watchgate.simulator.compliance_host.built import Kind
from watchgate.simulator.compliance_host.call import ComplianceCall
from watchgate.simulator.compliance_host.operation import USER, WORKSPACE, Operation, deletion
from watchgate.simulator.compliance_host.people import list_users
from watchgate.simulator.fault_stages import Stage
from watchgate.simulator.reply import JsonReply

_BELONGINGS = (
    memories,
    canvases,
    recordings,
    automations,
    skills,
    agents,
    library_files,
    codex,
    removal,
    nothing_there,
)
_UNNAMED = {"user_id": None}
"""The audit log does not say whose conversation or file was deleted."""


def operations() -> Iterable[Operation]:
    yield Operation("GET", f"{WORKSPACE}/users", "LIST_WORKSPACE_USERS", list_users)
    yield Operation("GET", f"{WORKSPACE}/conversations", "LIST_CONVERSATIONS", closed)
    conversation = "conversations/{conversation_id}"
    yield deletion(f"{USER}/{conversation}", "DELETE_CONVERSATION", deleting.delete_conversation, _UNNAMED)
    yield deletion(f"{WORKSPACE}/{conversation}", "DELETE_CONVERSATION", deleting.delete_conversation_by_id)
    yield Operation(
        "GET", f"{USER}/files/{{file_id}}", "GET_USER_FILE", uploads.get_user_file, stage=Stage.FILE
    )
    yield deletion(f"{USER}/files/{{file_id}}", "DELETE_USER_FILE", deleting.delete_user_file, _UNNAMED)
    yield from _built("gpt", "GPT", lists="LIST_WORKSPACE_GPT")
    yield from _built("project", "PROJECT", lists="LIST_WORKSPACE_PROJECT")
    for belonging in _BELONGINGS:
        yield from belonging.operations()


def _built(kind: Kind, name: str, *, lists: str) -> Iterable[Operation]:
    """The operations on GPTs or on projects."""
    many, one = f"{WORKSPACE}/{kind}s", f"{WORKSPACE}/{kind}s/{{{kind}_id}}"
    yield Operation("GET", many, f"{lists}S", partial(built.list_built, kind=kind))
    yield Operation("GET", one, f"GET_{name}_INFO", partial(built.get_built, kind=kind))
    yield deletion(one, f"DELETE_{name}", partial(deleting.delete_built, kind=kind))
    yield Operation("GET", f"{one}/configs", f"{lists}_CONFIGS", partial(built.list_configs, kind=kind))
    shared = f"{one}/shared_users"
    yield Operation("GET", shared, f"{lists}_USERS", partial(built.list_shared_users, kind=kind))
    yield deletion(shared, f"ISOLATE_{name}", partial(deleting.delete_sharing, kind=kind))
    yield Operation(
        "GET",
        f"{WORKSPACE}/{kind}_files/{{file_id}}",
        f"GET_{name}_FILE",
        partial(uploads.get_knowledge_file, kind=kind),
        stage=Stage.FILE,
    )
    yield deletion(
        f"{one}/files/{{file_id}}", f"DELETE_{name}_FILE", partial(deleting.delete_knowledge_file, kind=kind)
    )


def closed(_: ComplianceCall) -> JsonReply:
    """The conversations list of version 1, which was taken away in June 2026."""
    raise ApiError(410, "This endpoint has been removed. Use the Compliance Logs Platform.")


def unknown(_: ComplianceCall) -> JsonReply:
    raise ApiError(404, "Not Found")

"""Who serves what a signed URL points to? Another path on the same port, which wants no key and refuses one."""

from collections.abc import Iterator
from itertools import chain

from starlette.types import Receive, Scope, Send

from watchgate.simulator.api_error import ApiError
from watchgate.simulator.compliance_host.belongings.library_files import SHELF as LIBRARY
from watchgate.simulator.compliance_host.built import Kind
from watchgate.simulator.compliance_host.logs import SHELF as LOGS
from watchgate.simulator.compliance_host.refusals import as_reply, in_delivery, refuse_faulted, status_of
from watchgate.simulator.compliance_host.signed_urls import SignedUrls
from watchgate.simulator.compliance_host.uploads import SHELF as UPLOADS
from watchgate.simulator.compliance_host.workspace import Workspace
from watchgate.simulator.delivery import Delivery
from watchgate.simulator.endpoint import Call, call_of, deliver_unless_left, header_of, whole_body
from watchgate.simulator.fault_stages import Stage
from watchgate.simulator.faults import Fault
from watchgate.simulator.reply import FileReply, Reply
from watchgate.simulator.seeded import Chance

_KNOWLEDGE: dict[str, Kind] = {"gpts": "gpt", "projects": "project"}


class FileHost:
    """An ASGI application. Nothing it serves is an API call, so the audit log does not tell of it."""

    def __init__(self, workspace: Workspace, urls: SignedUrls) -> None:
        self._workspace = workspace
        self._urls = urls

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if await whole_body(receive) is None:
            return
        simulation = self._workspace.simulation
        request = simulation.received.add(
            method=scope["method"],
            path=scope["path"],
            query=scope["query_string"].decode("latin-1"),
            headers=scope["headers"],
            body=b"",
        )
        chance = Chance(seed=simulation.settings.seed, number=request.number)
        call = call_of(request, scope, chance, header_of(scope, b"authorization"))
        stage = Stage.LOG_BYTES if call.path_params["shelf"] == LOGS else Stage.FILE_BYTES
        faults = simulation.faults.draw(chance.random, stage)
        reply = await self._workspace.run(self._answer, call, faults)
        request.status = status_of(reply)
        request.faults = [str(fault) for fault in faults]
        delivery = Delivery(scope=scope, send=send, headers={}, faults=in_delivery(faults))
        request.is_disconnected = await deliver_unless_left(delivery, reply, receive)

    def _answer(self, call: Call, faults: list[Fault]) -> Reply:
        try:
            self._check(call, faults)
            refuse_faulted(faults, call)
            reply = self._file(call.path_params["shelf"], call.path_params["file_id"])
        except ApiError as error:
            return as_reply(error)
        if any(fault.name == "log-bad-sha" for fault in faults):
            return FileReply(_damaged(reply.pieces), reply.size_bytes, reply.media_type)
        return reply

    def _check(self, call: Call, faults: list[Fault]) -> None:
        """Raise ApiError for a URL that is wrong or too old, or that came with a key."""
        if call.key and not any(fault.name == "signed-url-takes-bearer" for fault in faults):
            raise ApiError(400, "Only one way of authentication is allowed.")
        now = self._workspace.simulation.clock.now()
        shelf, file_id = call.path_params["shelf"], call.path_params["file_id"]
        if not self._urls.is_valid(shelf, file_id, call.query.get("se", ""), call.query.get("sig", ""), now):
            raise ApiError(403, "The signature is wrong or has expired.")

    def _file(self, shelf: str, file_id: str) -> FileReply:
        if shelf == LOGS and (log_file := self._workspace.writer.by_id.get(file_id)):
            return FileReply(log_file.pieces(), log_file.size_bytes, "application/x-ndjson")
        if shelf == UPLOADS and (file := self._workspace.upload(file_id)):
            content = self._workspace.upload_bytes(file_id)
            return FileReply(iter([content]), len(content), file.mime)
        if shelf == LIBRARY and (kept := self._workspace.keeper.find("library_file", file_id)):
            return _text(kept.more["content"])
        if kind := _KNOWLEDGE.get(shelf):
            for knowledge in chain.from_iterable(self._workspace.knowledge[kind].values()):
                if knowledge.id == file_id:
                    return _text(knowledge.content)
        raise ApiError(404, "There is no such file.")


def _text(content: bytes) -> FileReply:
    return FileReply(iter([content]), len(content), "text/plain")


def _damaged(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same, but for one bit in the middle of the first piece."""
    for number, piece in enumerate(pieces):
        middle = len(piece) // 2
        spoilt = piece[:middle] + bytes([piece[middle] ^ 1]) + piece[middle + 1 :] if piece else piece
        yield spoilt if number == 0 else piece

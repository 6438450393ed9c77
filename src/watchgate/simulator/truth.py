"""What did the simulation really send, plant and delete? The answer sheet a test compares a catalogue with."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from watchgate.kernel.clock import rfc3339
from watchgate.simulator.compliance_host.log_lines import encoded
from watchgate.simulator.compliance_host.log_writer import AUDIT
from watchgate.simulator.compliance_host.windows import ALL_TYPES
from watchgate.simulator.compliance_host.workspace import Workspace
from watchgate.simulator.population.model import Planted, SimulatedEvent
from watchgate.simulator.population.text import text_of

Told = dict[str, Any]


def events(workspace: Workspace) -> Iterator[bytes]:
    """Each event that stands in a log file which is (or was) out, once: one JSON object a piece."""
    for event in _emitted(workspace):
        yield encoded(_told(event.body))
    writer, now = workspace.writer, workspace.simulation.clock.now()
    for window in workspace.echo.windows():
        if writer.is_out(AUDIT, window, now):
            yield from workspace.echo.events(window)
    for kind in ALL_TYPES:
        for window in workspace.further.windows(kind):
            if writer.is_out(kind, window, now):
                yield from (encoded(_told(body)) for body in workspace.further.bodies(kind, window))
    for kind, window, body in writer.inserted:
        if writer.is_out(kind, window, now):
            yield encoded(_told(body))


def planted(workspace: Workspace) -> Iterator[bytes]:
    """Each value planted in a message that is out, then each in a file uploaded so far."""
    for event in _emitted(workspace):
        if event.planted:
            asset = _told(event.body) | {"asset": "message"}
            yield from (encoded(asset | _position(value)) for value in event.planted)
    now = workspace.simulation.clock.now()
    for file in workspace.population.files():
        if file.uploaded_at <= now:
            asset = {
                "asset": "file",
                "file_id": file.file_id,
                "user_id": file.owner_id,
                "conversation_id": file.conversation_id,
                "mime": file.mime,
                "timestamp": rfc3339(file.uploaded_at),
            }
            yield from (encoded(asset | _position(value)) for value in file.planted)


def deletes(workspace: Workspace) -> Iterator[bytes]:
    """Each deletion and isolation that took effect, be its answer lost or not."""
    return (encoded(each) for each in workspace.deletions.served())


def delete_requests(workspace: Workspace) -> Iterator[bytes]:
    """Each request to delete or isolate something, whatever became of it."""
    return (encoded(each) for each in workspace.deletions.requests())


def broken_lines(workspace: Workspace) -> Iterator[bytes]:
    """Each line that was broken on purpose: its file and where it begins, in bytes."""
    return (encoded(each) for each in tuple(workspace.writer.broken_lines))


def files(workspace: Workspace) -> Iterator[bytes]:
    """Each file uploaded so far, with the SHA-256 of its bytes."""
    now = workspace.simulation.clock.now()
    for file in workspace.population.files():
        if file.uploaded_at <= now:
            content = workspace.population.file_bytes(file.file_id)
            yield encoded(
                {
                    "file_id": file.file_id,
                    "user_id": file.owner_id,
                    "conversation_id": file.conversation_id,
                    "name": file.name,
                    "mime": file.mime,
                    "timestamp": rfc3339(file.uploaded_at),
                    "size_bytes": len(content),
                    "sha256": sha256(content).hexdigest(),
                }
            )


def _emitted(workspace: Workspace) -> Iterator[SimulatedEvent]:
    """The population's events that are out. New windows are written first: only then is it known which events are late."""
    writer, now = workspace.writer, workspace.simulation.clock.now()
    for kind in ALL_TYPES:
        out = [window for window in writer.windows(kind) if writer.is_out(kind, window, now)]
        for window in out:
            if window > writer.last_past:
                writer.files(kind, window)
            late = writer.late.late_into(kind, window)
            for number in workspace.index.numbers(kind, window):
                if number not in late or writer.is_out(kind, late[number], now):
                    yield workspace.population.event(number)


def _told(body: dict[str, Any]) -> Told:
    """What the truth says of an event: no text, but the SHA-256 of it (UTF-8; lone surrogates as they would be encoded)."""
    told: Told = {name: body[name] for name in ("event_id", "type", "timestamp")}
    if conversation := body.get("conversation"):
        told["conversation_id"] = conversation["id"]
    if message := body.get("message"):
        told["message_id"] = message["id"]
        text = text_of(body)
        told["sha256"] = None if text is None else sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return told


def _position(value: Planted) -> Told:
    return {"entity": value.entity, "value": value.value, "start": value.start, "end": value.end}

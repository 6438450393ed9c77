"""What else can a test have made? Further conversations, files, GPTs and projects, of which no log tells."""

from watchgate.simulator.population.belongings.desk import Desk
from watchgate.simulator.population.builders import build
from watchgate.simulator.population.identifiers import drawn_uuid
from watchgate.simulator.population.model import Belonging


def conversation(desk: Desk) -> Belonging:
    conversation_id = drawn_uuid(desk.luck)
    body = {"id": conversation_id, "title": desk.title()}
    return Belonging("conversation", conversation_id, desk.owner.user_id, desk.made_at, desk.made_at, body)


def file(desk: Desk) -> Belonging:
    """A text uploaded into a conversation of its own."""
    file_id, conversation_id = desk.hex("file-"), drawn_uuid(desk.luck)
    content = f"{desk.prose(500)}\n".encode()
    body = {"id": file_id, "name": f"notes-{desk.number + 1}.txt"}
    return Belonging(
        "file",
        file_id,
        desk.owner.user_id,
        desk.made_at,
        desk.made_at,
        body,
        parent_id=conversation_id,
        more={"content": content},
        planted=tuple(desk.planted),
    )


def gpt(desk: Desk) -> Belonging:
    return _built(desk, "gpt")


def project(desk: Desk) -> Belonging:
    return _built(desk, "project")


def _built(desk: Desk, kind: str) -> Belonging:
    subject = f"{desk.title()} {desk.number + 1}", desk.sentence()
    body = build(desk.luck, kind, desk.owner, subject, int(desk.made_at.timestamp()))
    return Belonging(
        kind,
        body["id"],
        desk.owner.user_id,
        desk.made_at,
        desk.made_at,
        body,
        planted=tuple(desk.planted),
    )

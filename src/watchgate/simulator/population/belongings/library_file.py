"""What lies in somebody's library? Texts kept for later, some of them in the trash."""

from datetime import timedelta

from watchgate.simulator.population.belongings.desk import Desk
from watchgate.simulator.population.chance import pick
from watchgate.simulator.population.model import Belonging

_STEMS = ("style-guide", "price-list", "policy", "interview-notes", "customers", "faq", "handover")


def library_file(desk: Desk) -> Belonging:
    file_id = desk.hex("libfile_")
    content = f"{desk.title()}\n\n{desk.prose(900)}\n".encode()
    is_trashed = desk.number % 7 == 6
    trashed_at = int(desk.later(timedelta(days=1)).timestamp()) if is_trashed else None
    body = {
        "object": "compliance.workspace.user.library_file",
        "id": file_id,
        "file_id": desk.hex("file-"),
        "name": f"{pick(desk.luck, _STEMS)}-{desk.number + 1}.txt",
        "user_id": desk.owner.user_id,
        "created_at": int(desk.made_at.timestamp()),
        "mime_type": "text/plain",
        "file_size_bytes": len(content),
        "state": "ready",
        "trashed_at": trashed_at,
        "expires_at": trashed_at and trashed_at + 30 * 86_400,
        "is_project": desk.luck.random() < 0.2,
    }
    return Belonging(
        "library_file",
        file_id,
        desk.owner.user_id,
        desk.made_at,
        desk.made_at,
        body,
        more={"content": content},
        planted=tuple(desk.planted),
    )

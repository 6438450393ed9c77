"""What does somebody write on a canvas? A document, or a piece of code, in one to four versions."""

from datetime import timedelta
from typing import Any

from watchgate.kernel.clock import rfc3339
from watchgate.simulator.population.belongings.desk import Desk
from watchgate.simulator.population.chance import pick
from watchgate.simulator.population.identifiers import drawn_uuid
from watchgate.simulator.population.model import Belonging

_TYPES = ("document", "document", "document", "code/python", "code/sql")
_BETWEEN = timedelta(minutes=7)


def canvas(desk: Desk) -> Belonging:
    canvas_id = drawn_uuid(desk.luck)
    title, text = desk.title(), ""
    versions: list[dict[str, Any]] = []
    for number in range(1, 2 + int(desk.luck.random() * 4)):
        text = f"{text}\n\n{desk.prose(200 + int(desk.luck.random() * 1_200))}".lstrip()
        versions.append(_version(desk, number, title, text))
    more = {"textdoc_type": pick(desk.luck, _TYPES), "versions": versions}
    changed_at = desk.made_at + _BETWEEN * len(versions)
    return Belonging(
        "canvas",
        canvas_id,
        desk.owner.user_id,
        desk.made_at,
        changed_at,
        {"id": canvas_id},
        more=more,
        planted=tuple(desk.planted),
    )


def _version(desk: Desk, number: int, title: str, text: str) -> dict[str, Any]:
    return {
        "content": text,
        "updated_at": rfc3339(desk.made_at + _BETWEEN * number),
        "version": number,
        "name": title,
        "comments": [_comment(desk, text)] if desk.luck.random() < 0.3 else [],
    }


def _comment(desk: Desk, text: str) -> dict[str, Any]:
    start = int(desk.luck.random() * (len(text) // 2))
    return {
        "type": "comment",
        "id": desk.hex("cmt_", 16),
        "start": start,
        "end": min(len(text), start + 40),
        "content": desk.question(),
    }

"""What was said in a meeting that ChatGPT recorded? A transcript with speakers, and mostly a summary."""

from datetime import timedelta

from watchgate.simulator.population.belongings.desk import Desk
from watchgate.simulator.population.chance import pick
from watchgate.simulator.population.identifiers import drawn_uuid
from watchgate.simulator.population.model import Belonging


def recording(desk: Desk) -> Belonging:
    recording_id = desk.hex("rec_")
    end = desk.made_at + timedelta(minutes=3 + int(desk.luck.random() * 55))
    body = {
        "id": recording_id,
        "start": int(desk.made_at.timestamp()),
        "end": int(end.timestamp()),
        "conversation_id": drawn_uuid(desk.luck),
        "canvas_id": drawn_uuid(desk.luck) if desk.luck.random() < 0.5 else None,
    }
    more = {
        "transcript": _transcript(desk),
        "summary": desk.prose(250) if desk.luck.random() < 0.8 else None,
    }
    return Belonging(
        "recording",
        recording_id,
        desk.owner.user_id,
        desk.made_at,
        end,
        body,
        more=more,
        planted=tuple(desk.planted),
    )


def _transcript(desk: Desk) -> str:
    speakers = [desk.owner.name, pick(desk.luck, desk.people).name]
    turns = 4 + int(desk.luck.random() * 16)
    return "\n".join(
        f"[{turn // 2:02}:{turn % 2 * 30:02}] {speakers[turn % 2]}: {desk.sentence()}"
        for turn in range(turns)
    )

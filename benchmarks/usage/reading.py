"""How are the simulator's files read as the sources would be: day by day, as the lines arrived, all sources together?"""

import csv
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

import msgspec

from watchgate.hub.sources import agent, audit, conversation, exchange, imported
from watchgate.hub.usage.model import Naming, Sighting
from watchgate.hub.usage.taking import Name

_TYPES = audit.AuditTypes()
_COLUMNS = imported.Columns()
_decode = msgspec.json.Decoder().decode


def names(folder: Path) -> list[Name]:
    """What the sources call our skills, and which version since when."""
    made = []
    for skill in json.loads((folder / "skills.json").read_bytes()):
        for version in skill["versions"]:
            since = datetime.fromisoformat(version["since"])
            said = (skill["skill_id"], version["version"])
            made.append(Name(Naming.DIGEST, version["digest"], *said))
            for key, naming in (("gpt_id", Naming.GPT), ("workspace_skill_id", Naming.WORKSPACE_SKILL)):
                if key in skill:
                    made.append(Name(naming, skill[key], *said, since))
    return made


def sightings(folder: Path, workspace_id: UUID) -> Iterator[tuple[int, list[Sighting]]]:
    """For each file: how many lines it has, and what they tell."""
    days = sorted({path.name.partition(".")[0] for path in folder.glob("*/*.*")})
    for day in days:
        for source in ("conversation", "agent", "audit", "gateway"):
            path = folder / source / f"{day}.jsonl"
            if path.exists():
                lines = path.read_bytes().splitlines()
                yield len(lines), [one for line in lines for one in _told(source, line, workspace_id)]
        path = folder / "imported" / f"{day}.csv"
        if path.exists():
            with path.open(newline="", encoding="utf-8") as file:
                rows = list(csv.DictReader(file))
            yield len(rows), [imported.sighting(row, _COLUMNS, workspace_id) for row in rows]


def _told(source: str, line: bytes, workspace_id: UUID) -> Iterator[Sighting]:
    said = _decode(line)
    if source == "conversation":
        message = conversation.message_of(said)
        return conversation.sightings(message, workspace_id) if message is not None else iter(())
    if source == "agent":
        return agent.sightings(said, workspace_id)
    if source == "audit":
        return audit.sightings(said, workspace_id, _TYPES)
    return exchange.sightings(said)

"""What has somebody taught ChatGPT to do? A folder with instructions and a script; every fourth was made for an agent."""

from datetime import timedelta

from watchgate.simulator.population.belongings.desk import Desk
from watchgate.simulator.population.chance import pick
from watchgate.simulator.population.model import Belonging

_NAMES = (
    "payroll-check",
    "tender-draft",
    "invoice-match",
    "minutes-writer",
    "contract-diff",
    "ticket-sorter",
    "travel-claims",
    "release-notes",
)
_SCRIPT = """import csv
import sys

for row in csv.DictReader(open(sys.argv[1], newline="")):
    print("; ".join(f"{name}={value}" for name, value in row.items()))
"""


def skill(desk: Desk) -> Belonging:
    skill_id = desk.hex("skill-")
    name = f"{pick(desk.luck, _NAMES)}-{desk.number + 1}"
    description = desk.voice.lexicon.shelves[desk.topic].titles[0]
    instructions = desk.prose(600)
    files = {
        "SKILL.md": f"---\nname: {name}\ndescription: {description}\n---\n\n{instructions}\n",
        "scripts/check.py": _SCRIPT,
    }
    changed_at = desk.later(timedelta(days=1))
    body = {
        "object": "compliance.workspace.skill",
        "id": skill_id,
        "name": name,
        "description": description,
        "created_at": int(desk.made_at.timestamp()),
        "updated_at": int(changed_at.timestamp()),
        "creator": desk.owner.user_id,
        "original_product_surface": "agent" if desk.number % 4 == 3 else "chatgpt",
        "files": list(files),
    }
    return Belonging(
        "skill",
        skill_id,
        desk.owner.user_id,
        desk.made_at,
        changed_at,
        body,
        more={"files": files},
        planted=tuple(desk.planted),
    )

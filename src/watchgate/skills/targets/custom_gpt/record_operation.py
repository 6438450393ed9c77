"""How does a GPT tell the Hub what it has made? The operation `emit_hub_record`, as its Action and its instructions speak of it."""

from typing import Any

from watchgate.skills.package.skill import Skill

OPERATION = "emit_hub_record"
PATH = "/hub/v1/records"


def request_schema(skill: Skill) -> dict[str, Any]:
    """The body: which run of which version it is, and the record itself by the skill's output contract."""
    output = skill.manifest.output
    return {
        "type": "object",
        "required": ["skill_id", "skill_version", "client_key", "type", "body"],
        "properties": {
            "skill_id": {"type": "string", "const": skill.manifest.skill_id},
            "skill_version": {"type": "string", "const": skill.manifest.version},
            "skill_digest": {"type": "string", "const": skill.digest},
            "client_key": {
                "type": "string",
                "maxLength": 100,
                "description": "New for each run, the same when you call again for the same run.",
            },
            "type": {"type": "string", "const": output.record if output else "outputs"},
            "body": dict(output.body) if output else {"type": "object"},
        },
    }


def answer_schema() -> dict[str, Any]:
    """What comes back: the record's id and address, and the line to end the reply with."""
    text = {"type": "string"}
    return {
        "type": "object",
        "required": ["id", "url", "footer"],
        "properties": {"id": text, "url": text, "footer": text},
    }

"""What may stand in a pack file, for editors that check while you type? JSON Schema, made from the same models that load it."""

from copy import deepcopy
from typing import Any

from watchgate.policy.kinds import KINDS
from watchgate.policy.pack import NAME, Pack


def pack_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a pack file, with the settings of every kind of policy."""
    schema = Pack.model_json_schema()
    definitions = schema["$defs"]
    for kind, entry in KINDS.items():
        own = entry.config.model_json_schema(ref_template="#/$defs/{model}")
        definitions |= own.pop("$defs", {})
        definitions[kind] = own
    policies = definitions["Policies"]["properties"]
    policies["policy"] = {
        "type": "object",
        "description": policies["policy"]["description"],
        "propertyNames": {"pattern": NAME},
        "properties": {kind: _settings(kind) for kind in KINDS},
        "additionalProperties": {
            "description": "A policy under a name of its own.",
            "type": "object",
            "required": ["kind"],
            "oneOf": [_named(definitions, kind) for kind in KINDS],
        },
    }
    return {
        **schema,
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Watchgate policy pack",
    }


def _settings(kind: str) -> dict[str, Any]:
    return {"anyOf": [{"$ref": f"#/$defs/{kind}"}, {"type": "null"}]}


def _named(definitions: dict[str, Any], kind: str) -> dict[str, Any]:
    settings: dict[str, Any] = deepcopy(definitions[kind])
    settings["properties"]["kind"] = {"const": kind}
    return settings

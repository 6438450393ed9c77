"""Which tools does an Action's OpenAPI document speak of? Each operation becomes one."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

_METHODS = ("get", "post", "put", "patch", "delete")
_MAX_CHARS = 1_000_000

Tool = Mapping[str, Any]


def tools_of(raw: str) -> tuple[list[Tool], list[str]]:
    """The tools, and what could not be understood."""
    document = _parsed(raw)
    paths = document.get("paths")
    server = _server(document)
    if not isinstance(paths, dict) or server is None:
        return [], ["its schema is no OpenAPI document with a server (https) and paths."]
    tools: list[Tool] = []
    notes: list[str] = []
    for path, method, operation in _operations(paths):
        if (missing := _unresolved(document, operation)) is not None:
            notes.append(f"{method.upper()} {path} refers to {missing}, which is not there.")
            continue
        tools.append(_tool(document, f"{server}{path}", path, method, operation))
    return tools, notes


def _parsed(raw: str) -> Mapping[str, Any]:
    try:
        found = yaml.safe_load(raw) if len(raw) <= _MAX_CHARS else None
    except (yaml.YAMLError, RecursionError, ValueError):
        found = None
    return found if isinstance(found, dict) else {}


def _server(document: Mapping[str, Any]) -> str | None:
    servers = document.get("servers")
    url = (
        servers[0].get("url")
        if isinstance(servers, list) and servers and isinstance(servers[0], dict)
        else None
    )
    return url.rstrip("/") if isinstance(url, str) and url.startswith("https://") else None


def _operations(paths: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for path, item in paths.items():
        for method in _METHODS:
            operation = item.get(method) if isinstance(item, dict) else None
            if isinstance(operation, dict):
                yield (
                    str(path),
                    method,
                    {
                        **operation,
                        "parameters": [*item.get("parameters", []), *operation.get("parameters", [])],
                    },
                )


def _tool(
    document: Mapping[str, Any], url: str, path: str, method: str, operation: Mapping[str, Any]
) -> Tool:
    described = str(
        operation.get("description") or operation.get("summary") or operation.get("operationId") or path
    )
    tool: dict[str, Any] = {
        "name": _name(str(operation.get("operationId") or f"{method}_{path}")),
        "description": described,
        "parameters": _schema(document, operation),
        "endpoint": {"method": method.upper(), "url": url},
    }
    if isinstance(consequential := operation.get("x-openai-isConsequential"), bool):
        tool["consequential"] = consequential
    return tool


def _schema(document: Mapping[str, Any], operation: Mapping[str, Any]) -> Mapping[str, Any]:
    properties: dict[str, Any] = {}
    required: list[str] = []
    for given in operation["parameters"]:
        parameter = _resolved(document, given)
        name = str(parameter.get("name"))
        said = {"description": parameter["description"]} if "description" in parameter else {}
        properties[name] = {**_resolved(document, parameter.get("schema", {})), **said}
        required += [name] if parameter.get("required") else []
    body = (
        _resolved(document, operation.get("requestBody", {})).get("content", {}).get("application/json", {})
    )
    schema = _resolved(document, body.get("schema", {}))
    properties.update(schema.get("properties", {}))
    required += [name for name in schema.get("required", []) if name not in required]
    return {"type": "object", "properties": properties, **({"required": required} if required else {})}


def _unresolved(document: Mapping[str, Any], value: Any) -> str | None:  # noqa: ANN401 -- any part of a document
    """The first reference in *value* that leads nowhere."""
    if isinstance(value, dict):
        reference = value.get("$ref")
        if isinstance(reference, str) and not _followed(document, reference):
            return reference
        return next(
            (found for part in value.values() if (found := _unresolved(document, part)) is not None), None
        )
    if isinstance(value, list):
        return next((found for part in value if (found := _unresolved(document, part)) is not None), None)
    return None


def _resolved(document: Mapping[str, Any], value: Any) -> Mapping[str, Any]:  # noqa: ANN401 -- any part of a document
    if not isinstance(value, dict):
        return {}
    reference = value.get("$ref")
    return _followed(document, reference) if isinstance(reference, str) else value


def _followed(document: Mapping[str, Any], reference: str) -> Mapping[str, Any]:
    found: Any = document
    for step in reference.removeprefix("#/").split("/"):
        found = found.get(step.replace("~1", "/").replace("~0", "~")) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


def _name(text: str) -> str:
    plain = re.sub(r"[^A-Za-z0-9_-]+", "_", text).strip("_-")[:64]
    return plain if plain[:1].isalpha() else f"call_{plain}"[:64]

"""Which calls may a Custom GPT make? One OpenAPI 3.1 document a host: the editor keeps one host of each, and one way to sign in."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import yaml

from watchgate.skills.package.manifest import Tool
from watchgate.skills.package.skill import Skill
from watchgate.skills.targets.custom_gpt import record_operation
from watchgate.skills.targets.model import Tenant

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_BODY_METHODS = frozenset({"POST", "PUT", "PATCH"})
_TOKEN = {
    "type": "http",
    "scheme": "bearer",
    "description": "The skill's own key: `watchgate hub keys make`.",
}


def documents(skill: Skill, tenant: Tenant) -> Mapping[str, dict[str, Any]]:
    """File name → document. `actions.openapi.yaml` is the Hub's; others are named after their host."""
    made: dict[str, dict[str, Any]] = {}
    hub = urlsplit(tenant.hub_url).hostname or ""
    if skill.manifest.output is not None:
        made["actions.openapi.yaml"] = _hub_document(skill, tenant)
    for host, tools in _by_host(skill.manifest.tools).items():
        if host == hub and "actions.openapi.yaml" in made:
            made["actions.openapi.yaml"]["paths"].update(_paths(tools))
        else:
            name = "actions.openapi.yaml" if not made else f"actions.{host}.openapi.yaml"
            made[name] = _document(skill, f"{skill.manifest.title}: {host}", _server(tools[0]), _paths(tools))
    return made


def as_yaml(document: Mapping[str, Any]) -> bytes:
    """In the order that it was made in; long lines stay whole."""
    text = yaml.dump(dict(document), Dumper=_Whole, sort_keys=False, allow_unicode=True, width=10_000)
    return text.encode()


class _Whole(yaml.SafeDumper):
    """Writes everything out where it stands: the editor knows no aliases."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ANN401, ARG002 -- as PyYAML has it
        return True


def _hub_document(skill: Skill, tenant: Tenant) -> dict[str, Any]:
    operation = {
        "operationId": record_operation.OPERATION,
        "summary": "Keep a record of this run.",
        "description": "Call it once at the end of each run. It answers the line that ends your reply.",
        "x-openai-isConsequential": False,
        "requestBody": _body(record_operation.request_schema(skill)),
        "responses": {
            "200": {
                "description": "Kept.",
                "content": {"application/json": {"schema": record_operation.answer_schema()}},
            }
        },
        "security": [{"skill_key": []}],
    }
    document = _document(
        skill,
        f"{skill.manifest.title}: records",
        tenant.hub_url.rstrip("/"),
        {record_operation.PATH: {"post": operation}},
    )
    document["components"] = {"schemas": {}, "securitySchemes": {"skill_key": _TOKEN}}
    return document


def _document(skill: Skill, title: str, server: str, paths: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": skill.manifest.version},
        "servers": [{"url": server}],
        "paths": dict(paths),
        "components": {"schemas": {}},
    }


def _by_host(tools: Sequence[Tool]) -> Mapping[str, list[Tool]]:
    hosts: dict[str, list[Tool]] = {}
    for tool in tools:
        hosts.setdefault(urlsplit(tool.endpoint.url).hostname or "", []).append(tool)
    return hosts


def _server(tool: Tool) -> str:
    parts = urlsplit(tool.endpoint.url)
    return f"{parts.scheme}://{parts.netloc}"


def _paths(tools: Sequence[Tool]) -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for tool in tools:
        path = urlsplit(tool.endpoint.url).path or "/"
        paths.setdefault(path, {})[tool.endpoint.method.lower()] = _operation(tool, path)
    return paths


def _operation(tool: Tool, path: str) -> dict[str, Any]:
    in_path = _PLACEHOLDER.findall(path)
    fields: Mapping[str, Any] = tool.parameters.get("properties", {})
    rest = {name: field for name, field in fields.items() if name not in in_path}
    required = [name for name in tool.parameters.get("required", ()) if name in rest]
    operation: dict[str, Any] = {
        "operationId": tool.name,
        "description": tool.description,
        **_consequential(tool),
        "parameters": [
            _parameter(name, fields.get(name, {"type": "string"}), "path", is_required=True)
            for name in in_path
        ],
    }
    if tool.endpoint.method in _BODY_METHODS:
        if rest:
            operation["requestBody"] = _body({**tool.parameters, "properties": rest, "required": required})
    else:
        operation["parameters"] += [
            _parameter(name, field, "query", is_required=name in required) for name, field in rest.items()
        ]
    operation["responses"] = {"200": {"description": "The answer."}}
    return operation


def _consequential(tool: Tool) -> dict[str, Any]:
    return {} if tool.consequential is None else {"x-openai-isConsequential": tool.consequential}


def _parameter(name: str, field: Mapping[str, Any], where: str, *, is_required: bool) -> dict[str, Any]:
    schema = {key: value for key, value in field.items() if key != "description"}
    described = {"description": field["description"]} if "description" in field else {}
    return {"name": name, "in": where, "required": is_required, **described, "schema": schema}


def _body(schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": dict(schema)}}}

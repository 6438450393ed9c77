"""Which tools does a configuration show? The capabilities that are on, and one action for each host."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import yaml

from watchgate.kernel.errors import UserError
from watchgate.simulator.editors.form import GptForm
from watchgate.simulator.reply import JsonObject

_SHOWN = ("code_interpreter", "browser", "dall-e", "memory")
_AUTH_TYPES = {"http": "service_http", "apiKey": "service_http", "oauth2": "oauth"}
"""What nobody has specified: the words are the ones the contracts suggest for a simulator."""


def tools_of(form: GptForm, now: int) -> list[JsonObject]:
    """Raises UserError for an action that the editor would not take."""
    capabilities = [{"type": each, "created_at": now} for each in _SHOWN if each in form.capabilities]
    actions = list(_actions(form.actions, now))
    domains = [each["action_domain"] for each in actions]
    if len(set(domains)) != len(domains):
        raise UserError(f"The editor takes one action for each host; these are for {', '.join(domains)}.")
    return [*capabilities, *actions]


def _actions(schemas: tuple[str, ...], now: int) -> Iterator[JsonObject]:
    for text in schemas:
        document = _document(text)
        yield {
            "type": "custom_action",
            "created_at": now,
            "action_domain": _host(document),
            "action_openapi_raw": text,
            "auth_type": _auth_type(document),
        }


def _document(text: str) -> Mapping[str, Any]:
    """JSON is YAML, too."""
    try:
        document = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise UserError("The schema of an action must be an OpenAPI document, in YAML or JSON.") from error
    if not isinstance(document, dict) or not isinstance(document.get("paths"), dict):
        raise UserError("The schema of an action must be an OpenAPI document with paths.")
    return document


def _host(document: Mapping[str, Any]) -> str:
    match document.get("servers"):
        case [{"url": str() as url}] if host := urlsplit(url).hostname:
            return host
    raise UserError("The schema of an action must name one server, with its address.")


def _auth_type(document: Mapping[str, Any]) -> str:
    match document.get("components"):
        case {"securitySchemes": dict() as schemes} if schemes:
            scheme = next(iter(schemes.values()))
            return _AUTH_TYPES.get(scheme.get("type", ""), "none") if isinstance(scheme, dict) else "none"
    return "none"

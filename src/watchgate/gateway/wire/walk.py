"""Which strings of a JSON document are text that people or models wrote?

All of them, unless we know better: an unknown field is text. What is left out is listed here and nowhere else:
`STRUCTURAL` words of the protocol (only while they look like one), and `OPAQUE` parts that we cannot look into, which are
reported as unread. Below `FREE` keys the client chooses the names, so nothing is left out.
"""

import re
from collections.abc import Callable
from typing import Any

import msgspec

from watchgate.policy.model import Path, TextSpan, Unread

STRUCTURAL = frozenset(
    [
        "type",
        "role",
        "id",
        "object",
        "model",
        "status",
        "finish_reason",
        "call_id",
        "tool_call_id",
        "item_id",
        "response_id",
        "index",
        "service_tier",
        "system_fingerprint",
        "detail",
        "format",
        "encoding_format",
        "effort",
        "verbosity",
        "summary_type",
        "truncation",
        "phase",
        "mode",
        "language",
        "syntax",
        "reasoning_effort",
        "prompt_cache_key",
        "prompt_cache_retention",
        "obfuscation",
        "created_at",
        "previous_item_id",
    ],
)
FREE = frozenset(
    {"metadata", "variables", "parameters", "schema", "input_schema", "logit_bias", "attributes"}
)
JSON_SOURCE = frozenset({"arguments"})
"""Strings that are JSON themselves: tool-call arguments."""

ROLE_OF_KEY = {
    "tools": "definition",
    "functions": "definition",
    "response_format": "definition",
    "text": "definition",
}
"""Text below these top-level keys has no author's role; policies may name it `definition`."""

OPAQUE: dict[str, tuple[str, str]] = {
    "image_url": ("image", "pictures are not examined"),
    "input_audio": ("audio", "sound is not examined"),
    "audio": ("audio", "sound is not examined"),
    "file_data": ("file", "the inside of a file sent along is not examined"),
    "file_id": ("file", "the file behind this id is not fetched"),
    "file_ids": ("file", "the files behind these ids are not fetched"),
    "file_url": ("file", "the file behind this address is not fetched"),
    "vector_store_ids": ("file", "the files of a vector store are not fetched"),
    "container": ("file", "the files of a container are not fetched"),
    "previous_response_id": ("reference", "the earlier conversation is kept by the provider and not fetched"),
    "conversation": ("reference", "the conversation is kept by the provider and not fetched"),
    "encrypted_content": ("encrypted", "only the provider can read it"),
    "partial_image_b64": ("image", "pictures are not examined"),
    "result": ("image", "generated pictures are not examined"),
    "b64_json": ("image", "pictures are not examined"),
}

_PROTOCOL_WORD = re.compile(r"[A-Za-z0-9_.:/-]{0,256}\Z").match


class Found(msgspec.Struct):
    """Every text of a document with its JSON path, and what could not be read."""

    spans: list[TextSpan] = msgspec.field(default_factory=list)
    unread: list[Unread] = msgspec.field(default_factory=list)


CONTAINERS = (dict, list)
"""A tuple, not `dict | list`: isinstance would make the union anew each time."""

Special = Callable[[dict[str, Any], Path, Found], bool]
"""Looks at an object first; True when it has dealt with all of it."""


def nothing_special(_node: dict[str, Any], _path: Path, _found: Found) -> bool:
    return False


def walk(
    node: dict[str, Any] | list[Any],
    path: Path,
    role: str,
    found: Found,
    *,
    special: Special = nothing_special,
    is_free: bool = False,
) -> None:
    """Add the texts below *node* to *found*. Objects with a `role` give it to everything below them."""
    if isinstance(node, list):
        _walk_list(node, path, role, found, special=special, is_free=is_free)
        return
    if not is_free:
        if special(node, path, found):
            return
        if isinstance(own := node.get("role"), str):
            role = own
    for key, child in node.items():
        if isinstance(child, str):
            if child and (is_free or not _is_set_aside(key, child, path, role, found)):
                found.spans.append(TextSpan((*path, key), child, role, key in JSON_SOURCE))
        elif child and isinstance(child, CONTAINERS):
            below = (*path, key)
            if is_free or key not in OPAQUE or not _opaque_node(key, child, below, role, found):
                walk(child, below, role, found, special=special, is_free=is_free or key in FREE)


def _walk_list(
    nodes: list[Any], path: Path, role: str, found: Found, *, special: Special, is_free: bool
) -> None:
    for index, child in enumerate(nodes):
        if isinstance(child, str):
            found.spans.append(TextSpan((*path, index), child, role))
        elif isinstance(child, CONTAINERS):
            walk(child, (*path, index), role, found, special=special, is_free=is_free)


def _is_set_aside(key: str, value: str, path: Path, role: str, found: Found) -> bool:
    """Is this string no text: a word of the protocol, or (then reported) something we cannot look into?"""
    if key in OPAQUE:
        _opaque(key, value, (*path, key), role, found)
        return True
    return key in STRUCTURAL and _PROTOCOL_WORD(value) is not None


def _opaque(key: str, value: str, path: Path, role: str, found: Found) -> None:
    kind, why = OPAQUE[key]
    if key == "result" and not _looks_like_base64(value):
        found.spans.append(TextSpan(path, value, role))
        return
    found.unread.append(Unread(path, kind, why))
    if key.endswith("url") and not value.startswith("data:"):
        found.spans.append(TextSpan(path, value, role))


def _opaque_node(key: str, node: dict[str, Any] | list[Any], path: Path, role: str, found: Found) -> bool:
    """Report what is opaque in *node*; True when nothing in it is left to read."""
    kind, why = OPAQUE[key]
    if isinstance(node, dict) and isinstance(url := node.get("url"), str):
        _opaque(key, url, (*path, "url"), role, found)
        return True
    if key == "audio" and isinstance(node, dict) and not {"id", "data"} & node.keys():
        return True  # output settings {voice, format}, no sound
    found.unread.append(Unread(path, kind, why))
    return not (isinstance(node, dict) and "transcript" in node)


def _looks_like_base64(value: str) -> bool:
    return len(value) > 64 and " " not in value[:256]

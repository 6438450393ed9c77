"""How is a body changed without touching the rest of it?"""

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from watchgate.gateway import json_text
from watchgate.kernel.canonical_json import Json
from watchgate.policy.model import Path

_STREAM_OPTIONS = re.compile(rb'"stream_options"\s*:\s*(?:null|\{\s*(?P<rest>\}?))')
_NO_USAGE = re.compile(rb'"include_usage"\s*:\s*(?:false|null)')


def with_member(body: bytes, name: str, value: Json) -> bytes:
    """*body*, a JSON object that is not empty, with one more member in front."""
    return body.replace(b"{", b"{" + msgspec.json.encode(name) + b":" + msgspec.json.encode(value) + b",", 1)


def with_usage(body: bytes, document: Mapping[str, Any]) -> tuple[bytes, bool]:
    """*body* asking for the usage chunk, and whether we added that (so that it must be hidden from the client again).

    *document* is what the body says. When the place cannot be told for certain, the body stays as it is, and the usage unknown.
    """
    options = document.get("stream_options")
    if "stream_options" not in document:
        return with_member(body, "stream_options", {"include_usage": True}), True
    if isinstance(options, dict) and options.get("include_usage") is True:
        return body, False
    has_key = isinstance(options, dict) and "include_usage" in options
    places = list((_NO_USAGE if has_key else _STREAM_OPTIONS).finditer(body))
    if len(places) != 1:
        return body, False
    [place] = places
    if has_key:
        new = b'"include_usage":true'
    elif options:
        new = place.group() + b'"include_usage":true,'
    else:
        new = b'"stream_options":{"include_usage":true}'
    return body[: place.start()] + new + body[place.end() :], True


def with_strings(body: bytes, changes: Mapping[Path, str]) -> bytes:
    """*body* with the given strings replaced. Raises BadJson when it is not the strict JSON that this needs.

    Token probabilities, which spell the old text once more, are taken out.
    """
    text, document = json_text.parse(body)
    text = json_text.splice(text, document, changes)
    if b'"logprobs"' not in body:
        return text.encode()
    return msgspec.json.encode(_without_logprobs(msgspec.json.decode(text)))


def _without_logprobs(node: Any) -> Any:
    if isinstance(node, dict):
        return {
            key: None if key == "logprobs" and child else _without_logprobs(child)
            for key, child in node.items()
        }
    return [_without_logprobs(child) for child in node] if isinstance(node, list) else node

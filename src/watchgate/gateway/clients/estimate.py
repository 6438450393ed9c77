"""What will a request cost at most, roughly, before anybody has counted its tokens?"""

import re
from typing import Any

import msgspec

from watchgate.policy.kinds.prices import Price
from watchgate.policy.model import Usage

BYTES_PER_TOKEN = 3
"""Of the whole body. English has four to five, other scripts fewer; the names of JSON members make up for some."""
TOKENS_PER_FILE = 1500
"""Of an image or another file inside the body: its bytes say nothing of its tokens."""
USUAL_OUTPUT_TOKENS = 1024
"""When the client sets no limit of its own."""
_FILE = re.compile(rb";base64,[A-Za-z0-9+/=_-]*")
_LIMITS = ("max_completion_tokens", "max_output_tokens", "max_tokens")
_MAX_TOKENS = 100_000_000


class Size(msgspec.Struct, frozen=True):
    """What a request asks for. *is_background*: its answer comes later, in another exchange."""

    output_tokens: int = USUAL_OUTPUT_TOKENS
    is_background: bool = False


def size_of(document: dict[str, Any]) -> Size:
    """What the request's own limits say."""
    limit = next((document[name] for name in _LIMITS if _is_count(document.get(name))), USUAL_OUTPUT_TOKENS)
    choices = document["n"] if _is_count(document.get("n")) else 1
    return Size(min(limit * choices, _MAX_TOKENS), document.get("background") is True)


def input_tokens(body: bytes) -> int:
    """About how many tokens go in."""
    files = 0
    if b";base64," in body:
        body, files = _FILE.subn(b"", body)
    return len(body) // BYTES_PER_TOKEN + 1 + files * TOKENS_PER_FILE


def cost_microusd(price: Price, *, tokens_in: int, tokens_out: int) -> int:
    """What so many tokens cost, none of them cached."""
    return price.cost_microusd(Usage(tokens_in, tokens_out))


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= _MAX_TOKENS

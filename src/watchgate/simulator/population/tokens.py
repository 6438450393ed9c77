"""What do the keys look like that people paste by mistake? In the provider's shape, with FAKE in the middle, and made as one asks.

Nothing here is a key: no row holds more than a prefix, so the file trips no scanner.
"""

import random
import string
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable

from watchgate.simulator.population.chance import pick

_LETTERS = string.ascii_letters
_ALPHANUMERIC = _LETTERS + string.digits
_BASE32 = string.ascii_uppercase + "234567"
_HEX = "0123456789abcdef"

_SHAPES: dict[str, tuple[str, str, int]] = {
    "OPENAI_API_KEY": ("sk-" + "proj-", _ALPHANUMERIC, 40),
    "ANTHROPIC_API_KEY": ("sk-" + "ant-api03-", _ALPHANUMERIC, 40),
    "HUGGINGFACE_TOKEN": ("hf" + "_", _LETTERS, 34),
    "AWS_ACCESS_KEY_ID": ("AK" + "IA", _BASE32, 16),
    "GOOGLE_API_KEY": ("AI" + "za", _ALPHANUMERIC, 35),
    "DIGITALOCEAN_TOKEN": ("dop" + "_v1_", _HEX, 64),
    "GITHUB_TOKEN": ("gh" + "p_", _ALPHANUMERIC, 36),
    "GITLAB_TOKEN": ("gl" + "pat-", _ALPHANUMERIC, 20),
    "NPM_TOKEN": ("npm" + "_", _ALPHANUMERIC, 36),
    "SLACK_TOKEN": ("xo" + "xb-", _ALPHANUMERIC, 40),
    "STRIPE_API_KEY": ("sk" + "_live_", _ALPHANUMERIC, 24),
    "SHOPIFY_TOKEN": ("shp" + "at_", _HEX, 32),
    "DATABRICKS_TOKEN": ("da" + "pi", _HEX, 32),
    "LINEAR_API_KEY": ("lin" + "_api_", _ALPHANUMERIC, 40),
}
"""Prefix, alphabet and the number of characters after the prefix."""


def _shaped(kind: str) -> Callable[[random.Random], str]:
    prefix, alphabet, length = _SHAPES[kind]
    mark = "c0ffee" if alphabet == _HEX else "FAKE"

    def make(luck: random.Random) -> str:
        tail = "".join(luck.choices(alphabet, k=length - len(mark)))
        return f"{prefix}{tail[:6]}{mark}{tail[6:]}"

    return make


def _database_url(luck: random.Random) -> str:
    password = "FAKE-" + "".join(luck.choices(_ALPHANUMERIC, k=10))
    scheme = pick(luck, ("postgres", "mysql", "mongodb", "redis", "amqp"))
    return f"{scheme}://app:{password}@db{luck.randrange(1, 9)}.example.com"


def _jwt(luck: random.Random) -> str:
    subject = "".join(luck.choices(_HEX, k=12))
    parts = (b'{"alg":"HS256","typ":"JWT"}', f'{{"sub":"FAKE-{subject}","iat":1767225600}}'.encode())
    head, body = (urlsafe_b64encode(part).decode().rstrip("=") for part in parts)
    return f"{head}.{body}.{urlsafe_b64encode(luck.randbytes(32)).decode().rstrip('=')}"


def _private_key(luck: random.Random) -> str:
    encoded = "FAKE" + b64encode(luck.randbytes(210)).decode()
    lines = "\n".join(encoded[at : at + 64] for at in range(0, len(encoded), 64))
    kind = pick(luck, ("RSA PRIVATE", "PRIVATE", "EC PRIVATE"))
    return f"-----BEGIN {kind} KEY-----\n{lines}\n-----END {kind} KEY-----"


SECRETS: dict[str, Callable[[random.Random], str]] = {
    **{kind: _shaped(kind) for kind in _SHAPES},
    "DATABASE_URL": _database_url,
    "JWT": _jwt,
    "PRIVATE_KEY": _private_key,
}
"""From an entity to what makes one."""

"""What does a one-time link lead to? One page without anything from elsewhere; its policy names its own script and style."""

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

_HERE = Path(__file__).parent
_STYLE = (_HERE / "page.css").read_text(encoding="utf-8")
_SCRIPT = (_HERE / "page.js").read_text(encoding="utf-8")
PAGE = (
    (_HERE / "page.html")
    .read_text(encoding="utf-8")
    .replace("/*style*/", _STYLE)
    .replace("/*script*/", _SCRIPT)
)


def _hash(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()


CONTENT_SECURITY_POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; connect-src 'self';"
    f" script-src 'sha256-{_hash(_SCRIPT)}'; style-src 'sha256-{_hash(_STYLE)}'"
)

"""How does a receipt look as a page? One file that needs nothing from elsewhere, and may run no script."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from watchgate.remediation.receipts.telling import Told, told


def _file(name: str) -> str:
    return files("watchgate.remediation.receipts").joinpath(name).read_text(encoding="utf-8")


_STYLE = _file("page.css").strip()
_STYLE_HASH = b64encode(sha256(_STYLE.encode()).digest()).decode()
CONTENT_SECURITY_POLICY = f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
"""What such a page may do: look like itself."""


def page(receipt: Mapping[str, Any]) -> str:
    """HTML. Everything in it that people wrote is escaped."""
    whole, steps = _templates()

    def rendered(of: Sequence[Told]) -> Markup:
        return Markup(steps.render(told=of))  # noqa: S704 -- rendered with autoescape just now

    return whole.render(story=told(receipt), steps=rendered, style=Markup(_STYLE))  # noqa: S704 -- our own file


@cache
def _templates() -> tuple[Template, Template]:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(_file("page.html.j2")), environment.from_string(_file("steps.html.j2"))

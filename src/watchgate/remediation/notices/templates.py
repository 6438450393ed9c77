"""What do the words of a notice become? Templates in a sandbox, with these variables and no others; checked when they are loaded."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, meta
from jinja2.sandbox import ImmutableSandboxedEnvironment

from watchgate.kernel.errors import UserError
from watchgate.remediation.model import Action
from watchgate.remediation.notices import wording
from watchgate.remediation.notices.model import Facts

MAX_CHARS = 50_000
_DONE = {
    Action.DELETE: "it will be deleted at OpenAI and in our copy",
    Action.REDACT: "it will be masked for good in our copy",
    Action.ISOLATE: "its sharing or publication will be taken back",
}
VARIABLES = frozenset(one.name for one in fields(Facts)) | {"action_done"}
_SAMPLE = Facts(
    "Acme", "delete", {"conversation": 1}, ("EMAIL",), "2026-01-01", "2026-01-02", "2026-01-09", "rem_x", "x"
)


@dataclass(frozen=True, slots=True)
class Written:
    """A notice in words."""

    subject: str
    text: str
    html: str


class Templates:
    """The templates of subject, text and HTML. Raises UserError for what they cannot hold."""

    def __init__(self, subject: str = "", text: str = "", html: str = "") -> None:
        self._subject = _loaded("subject", subject or wording.SUBJECT, is_html=False)
        self._text = _loaded("text", text or wording.TEXT, is_html=False)
        self._html = _loaded("html", html or wording.HTML, is_html=True)

    def write(self, facts: Facts) -> Written:
        values = _values(facts)
        subject = " ".join(self._subject.render(values).split())[:200]
        return Written(subject, self._text.render(values), self._html.render(values))


def _values(facts: Facts) -> Mapping[str, Any]:
    return {**asdict(facts), "action_done": _DONE[Action(facts.action)]}


def _loaded(name: str, source: str, *, is_html: bool) -> Template:
    environment = ImmutableSandboxedEnvironment(autoescape=is_html, undefined=StrictUndefined)
    where = f"notices.wording.{name}"
    if len(source) > MAX_CHARS:
        raise UserError(f"{where} has more than {MAX_CHARS:,} characters. Shorten it.")
    try:
        unknown = meta.find_undeclared_variables(environment.parse(source)) - VARIABLES
        if unknown:
            raise UserError(
                f"{where} uses {', '.join(sorted(unknown))}, which there is not. There are: {', '.join(sorted(VARIABLES))}."
            )
        template = environment.from_string(source)
        if len(template.render(_values(_SAMPLE))) > MAX_CHARS:
            raise UserError(f"{where} becomes longer than {MAX_CHARS:,} characters. Shorten it.")
    except (TemplateError, TypeError, ValueError, ArithmeticError) as problem:
        raise UserError(
            f"{where} is not a template that works: {type(problem).__name__}: {problem}"
        ) from None
    return template

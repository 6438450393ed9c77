"""What does somebody want to be different about a GPT? The JSON body of `PATCH …/gpts/{gpt_id}`, laid over what was saved last."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from watchgate.kernel.errors import UserError
from watchgate.simulator.compliance_host.knowledge import KnowledgeFile
from watchgate.simulator.editors.edited_gpts import Configuration
from watchgate.simulator.editors.form import CAPABILITIES, GptForm
from watchgate.simulator.reply import JsonObject

_TEXTS = ("name", "description", "instructions")
_LISTS = ("starters", "actions", "files", "recipients")
_KNOWN = frozenset((*_TEXTS, *_LISTS, "capabilities", "visibility", "draft", "by"))
_SHARING = frozenset(("recipients", "visibility", "draft", "by"))


@dataclass(frozen=True, slots=True)
class Change:
    """What was said; nothing else changes. `by`: the e-mail address of who does it; None: the owner."""

    said: Mapping[str, Any]

    @property
    def is_of_configuration(self) -> bool:
        return bool(self.said.keys() - _SHARING)

    @property
    def visibility(self) -> str | None:
        return self.said.get("visibility")

    @property
    def recipients(self) -> list[str] | None:
        return self.said.get("recipients")

    @property
    def is_draft(self) -> bool | None:
        return self.said.get("draft")

    @property
    def by(self) -> str | None:
        return self.said.get("by")

    def over(self, saved: Configuration) -> GptForm:
        """The form as it is to be saved now."""
        return self._laid_over(_form(saved), saved.files)

    def over_nothing(self) -> GptForm:
        """The form of a GPT that is new."""
        return self._laid_over(GptForm(""), ())

    def _laid_over(self, form: GptForm, there: tuple[KnowledgeFile, ...]) -> GptForm:
        fields: dict[str, Any] = {name: self.said[name] for name in _TEXTS if name in self.said}
        fields |= {name: tuple(self.said[name]) for name in ("starters", "actions") if name in self.said}
        if "capabilities" in self.said:
            fields["capabilities"] = _on(self.said["capabilities"])
        if "files" in self.said:
            fields["files"] = _files(self.said["files"], there)
        return replace(form, **fields)


def parse(body: JsonObject) -> Change:
    """Raises UserError."""
    if unknown := sorted(body.keys() - _KNOWN):
        raise UserError(f"A GPT has no {', '.join(unknown)}; it has {', '.join(sorted(_KNOWN))}.")
    for name in (*_TEXTS, "visibility", "by"):
        if not isinstance(body.get(name, ""), str):
            raise UserError(f"{name} must be text.")
    for name in _LISTS:
        value = body.get(name, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise UserError(f"{name} must be a list of texts.")
    if not isinstance(body.get("draft", False), bool):
        raise UserError("draft must be true or false.")
    if "capabilities" in body:
        _on(body["capabilities"])
    return Change(body)


def _on(capabilities: object) -> frozenset[str]:
    """Those that are on: a list of them, or of each whether it is."""
    match capabilities:
        case list() if all(isinstance(each, str) for each in capabilities):
            return frozenset(capabilities)
        case dict() if all(isinstance(each, bool) for each in capabilities.values()):
            return frozenset(name for name, is_on in capabilities.items() if is_on)
    raise UserError(
        f'capabilities must be a list, or {{"browser": true}}; there are {", ".join(CAPABILITIES)}.'
    )


def _form(saved: Configuration) -> GptForm:
    body = saved.body
    tools = body["tools"]["data"]
    return GptForm(
        name=body["name"],
        description=body["description"],
        instructions=body["instructions"],
        starters=tuple(body["conversation_starters"]),
        capabilities=frozenset(each["type"] for each in tools if each["type"] != "custom_action"),
        actions=tuple(each["action_openapi_raw"] for each in tools if each["type"] == "custom_action"),
        files=dict.fromkeys((each.name for each in saved.files), None),
    )


def _files(names: list[str], there: tuple[KnowledgeFile, ...]) -> dict[str, bytes | None]:
    """Files that are there stay; one of another name is uploaded, with a line of text in it."""
    known = {each.name for each in there}
    return {name: None if name in known else f"This is {name}.\n".encode() for name in names}

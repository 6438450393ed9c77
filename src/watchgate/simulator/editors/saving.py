"""What becomes of the form when it is saved? A configuration, and of a new GPT the GPT itself."""

import random

from watchgate.simulator.compliance_host.knowledge import KnowledgeFile
from watchgate.simulator.editors.edited_gpts import Configuration, EditedGpt
from watchgate.simulator.editors.form import GptForm, check
from watchgate.simulator.editors.tools import tools_of
from watchgate.simulator.population.identifiers import alphanumeric
from watchgate.simulator.population.model import Person
from watchgate.simulator.reply import JsonObject

_STEM = "compliance.workspace.gpt"
_HEX = "0123456789abcdef"


def new_gpt(luck: random.Random, form: GptForm, owner: Person, now: int, *, is_draft: bool) -> EditedGpt:
    """Shared with nobody yet. Raises UserError."""
    listed = {
        "object": _STEM,
        "id": alphanumeric(luck, "g-", 9),
        "created_at": now,
        "owner_id": owner.user_id,
        "owner_email": owner.email,
        "builder_name": "community builder",
        "sharing": {
            "object": f"{_STEM}.sharing",
            "visibility": "invite-only",
            "permissions": {
                "object": f"{_STEM}.permissions",
                "can_read": True,
                "can_view_config": False,
                "can_write": False,
            },
            "recipients": [],
        },
    }
    return EditedGpt(listed, (configuration(luck, form, owner, now),), (), is_draft)


def configuration(
    luck: random.Random,
    form: GptForm,
    author: Person,
    now: int,
    there: tuple[KnowledgeFile, ...] = (),
) -> Configuration:
    """What *author* saves; *there*: the files that the GPT has already. Raises UserError."""
    check(form)
    body = {
        "object": f"{_STEM}.configuration",
        "id": "gzm_cnf_" + "".join(luck.choices(_HEX, k=24)),
        "name": form.name,
        "description": form.description,
        "categories": ["productivity"],
        "conversation_starters": list(form.starters),
        "created_at": now,
        "instructions": form.instructions,
        "version_author": {"object": f"{_STEM}.version_author", "id": author.user_id, "email": author.email},
        "files": _page([]),
        "tools": _page(tools_of(form, now)),
    }
    return Configuration(body, _files(luck, form, now, there))


def _files(
    luck: random.Random, form: GptForm, now: int, there: tuple[KnowledgeFile, ...]
) -> tuple[KnowledgeFile, ...]:
    """A file that is uploaded gets an id of its own, be there one of the same name or not."""
    known = {each.name: each for each in there}
    return tuple(
        known[name] if content is None else KnowledgeFile(alphanumeric(luck, "file-"), name, content, now)
        for name, content in form.files.items()
    )


def _page(data: list[JsonObject]) -> JsonObject:
    return {"object": "list", "data": data, "last_id": "", "has_more": False}

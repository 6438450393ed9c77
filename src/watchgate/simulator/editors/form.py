"""What stands in the fields of the GPT editor when somebody presses *Save*?"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from watchgate.kernel.errors import UserError

CAPABILITIES = ("code_interpreter", "browser", "dall-e", "memory", "canvas")
"""`canvas` is a switch in the editor, of which the compliance API does not tell."""
_MOST_INSTRUCTIONS = 8000
_MOST_FILES = 20
"""What the editor is said to take (contracts §4.4, reported)."""


@dataclass(frozen=True, slots=True)
class GptForm:
    """`actions`: the text of each schema, as it was pasted. `files`: name → bytes; None: a file that is there already stays."""

    name: str
    description: str = ""
    instructions: str = ""
    starters: tuple[str, ...] = ()
    capabilities: frozenset[str] = frozenset()
    actions: tuple[str, ...] = ()
    files: Mapping[str, bytes | None] = field(default_factory=dict)


def check(form: GptForm) -> None:
    """Raises UserError for what the editor would not save."""
    if not form.name.strip():
        raise UserError("The editor does not save a GPT without a name.")
    if len(form.instructions) > _MOST_INSTRUCTIONS:
        raise UserError(
            f"The editor takes {_MOST_INSTRUCTIONS} characters of instructions; these are {len(form.instructions)}."
        )
    if len(form.files) > _MOST_FILES:
        raise UserError(f"The editor takes {_MOST_FILES} knowledge files; these are {len(form.files)}.")
    if strange := sorted(form.capabilities - set(CAPABILITIES)):
        raise UserError(f"The editor has no {', '.join(strange)}; it has {', '.join(CAPABILITIES)}.")

"""What does OpenAI do with an object that is deleted or isolated: what goes with it, and what stays? (contracts §1.4, §1.6, §4.1)"""

from collections.abc import Mapping
from dataclasses import dataclass

from watchgate.remediation.model import Action, Kind


@dataclass(frozen=True, slots=True)
class Consequences:
    """Sentences for people."""

    goes: str
    goes_with_it: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()


LOG_FILES = "Log files that OpenAI has written already keep its text until they expire, 30 days after."
COPIED = "Snippets that the model has copied into conversations stay there."
PLACEHOLDER = "Its owner sees a placeholder “(Removed by your admin)” for up to 30 days."
PURGED = "OpenAI purges the content within 30 days; nobody can bring it back."
NOTHING_UPSTREAM = "At OpenAI nothing changes: the original stays there, since no API edits it."


def upstream(action: Action, kind: Kind, *, also_upstream: bool) -> Consequences:
    """What happens at OpenAI."""
    match action:
        case Action.ISOLATE:
            return _ISOLATED[kind]
        case Action.REDACT if not also_upstream:
            return Consequences(NOTHING_UPSTREAM)
        case _:
            return _DELETED[kind]


_DELETED: Mapping[Kind, Consequences] = {
    Kind.CONVERSATION: Consequences(
        "The conversation is deleted at OpenAI, with its title.",
        (
            "All its messages, those without findings as well.",
            "The files in it.",
            "Its shared links.",
        ),
        (PLACEHOLDER, LOG_FILES, PURGED),
    ),
    Kind.MESSAGE: Consequences(
        "OpenAI deletes whole conversations only: the one that the message stands in is deleted there.",
        ("All its other messages, its files and shared links.",),
        (PLACEHOLDER, LOG_FILES, PURGED),
    ),
    Kind.FILE: Consequences(
        "The file is deleted at OpenAI.", stays=("Messages keep referring to its id.", COPIED, LOG_FILES)
    ),
    Kind.LIBRARY_FILE: Consequences(
        "The file is deleted from its owner's library.", stays=(COPIED, LOG_FILES)
    ),
    Kind.MEMORY: Consequences(
        "The memory entry is deleted.", stays=("The conversations it was learnt from stay.", LOG_FILES)
    ),
    Kind.CANVAS: Consequences(
        "The canvas is deleted.",
        ("All its versions, and the comments on them.",),
        ("The conversation it was written in stays.", LOG_FILES),
    ),
    Kind.RECORDING: Consequences(
        "The recording is deleted.",
        ("Its transcript and summary.",),
        ("A conversation or canvas that was made from it stays.", LOG_FILES),
    ),
    Kind.AUTOMATION: Consequences(
        "The scheduled task is deleted.", stays=("Conversations of its earlier runs stay.", LOG_FILES)
    ),
    Kind.GPT: Consequences(
        "The GPT is deleted.",
        ("All its configurations and knowledge files.", "Everybody it was shared with loses it."),
        ("Conversations that were held with it stay.", LOG_FILES),
    ),
    Kind.GPT_FILE: Consequences(
        "The file is deleted.",
        ("It is removed from every GPT that uses it, not from this one alone.",),
        ("An empty file “(Removed by your admin)” stays in its place.", COPIED),
    ),
    Kind.PROJECT: Consequences(
        "The project is deleted.",
        ("All its configurations and files.", "Everybody it was shared with loses it."),
        ("Whether its conversations go with it, OpenAI does not say: name them as well.", LOG_FILES),
    ),
    Kind.PROJECT_FILE: Consequences(
        "The file is deleted.",
        ("It is removed from every project that uses it, not from this one alone.",),
        ("An empty file “(Removed by your admin)” stays in its place.", COPIED),
    ),
    Kind.SKILL: Consequences("The skill is deleted.", ("Its files.",), (COPIED,)),
    Kind.AGENT: Consequences(
        "The agent is deleted.",
        ("Its published version.",),
        ("Conversations that were held with it stay.", LOG_FILES),
    ),
    Kind.CODEX_TASK: Consequences(
        "The Codex task is deleted.",
        ("Its turns and their output.",),
        ("Changes that it has pushed to a repository stay there.", LOG_FILES),
    ),
    Kind.CODEX_ENVIRONMENT: Consequences(
        "The Codex environment is deleted.",
        ("Its variables and secrets.",),
        ("Tasks that have run in it stay.", "Secrets stay valid where they came from: replace them there."),
    ),
}

_ISOLATED: Mapping[Kind, Consequences] = {
    Kind.GPT: Consequences(
        "Its sharing is taken back: only its owner has it.",
        stays=("The GPT itself stays, and its owner can share it again.",),
    ),
    Kind.PROJECT: Consequences(
        "Its sharing is taken back: only its owner has it.",
        stays=("The project itself stays, and its owner can share it again.",),
    ),
    Kind.AGENT: Consequences(
        "It is unpublished: nobody can run it.",
        stays=("The agent itself stays, and can be published again.",),
    ),
}

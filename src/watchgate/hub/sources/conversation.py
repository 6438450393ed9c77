"""What does a CONVERSATION_MESSAGE tell of skills? The GPT that the conversation is with, and the workspace skills that an answer used.

Of GPTs each message counts, so that a run lasts from the first question to the last answer. A message of somebody whose question was
never answered is a run whose outcome nobody knows. (Contracts §1.3: `conversation.gpt_id`, `message.author.skills_used`.)
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from watchgate.hub.sources.told import moment, part, text
from watchgate.hub.usage.model import Naming, Outcome, Sighting, Source

_MAX_SKILLS = 50


@dataclass(frozen=True, slots=True)
class Message:
    """What is known of a message, from the log or from the catalogue."""

    message_id: str
    conversation_id: str
    at: datetime
    person: str | None
    is_answer: bool
    model: str | None = None
    gpt_id: str | None = None
    skills_used: tuple[str, ...] = ()


def message_of(event: Mapping[str, Any]) -> Message | None:
    """The message of a log line; None when it is not one, or names neither GPT nor skill."""
    message, conversation = part(event, "message"), part(event, "conversation")
    author = part(message, "author")
    at = moment(message.get("created_at")) or moment(event.get("timestamp"))
    message_id, conversation_id = text(message.get("id")), text(conversation.get("id"))
    used = author.get("skills_used")
    skills = tuple(one for one in used if text(one))[:_MAX_SKILLS] if isinstance(used, list) else ()
    gpt_id = text(conversation.get("gpt_id"))
    if at is None or message_id is None or conversation_id is None or not (gpt_id or skills):
        return None
    person = text(part(event, "actor").get("user_id"))
    is_answer = author.get("type") == "assistant"
    return Message(
        message_id, conversation_id, at, person, is_answer, text(author.get("model")), gpt_id, skills
    )


def sightings(message: Message, workspace_id: UUID) -> Iterator[Sighting]:
    """One for the GPT, one for each skill."""
    named = [(Naming.GPT, message.gpt_id, "gpt")] if message.gpt_id else []
    named += [(Naming.WORKSPACE_SKILL, skill, "skill") for skill in dict.fromkeys(message.skills_used)]
    for naming, name, surface in named:
        yield Sighting(
            Source.CONVERSATION,
            f"{message.message_id}:{name}",
            naming,
            name,
            message.at,
            workspace_id=workspace_id,
            person=message.person,
            surface=surface,
            model=message.model,
            conversation_id=message.conversation_id,
            outcome=Outcome.SUCCESS if message.is_answer else Outcome.UNKNOWN,
        )

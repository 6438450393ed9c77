"""How does a log tell of a message? The JSON object of a CONVERSATION_MESSAGE event."""

import random
from dataclasses import dataclass
from typing import Any

from watchgate.kernel.clock import rfc3339
from watchgate.simulator.population.builders import Builders
from watchgate.simulator.population.chance import Weighted, pick
from watchgate.simulator.population.conversations import Conversation
from watchgate.simulator.population.draft import Draft
from watchgate.simulator.population.identifiers import drawn_uuid
from watchgate.simulator.population.layout import MESSAGE, Slot
from watchgate.simulator.population.messages import Voice, compose
from watchgate.simulator.population.model import Person, Planted, SimulatedEvent
from watchgate.simulator.population.office_hours import moment

_CLIENTS = (
    "desktop_web",
    "desktop_web",
    "desktop_web",
    "macos_app",
    "windows_app",
    "ios_app",
    "android_app",
    "unknown",
)
_MODELS = ("gpt-5-5", "gpt-5-5", "gpt-5-5-thinking", "gpt-5-mini", "o4-mini")
_TOOLS = ("web_browsing", "python", "myfiles_browser", "image_gen", "canvas")
_SHAPES = Weighted.of(
    {"text": 980, "user_instructions": 6, "quotation": 6, "null_value": 4, "null_content": 2, "other": 2}
)


@dataclass(frozen=True, slots=True)
class Telling:
    """All that is known of one message when its event is written."""

    slot: Slot
    talk: Conversation
    person: Person
    voice: Voice
    workspace_id: str
    builders: Builders
    files: list[dict[str, str]]


def message_event(luck: random.Random, telling: Telling) -> SimulatedEvent:
    """The event, with the positions of planted values in the text that `text_of` finds."""
    slot, talk = telling.slot, telling.talk
    is_user = slot.turn % 2 == 0
    when = rfc3339(moment(slot.time_us))
    draft = compose(luck, telling.voice, talk.topic, is_user=is_user, is_edit=bool(slot.version))
    content, planted = _content(luck, draft, telling, is_user=is_user)
    message: dict[str, Any] = {
        "id": talk.message_id(slot.turn),
        "created_at": rfc3339(moment(talk.sent_us[slot.turn])) if slot.version else when,
        "author": _author(luck, talk, is_user=is_user),
        "content": content,
    }
    if telling.files:
        message["files"] = telling.files
    body: dict[str, Any] = {
        "event_id": drawn_uuid(luck),
        "type": MESSAGE,
        "timestamp": when,
        "principal": {"id": telling.workspace_id, "type": "CHATGPT_WORKSPACE"},
        "actor": {
            "type": "ACCOUNT_USER",
            "user_id": telling.person.user_id,
            "user_email": telling.person.email,
        },
        "message": message,
        "conversation": _conversation(telling),
    }
    if slot.turn:
        body["previous_message_id"] = talk.message_id(slot.turn - 1)
    return SimulatedEvent(body, planted)


def _content(
    luck: random.Random, draft: Draft, telling: Telling, *, is_user: bool
) -> tuple[dict[str, Any] | None, tuple[Planted, ...]]:
    planted = tuple(draft.planted)
    match _SHAPES.drawn(luck):
        case "user_instructions" if is_user:
            return {"type": "user_instructions", "value": draft.text}, planted
        case "quotation" if telling.files:
            return {"type": "quotation", "file_id": telling.files[0]["id"], "quote": draft.text}, planted
        case "null_value" if not is_user:
            return {"type": "text", "value": None}, ()
        case "null_content":
            return None, ()
        case "other" if not is_user:
            return {"type": "image_asset", "width": 1024, "height": 1024}, ()
    content: dict[str, Any] = {"type": "text", "value": draft.text}
    if not is_user and luck.random() < 0.08:
        content["annotations"] = [_annotation(luck, telling)]
    return content, planted


def _annotation(luck: random.Random, telling: Telling) -> dict[str, Any]:
    if telling.files:
        return {"type": "file_citation", "files": telling.files}
    if luck.random() < 0.3:
        return {"type": "custom_action", "action_domain": "api.acme.example", "action_name": "lookup"}
    word = telling.talk.topic
    return {"type": "url_citation", "urls": [f"https://www.example.org/{word}/{luck.randrange(1, 900)}"]}


def _author(luck: random.Random, talk: Conversation, *, is_user: bool) -> dict[str, Any]:
    if is_user:
        return {"type": "user", "client_type": _CLIENTS[talk.dice % len(_CLIENTS)]}
    author: dict[str, Any] = {"type": "assistant", "model": _MODELS[talk.dice % len(_MODELS)]}
    if luck.random() < 0.15:
        author["tools_used"] = [pick(luck, _TOOLS)]
    return author


def _conversation(telling: Telling) -> dict[str, Any]:
    talk = telling.talk
    titles = telling.voice.lexicon.shelves[talk.topic].titles
    described: dict[str, Any] = {
        "id": talk.conversation_id,
        "title": titles[talk.dice % len(titles)],
        "created_at": rfc3339(moment(talk.created_us)),
        "is_pinned": talk.dice % 23 == 0,
        "is_temporary_chat": talk.is_temporary,
    }
    if talk.place:
        described |= telling.builders.place(talk.place, talk.dice)
    return described

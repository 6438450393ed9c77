"""What is an event, once read? Values without behaviour; text of people is `Content`, ids are storable anywhere.

In ids and other short names, NUL is U+FFFD and the length at most `MAX_ID_CHARS`. `Content` is the text as it was.
"""

from datetime import datetime

import msgspec

from watchgate.kernel.content import Content

MAX_ID_CHARS = 512
MESSAGE = "CONVERSATION_MESSAGE"

Text = tuple[str, Content]
"""What the text is within its event (one of a few names, never somebody's words), and the text itself."""


class Actor(msgspec.Struct, frozen=True, gc=False):
    """Who acted. `id`: a user's id, a key's redacted id (`sk-...wxyz`), an agent's or system's id, by `type`.

    `user_id` and `email`: the person, or the one on whose behalf an agent acted.
    """

    type: str
    id: str | None = None
    user_id: str | None = None
    email: str | None = None
    credential_id: str | None = None


class Conversation(msgspec.Struct, frozen=True, gc=False):
    """What a message tells about its conversation. None: not said."""

    id: str
    title: Content | None = None
    gpt_id: str | None = None
    gpt_name: str | None = None
    project_id: str | None = None
    project_name: str | None = None
    created_at: datetime | None = None
    is_pinned: bool | None = None
    is_temporary: bool | None = None
    mode: str | None = None


class FileReference(msgspec.Struct, frozen=True, gc=False):
    """A file attached to a message; its bytes are asked for by `id`."""

    id: str
    name: Content | None = None


class MessageEvent(msgspec.Struct, frozen=True, gc=False):
    """One version of a message. `texts`: `content`, `user_instructions`, `quotation`, `annotations`; those present.

    `author_type`: `user`, `assistant`, or what OpenAI adds. `is_cut`: some text was too long to be flattened whole.
    """

    event_id: str
    occurred_at: datetime
    actor: Actor
    principal_id: str | None
    message_id: str
    previous_message_id: str | None
    created_at: datetime | None
    author_type: str
    client_type: str | None
    model: str | None
    tools_used: tuple[str, ...]
    skills_used: tuple[str, ...]
    conversation: Conversation
    texts: tuple[Text, ...]
    files: tuple[FileReference, ...]
    is_cut: bool = False
    type: str = MESSAGE


class OtherEvent(msgspec.Struct, frozen=True, gc=False):
    """Any event but a message. `subtype`: an audit or sign-in action, `request`/`response` of an app, a sub-type of the rest.

    `texts`: by the name of the field; of an event we do not know (`is_known` is False) all its fields, as one text `event`.
    `is_cut`: not all of the text is in `texts`. `user_agent`: of an audited call, with `actor.id` the mark of our own calls.
    """

    event_id: str
    type: str
    occurred_at: datetime
    actor: Actor
    principal_id: str | None
    subtype: str | None
    conversation_id: str | None
    user_agent: str | None
    texts: tuple[Text, ...]
    is_known: bool
    is_cut: bool = False


Event = MessageEvent | OtherEvent


class Rejected(msgspec.Struct, frozen=True, gc=False):
    """JSON, but no event that can be kept. `reason`: which field is at fault, and how; never its value."""

    reason: str

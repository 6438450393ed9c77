"""What can be set on every policy?"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field

from watchgate.documents.problems import Complaint
from watchgate.documents.strict import Strict
from watchgate.policy.globs import any_name
from watchgate.policy.model import Buffer, Phase, StreamMode, Verdict, Window

Text = Annotated[str, Field(min_length=1, max_length=500)]
Globs = Annotated[tuple[Text, ...], Field(max_length=200)]

KNOWN_ROLES = ("system", "developer", "user", "assistant", "tool", "function", "definition")
"""The roles that endpoints give to their texts; `definition` is what the client declares: tools, schemas, formats."""


KNOWN_ENDPOINTS = (
    "chat.completions",
    "responses",
    "responses.retrieve",
    "responses.cancel",
    "embeddings",
    "models",
    "passthrough",
)


class When(Strict):
    """To which exchanges a policy applies: all the given conditions must hold, each with any of its patterns."""

    model: Globs = Field(default=(), description="Names of models, with `*`: [gpt-4o*, o3].")
    team: Globs = Field(default=(), description="Teams. An exchange without a team matches none.")
    endpoint: Globs = Field(default=(), description="Endpoints: chat.completions, responses, embeddings.")
    role: Globs = Field(
        default=(),
        description="Whose texts are examined: system, developer, user, assistant, tool, function, definition. "
        "Texts of other roles are not examined by this policy, and the client chooses the roles of a request.",
    )

    def complaints(self) -> Iterator[Complaint]:
        if not (self.model or self.team or self.endpoint or self.role):
            yield Complaint(
                (),
                "No condition is given, so this has no effect.",
                "Name a model, team, endpoint or role, or remove it.",
            )
        for key, known in (("role", KNOWN_ROLES), ("endpoint", KNOWN_ENDPOINTS)):
            for index, pattern in enumerate(getattr(self, key)):
                if not any(map(any_name([pattern]), known)):
                    message = f"`{pattern}` is no {key} that OpenAI's API uses."
                    yield Complaint((key, index), message, f"Known: {', '.join(known)}.", "warning")


class Common(Strict):
    """Keys that every policy accepts."""

    kind: Text | None = Field(
        default=None, description="The kind of this policy, when its name is not the kind."
    )
    mode: Literal["enforce", "observe"] = Field(
        default="enforce",
        description="observe: record what the policy would have done, and change nothing.",
    )
    when: When | None = Field(default=None, description="Limits the policy to some exchanges.")

    def complaints(self) -> Iterator[Complaint]:
        """What is wrong beyond types: keys without effect, values that cannot work."""
        if self.when is not None:
            yield from (
                replace(complaint, path=("when", *complaint.path)) for complaint in self.when.complaints()
            )


class OnText(Common):
    """Keys that every policy accepts that reads text."""

    phases: Annotated[tuple[Phase, ...], Field(min_length=1)] = Field(
        default=tuple(Phase),
        description="Which texts are examined: those of requests, of answers (response), or both.",
    )
    streaming: Literal["window", "buffer"] = Field(
        default="window",
        description="window: a streamed answer flows, and only text that may still become a match waits. "
        "buffer: nothing leaves before the whole answer has been examined.",
    )

    def complaints(self) -> Iterator[Complaint]:
        yield from super().complaints()
        if "streaming" in self.model_fields_set and Phase.RESPONSE not in self.phases:
            yield Complaint(
                ("streaming",), "This has no effect: the policy does not look at answers.", "Remove it."
            )

    def stream_mode(self, window_chars: int) -> StreamMode:
        return Buffer() if self.streaming == "buffer" else Window(window_chars)


class OnNoText(Common):
    """Keys of policies that read no text."""

    def complaints(self) -> Iterator[Complaint]:
        yield from super().complaints()
        if self.when is not None and self.when.role:
            message = "A role has no effect here: this policy reads no text."
            yield Complaint(("when", "role"), message, "Remove it.")


Action = Literal["block", "redact", "escalate", "observe"]

VERDICT_OF: dict[Action, Verdict] = {
    "block": Verdict.BLOCK,
    "redact": Verdict.REDACT,
    "escalate": Verdict.ESCALATE,
    "observe": Verdict.ALLOW,
}
"""`observe` lets everything through, and leaves its reasons in the record."""

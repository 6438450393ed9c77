"""What is kept of an exchange, and for how long?

This policy never gives a verdict: the gateway reads its settings when it writes the ledger entry.
"""

from collections.abc import Iterator, Sequence
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from watchgate.documents.problems import Complaint
from watchgate.kernel.canonical_json import Json
from watchgate.policy.kinds.common import OnNoText
from watchgate.policy.model import About, Judgement, Pass, Phase, Reading, StreamMode, Usage


class AuditSettings(OnNoText):
    """What the ledger keeps of an exchange."""

    keep: Literal["none", "masked", "sealed"] = Field(
        default="none",
        description="Which text is kept beside the verdict: none, masked (as the model saw it), or sealed (all of it, encrypted).",
    )
    retention_days: Annotated[int, Field(ge=1, le=36_500)] = Field(
        default=365,
        description="Entries older than this are removed, with a signed note in the ledger.",
    )
    immutable: bool = Field(
        default=False,
        description="Nothing of an entry can be erased before its retention ends.",
    )
    log_all_access: bool = Field(
        default=False,
        description="Requests that no policy judges are recorded as well: lists of models, refused clients, unknown paths.",
    )

    def complaints(self) -> Iterator[Complaint]:
        yield from super().complaints()
        if self.mode == "observe":
            message = "This has no effect: an audit-logger gives no verdict that could be observed."
            yield Complaint(("mode",), message, "Remove it.", "warning")


class AuditLogger:
    kind: ClassVar[str] = "audit-logger"
    reads_text: ClassVar[bool] = False

    def __init__(self, name: str, config: AuditSettings) -> None:
        self.name = name
        self.phases = frozenset(Phase)
        self.settings = config

    def streaming(self) -> StreamMode:
        return Pass()

    def closed_until(self, text: str, _start: int) -> int:
        return len(text)

    def judge(self, _readings: Sequence[Reading], _about: About, _phase: Phase) -> Judgement:
        return Judgement()

    def account(self, _about: About, _usage: Usage | None) -> dict[str, Json]:
        return {}

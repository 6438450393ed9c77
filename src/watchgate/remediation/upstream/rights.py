"""May the workspace's key delete at all? Nothing tells a key's scopes but using them: so a deletion of nothing is asked for.

The conversation that it names has the nil UUID, and its owner an id that says what this is: no such thing can exist. A key
that may only read is answered with 403, another with 404. What was learnt is remembered for a while.
"""

import asyncio
import time
from dataclasses import dataclass, field
from uuid import UUID

from watchgate.openai.compliance.client import ComplianceClient
from watchgate.openai.errors import Gone, NeedsAttention, OpenAIFailure
from watchgate.remediation.upstream.reaching import ASKED_WITHIN_S

NOBODY = "user-watchgate-asks-whether-this-key-may-delete"
NOTHING = "00000000-0000-0000-0000-000000000000"
_MAY_FOR_S = 3600.0
_MAY_NOT_FOR_S = 30.0
"""A refusal is soon asked for again: somebody may have granted the scope meanwhile."""


@dataclass(frozen=True, slots=True)
class _Learnt:
    refusal: str | None
    until: float


@dataclass(slots=True)
class Rights:
    """What the keys were found to be allowed."""

    _learnt: dict[tuple[UUID, str], _Learnt] = field(default_factory=dict)

    async def refusal(self, client: ComplianceClient, workspace_id: UUID) -> str | None:
        """Why the key may not, and what to do; None when it may, or when OpenAI does not say."""
        learnt = self._learnt.get((workspace_id, client.key_shown))
        if learnt is not None and time.monotonic() < learnt.until:
            return learnt.refusal
        try:
            async with asyncio.timeout(ASKED_WITHIN_S):
                await client.changes.delete_conversation(workspace_id, NOBODY, NOTHING)
        except Gone:
            self._learn(client, workspace_id, None, _MAY_FOR_S)
        except NeedsAttention as refused:
            self.refused(client, workspace_id, refused)
            return f"{refused} {refused.remedy}"
        except (OpenAIFailure, TimeoutError):
            return None
        return None

    def refused(self, client: ComplianceClient, workspace_id: UUID, refused: NeedsAttention) -> None:
        """OpenAI has said no, here or at an object."""
        self._learn(client, workspace_id, f"{refused} {refused.remedy}", _MAY_NOT_FOR_S)

    def _learn(self, client: ComplianceClient, workspace_id: UUID, refusal: str | None, for_s: float) -> None:
        self._learnt[workspace_id, client.key_shown] = _Learnt(refusal, time.monotonic() + for_s)

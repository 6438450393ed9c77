"""Is there personal data in the text?"""

from typing import ClassVar

from pydantic import Field

from watchgate.policy.kinds.common import Action
from watchgate.policy.kinds.findings import FindingsPolicy, OnFindings


class PiiDetectorConfig(OnFindings):
    """Personal data: addresses, telephone numbers, identity and account numbers, what health care writes down; names if asked."""

    groups: ClassVar[frozenset[str]] = frozenset({"pii", "phi"})

    action: Action = Field(
        default="redact",
        description="What happens to personal data: redact (mask it), block, escalate, or observe (only record it).",
    )


class PiiDetector(FindingsPolicy):
    kind: ClassVar[str] = "pii-detector"
    window_chars: ClassVar[int] = 512
    """An e-mail address has at most 254 characters; a URL may be longer."""

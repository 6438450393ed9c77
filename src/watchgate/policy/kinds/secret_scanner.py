"""Is there a key, token or password in the text?

A redacted secret is restored by default, like personal data: the model works with `<GITHUB_TOKEN_1>`, and the tool call it
answers with reaches the application with the real token in it. `restore: false` keeps the label.
"""

from typing import ClassVar

from pydantic import Field

from watchgate.policy.kinds.common import Action
from watchgate.policy.kinds.findings import FindingsPolicy, OnFindings


class SecretScannerConfig(OnFindings):
    """Credentials: keys and tokens of providers, private keys."""

    groups: ClassVar[frozenset[str]] = frozenset({"secret"})

    action: Action = Field(
        default="block",
        description="What happens to a secret: block, redact (mask it), escalate, or observe (only record it).",
    )


class SecretScanner(FindingsPolicy):
    kind: ClassVar[str] = "secret-scanner"
    window_chars: ClassVar[int] = 8192
    """A private key of 4096 bits fills about 3,300 characters; text only waits this long once a key has begun."""

"""Which kinds of policy exist? Adding one is a file here, a line in `KINDS`, and its tests."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from watchgate.policy.kinds.audit_logger import AuditLogger, AuditSettings
from watchgate.policy.kinds.common import Common
from watchgate.policy.kinds.content_filter import ContentFilter, ContentFilterConfig
from watchgate.policy.kinds.cost_attribution import CostAttribution, CostAttributionConfig
from watchgate.policy.kinds.pii_detector import PiiDetector, PiiDetectorConfig
from watchgate.policy.kinds.prompt_injection import PromptInjection, PromptInjectionConfig
from watchgate.policy.kinds.secret_scanner import SecretScanner, SecretScannerConfig
from watchgate.policy.model import Policy


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of policy: its settings, and how one is made from a name and settings."""

    config: type[Common]
    make: Callable[[str, Any], Policy]


KINDS: dict[str, Kind] = {
    PromptInjection.kind: Kind(PromptInjectionConfig, PromptInjection),
    PiiDetector.kind: Kind(PiiDetectorConfig, PiiDetector),
    SecretScanner.kind: Kind(SecretScannerConfig, SecretScanner),
    ContentFilter.kind: Kind(ContentFilterConfig, ContentFilter),
    CostAttribution.kind: Kind(CostAttributionConfig, CostAttribution),
    AuditLogger.kind: Kind(AuditSettings, AuditLogger),
}

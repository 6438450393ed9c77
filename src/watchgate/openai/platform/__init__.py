"""How do we read an organisation of the API platform? Its audit log and its costs, with an admin key."""

from watchgate.openai.platform.client import PlatformAdminClient
from watchgate.openai.platform.model import AuditLogEntry, AuditLogPage, CostBucket, CostLine, CostPage

__all__ = ["AuditLogEntry", "AuditLogPage", "CostBucket", "CostLine", "CostPage", "PlatformAdminClient"]

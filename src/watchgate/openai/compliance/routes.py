"""Which routes of the compliance API do we read from, on which budget, and with which scope?"""

from watchgate.openai.routes import Kind, Route

_LOGS_SCOPE = "the scope chatgpt.enterprise.compliance_logs_platform.read (compliance API, logs)"
EXPORT_SCOPE = "the scope chatgpt.enterprise.compliance_export with read (compliance API)"
WORKSPACE = "/compliance/workspaces/{workspace_id}"
_ORGANIZATION = "/compliance/organizations/{organization_id}"

WORKSPACE_LOGS = Route(f"{WORKSPACE}/logs", Kind.LIST, _LOGS_SCOPE)
WORKSPACE_LOG_FILE = Route(f"{WORKSPACE}/logs/{{log_file_id}}", Kind.LOG_DOWNLOAD, _LOGS_SCOPE)
ORGANIZATION_LOGS = Route(f"{_ORGANIZATION}/logs", Kind.LIST, _LOGS_SCOPE)
ORGANIZATION_LOG_FILE = Route(f"{_ORGANIZATION}/logs/{{log_file_id}}", Kind.LOG_DOWNLOAD, _LOGS_SCOPE)
MAX_EVENT_TIME = Route(f"{WORKSPACE}/max_event_time", Kind.LIST, _LOGS_SCOPE)
USERS = Route(f"{WORKSPACE}/users", Kind.LIST, EXPORT_SCOPE)
USER_FILE = Route(f"{WORKSPACE}/users/{{user_id}}/files/{{file_id}}", Kind.ITEM, EXPORT_SCOPE)
GPTS = Route(f"{WORKSPACE}/gpts", Kind.LIST, EXPORT_SCOPE)

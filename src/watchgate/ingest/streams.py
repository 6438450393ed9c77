"""Which log streams does a workspace have?

The first nine belong to the workspace, COSTS to the API organisation. The set is open: whatever else turns up in a file is
kept, counted and reported as schema drift.
"""

WORKSPACE_STREAMS = (
    "CONVERSATION_MESSAGE",
    "AUDIT_LOG",
    "AUTH_LOG",
    "APP_LOG",
    "APP_AUTH_LOG",
    "CODEX_LOG",
    "CHATGPT_PLUGIN_SPREADSHEET",
    "CODEX_SECURITY_LOG",
    "CUSTOM_AGENTS_LOG",
)
ORGANIZATION_STREAMS = ("COSTS",)
STREAMS = WORKSPACE_STREAMS + ORGANIZATION_STREAMS

"""Which fields of an event that is no message hold what people or models wrote?"""

from collections.abc import Mapping

Path = tuple[str, ...]

_PROMPTS: Mapping[str, tuple[Path, ...]] = {
    "PROMPT_SENT": (("prompt_text",),),
    "PROMPT_RESPONSE_RECEIVED": (("response_text",),),
}
_TOOL_CALL = (("tool_input",),)
_AGENT = (
    ("agent_fields", "prompt"),
    ("agent_fields", "description"),
    ("agent_fields", "starter_prompts"),
)
_NOTHING: tuple[Path, ...] = ()


def _silent(*names: str) -> Mapping[str, tuple[Path, ...]]:
    return dict.fromkeys(names, _NOTHING)


OF_DETAILS: Mapping[str, Mapping[str, tuple[Path, ...]]] = {
    "CODEX_LOG": {
        **_PROMPTS,
        "TOOL_CALL_SUGGESTED": _TOOL_CALL,
        "TOOL_CALL_COMPLETED": _TOOL_CALL,
        "TOOL_CALL_FAILED": _TOOL_CALL,
        "APP_MCP_CALL": (("arguments",),),
        "APP_MCP_RESULT": (("result_preview",), ("error_message",)),
        **_silent("ENVIRONMENT_CREATED", "ENVIRONMENT_UPDATED", "ENVIRONMENT_DELETED", "WORKSPACE_UPDATED"),
        **_silent("ACCESS_TOKEN_CREATED", "ACCESS_TOKEN_REVOKED", "APP_MCP_ELICITATION"),
        **_silent("PLUGIN_CREATED", "PLUGIN_DELETED", "PLUGIN_INSTALLED", "PLUGIN_UNINSTALLED"),
        **_silent("SITE_PROJECT_CREATED", "SITE_PROJECT_DELETED", "SITE_VERSION_CREATED"),
        **_silent("SITE_DEPLOYMENT_STARTED", "SITE_DEPLOYMENT_COMPLETED"),
    },
    "CHATGPT_PLUGIN_SPREADSHEET": _PROMPTS,
    "CODEX_SECURITY_LOG": _silent(
        "SCAN_CONFIGURATION_CREATED",
        "SCAN_CONFIGURATION_UPDATED",
        "SCAN_FINDING_UPDATED",
        "PROPOSED_PATCH_PR_CREATED",
    ),
    "CUSTOM_AGENTS_LOG": {
        "AGENT_CREATED": _AGENT,
        "AGENT_UPDATED": _AGENT,
        "AGENT_PUBLISHED": (*_AGENT, ("release_description",)),
        "AGENT_DELETED": _AGENT,
        "AGENT_RUN_CREATED": (("invoker", "user_message_text"), ("user_message_text",)),
        "AGENT_RUN_MESSAGE": (("text",),),
        "AGENT_RUN_FAILED": (("failure_message",),),
        **_silent("AGENT_RUN_COMPLETED", "CONNECTOR_CALL_REQUESTED", "CONNECTOR_CALL_COMPLETED"),
        **_silent("CONNECTOR_OAUTH_RESOLVED", "MEMORY_READ", "MEMORY_WRITE", "MEMORY_DELETE", "SKILL_USED"),
        **_silent("TRIGGER_CREATED", "TRIGGER_UPDATED", "TRIGGER_DELETED"),
    },
}
"""By event type and sub-type: paths within `event_details`."""

OF_EVENT: Mapping[str, tuple[Path, ...]] = {
    "APP_LOG": (("input",), ("output",)),
    "AUDIT_LOG": (("action_data", "system_instruction"),),
    **_silent("AUTH_LOG", "APP_AUTH_LOG", "COSTS"),
}
"""By event type: paths within the event."""

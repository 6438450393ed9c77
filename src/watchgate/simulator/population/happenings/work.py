"""What do CODEX_LOG, CODEX_SECURITY_LOG, CHATGPT_PLUGIN_SPREADSHEET and CUSTOM_AGENTS_LOG events say?"""

from collections.abc import Callable
from typing import Any

from watchgate.simulator.population.chance import Weighted, pick
from watchgate.simulator.population.happenings.scene import Scene
from watchgate.simulator.population.identifiers import alphanumeric, drawn_uuid

Fields = dict[str, Any]
Details = Callable[[Scene], Fields]

_COMMANDS = ("pytest -q", "git diff --stat", "ls src", "make lint", "cargo test", "npm run build")
_TOKENS = ("input_tokens", "output_tokens", "cached_input_tokens", "reasoning_output_tokens")


def _prompt(scene: Scene) -> Fields:
    return {"prompt_text": scene.asked(), "session_id": drawn_uuid(scene.luck), "model": "gpt-5-5-codex"}


def _response(scene: Scene) -> Fields:
    return {
        "response_text": scene.said(),
        "status": "completed",
        "model": "gpt-5-5-codex",
        "token_usage": {name: scene.luck.randrange(20, 4_000) for name in _TOKENS},
    }


def _tool_call(scene: Scene) -> Fields:
    return {
        "tool_name": "shell",
        "tool_type": "function",
        "tool_input": pick(scene.luck, _COMMANDS),
        "tool_call_id": alphanumeric(scene.luck, "call_"),
    }


def _environment(scene: Scene) -> Fields:
    return {"environment_id": alphanumeric(scene.luck, "env_", 16), "name": "web-shop"}


def _scan(scene: Scene) -> Fields:
    return {"scan_configuration_id": alphanumeric(scene.luck, "scan_", 16), "repository": "acme/web-shop"}


def _finding(scene: Scene) -> Fields:
    return _scan(scene) | {
        "finding_id": alphanumeric(scene.luck, "fnd_", 16),
        "severity": pick(scene.luck, ("low", "medium", "high")),
    }


def _agent(scene: Scene) -> Fields:
    return {
        "agent_id": alphanumeric(scene.luck, "agt_", 16),
        "version_id": "1",
        "agent_fields": {"name": "Procurement review", "model": "gpt-5-5", "prompt": scene.said()},
    }


def _run(scene: Scene) -> Fields:
    invoker = {
        "type": "chatgpt",
        "initiator": {
            "kind": "account_user",
            "id": scene.person.user_id.replace("user-", "account-user-"),
            "auth_user_id": scene.person.user_id,
        },
        "user_message_text": scene.asked(),
    }
    return _of_run(scene) | {"conversation_id": scene.conversation_id(), "invoker": invoker}


def _run_message(scene: Scene) -> Fields:
    return _of_run(scene) | {"text": scene.said(), "phase": "final_answer"}


def _skill(scene: Scene) -> Fields:
    return _of_run(scene) | {
        "skill_id": alphanumeric(scene.luck, "skill-", 12),
        "skill_name": "payroll-check",
        "skill_type": "uploaded_skill",
    }


def _of_run(scene: Scene) -> Fields:
    """What each event of a run says: of which agent, in which version, and which run it is."""
    return {
        "agent_id": alphanumeric(scene.luck, "agt_", 16),
        "version_id": "1",
        "run_id": alphanumeric(scene.luck, "thread_"),
    }


_SUBTYPES: dict[str, tuple[tuple[str, ...], Weighted[tuple[str, Details]]]] = {
    "CODEX_LOG": (
        ("codex_cli", "codex_web", "codex_vscode"),
        Weighted.of(
            {
                ("PROMPT_SENT", _prompt): 30,
                ("PROMPT_RESPONSE_RECEIVED", _response): 30,
                ("TOOL_CALL_COMPLETED", _tool_call): 30,
                ("TOOL_CALL_FAILED", _tool_call): 4,
                ("ENVIRONMENT_CREATED", _environment): 3,
            }
        ),
    ),
    "CHATGPT_PLUGIN_SPREADSHEET": (
        ("excel_addin", "sheets_addin"),
        Weighted.of({("PROMPT_SENT", _prompt): 1, ("PROMPT_RESPONSE_RECEIVED", _response): 1}),
    ),
    "CODEX_SECURITY_LOG": (
        ("codex_security",),
        Weighted.of(
            {
                ("SCAN_CONFIGURATION_CREATED", _scan): 1,
                ("SCAN_CONFIGURATION_UPDATED", _scan): 2,
                ("SCAN_FINDING_UPDATED", _finding): 5,
            }
        ),
    ),
    "CUSTOM_AGENTS_LOG": (
        ("chatgpt_agents",),
        Weighted.of(
            {
                ("AGENT_CREATED", _agent): 2,
                ("AGENT_PUBLISHED", _agent): 2,
                ("AGENT_RUN_CREATED", _run): 6,
                ("AGENT_RUN_MESSAGE", _run_message): 8,
                ("SKILL_USED", _skill): 3,
            }
        ),
    ),
}


def work_log(kind: str) -> Details:
    """What makes the fields of an event of type *kind*."""
    clients, subtypes = _SUBTYPES[kind]

    def make(scene: Scene) -> Fields:
        subtype, details = subtypes.drawn(scene.luck)
        return {
            "event_type": subtype,
            "client_id": pick(scene.luck, clients),
            "workspace_id": scene.workspace_id,
            "event_details": {"detail_type": subtype} | details(scene),
        }

    return make

"""What do AUDIT_LOG, AUTH_LOG, APP_LOG and APP_AUTH_LOG events say?"""

from collections.abc import Callable
from typing import Any

from watchgate.simulator.population.chance import Weighted, pick
from watchgate.simulator.population.happenings.scene import Scene
from watchgate.simulator.population.identifiers import alphanumeric, drawn_uuid

Fields = dict[str, Any]

_SIGN_INS = Weighted.of(
    {
        "login_success": 50,
        "native_login_success": 15,
        "token_issued": 14,
        "logout_success": 10,
        "token_revoked": 3,
        "password_login_invalid_password": 4,
        "password_reset_initiated": 2,
        "password_reset_success": 2,
    }
)
_APPS = (
    ("asdk_app_12", "Acme CRM", "MCP"),
    ("asdk_app_31", "Wiki", "SERVICE"),
    ("asdk_app_40", "Calendar", "OPEN_API"),
)


def auth_log(scene: Scene) -> Fields:
    provider = pick(scene.luck, ("saml", "saml", "google-oauth2", "auth0"))
    return {
        "request_metadata": scene.request(),
        "action_data": {"action": _SIGN_INS.drawn(scene.luck), "auth_provider_name": provider},
    }


def app_log(scene: Scene) -> Fields:
    app_id, name, kind = pick(scene.luck, _APPS)
    fields: Fields = {
        "app_id": app_id,
        "app_name": name,
        "app_type": kind,
        "conversation_id": scene.conversation_id(),
        "log_type": pick(scene.luck, ("request", "response")),
    }
    if fields["log_type"] == "request":
        return fields | {"input": {"query": scene.asked()}}
    return fields | {"output": [{"type": "text", "text": scene.said()}]}


def app_auth_log(scene: Scene) -> Fields:
    return {
        "app_id": pick(scene.luck, _APPS)[0],
        "link_id": alphanumeric(scene.luck, "link_", 16),
        "action": pick(scene.luck, ("link", "link", "unlink")),
    }


def _share(scene: Scene) -> Fields:
    return {
        "conversation_id": scene.conversation_id(),
        "shared_conversation_id": drawn_uuid(scene.luck),
        "already_exists": False,
    }


def _viewed(scene: Scene) -> Fields:
    return {"conversation_id": scene.conversation_id(), "shared_conversation_id": drawn_uuid(scene.luck)}


def _rating(scene: Scene) -> Fields:
    return {
        "conversation_id": scene.conversation_id(),
        "message_id": scene.conversation.message_id(scene.conversation.length - 1)
        if scene.conversation
        else None,
        "rating": pick(scene.luck, ("thumbs_up", "thumbs_up", "thumbs_down")),
    }


def _download(scene: Scene) -> Fields:
    return {"file_id": alphanumeric(scene.luck, "file-"), "file_name": "export.csv", "mime_type": "text/csv"}


def _visibility(scene: Scene) -> Fields:
    return {
        "id": scene.gpt["id"],
        "shared_to": [{"type": pick(scene.luck, ("workspace", "private", "workspace_link"))}],
    }


_USER_ACTIONS: Weighted[tuple[str, Callable[[Scene], Fields]]] = Weighted.of(
    {
        ("CONVERSATION_SHARE", _share): 25,
        ("CONVERSATION_VIEW_OF_SHARED", _viewed): 18,
        ("CONVERSATION_MESSAGE_RATING", _rating): 20,
        ("FILE_DOWNLOAD", _download): 20,
        ("CUSTOM_GPT_UPDATE_SHARING", _visibility): 6,
        ("WORKSPACE_POLICY_ACKNOWLEDGEMENT", lambda _scene: {}): 3,
    }
)
_ADMIN_ACTIONS: Weighted[tuple[str, Callable[[Scene], Fields]]] = Weighted.of(
    {
        ("INVITE_USERS", lambda scene: {"email_addresses": [scene.other.email], "role": "standard-user"}): 8,
        ("USER_ROLE_UPDATED", lambda scene: {"user_id": scene.other.user_id, "new_role": "standard-user"}): 3,
        ("GROUP_CREATE", lambda scene: {"group_id": drawn_uuid(scene.luck), "name": "Finance"}): 3,
        (
            "APP_ACTIVATE",
            lambda scene: dict(zip(("app_id", "app_name"), pick(scene.luck, _APPS), strict=False)),
        ): 3,
        (
            "WORKSPACE_TOGGLE_FEATURE",
            lambda scene: {"feature": "canvas", "value": scene.luck.random() < 0.5},
        ): 4,
        ("CUSTOM_GPT_CHANGE_VISIBILITY", _visibility): 4,
    }
)


def audit_log(scene: Scene) -> Fields:
    is_admin = scene.person.role != "standard-user" and scene.luck.random() < 0.6
    action, data = (_ADMIN_ACTIONS if is_admin else _USER_ACTIONS).drawn(scene.luck)
    request = scene.request()
    return {
        "action": action,
        "action_result": "SUCCESS" if scene.luck.random() < 0.97 else "BLOCKED",
        "action_privilege": "ADMIN" if is_admin else "STANDARD_USER",
        "request_metadata": request
        | {
            "client_ip_details": {"country": "DE"},
            "client_ja3": "",
            "client_ja4": "",
            "destination_hostname": "chatgpt.com",
        },
        "action_data": data(scene),
    }

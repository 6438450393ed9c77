"""Events as the compliance log writes them, for the tests of this folder."""

from typing import Any

AT = "2026-07-16T01:04:12.118402Z"


def envelope(kind: str, **more: Any) -> dict[str, Any]:
    return {
        "event_id": "5b0c8f0e-6a37-4a57-9f57-2f2e8d6a9d11",
        "type": kind,
        "timestamp": AT,
        "principal": {"id": "6c2f3b1e-7d1a-4c55-9a0e-2f9b0d3c7a11", "type": "CHATGPT_WORKSPACE"},
        "actor": {"type": "ACCOUNT_USER", "user_id": "user-1", "user_email": "ines@acme.example"},
        **more,
    }


def message(content: Any = None, *, author: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    return envelope(
        "CONVERSATION_MESSAGE",
        message={
            "id": "msg-1",
            "created_at": "2026-07-16T01:04:11Z",
            "author": author or {"type": "user", "client_type": "desktop_web"},
            "content": {"type": "text", "value": "Hello"} if content is None else content,
            **more,
        },
        conversation={"id": "conv-1", "title": "Payroll check", "is_temporary_chat": False},
    )


def detailed(kind: str, subtype: str, **details: Any) -> dict[str, Any]:
    return envelope(kind, event_type=subtype, event_details={"detail_type": subtype, **details})

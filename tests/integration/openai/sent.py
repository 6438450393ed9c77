"""Which answers do our scripted servers give? Those of the contracts; tests/contract/chatgpt_admin_client holds them to the specification."""

LOGS_PAGE = {
    "data": [
        {
            "id": "eclf_0a1b2c3d4e5f",
            "event_type": "CONVERSATION_MESSAGE",
            "end_time": "2026-07-16T01:10:00.482113Z",
            "file_name": "CONVERSATION_MESSAGE_2026-07-16T01:10:00.482113+00:00.jsonl",
            "file_size": 184220,
            "file_sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        }
    ],
    "has_more": True,
    "last_end_time": "2026-07-16T01:10:00.482113Z",
}
EMPTY_LOGS = {"data": [], "has_more": False, "last_end_time": None}
USERS_PAGE = {
    "object": "list",
    "data": [
        {
            "object": "compliance.workspace.user",
            "id": "user-Qm3xT8vKp1Zr6LwN0aYcBd2E",
            "email": "ines@acme.example",
            "name": "Ines",
            "created_at": 1752600000.25,
            "role": "standard-user",
            "status": "active",
        }
    ],
    "last_id": "user-Qm3xT8vKp1Zr6LwN0aYcBd2E",
    "has_more": True,
}
GPTS_PAGE = {"object": "list", "data": [], "last_id": "", "has_more": False}
AUDIT_PAGE = {
    "object": "list",
    "data": [
        {
            "id": "audit_log-0c1d2e3f",
            "type": "api_key.created",
            "effective_at": 1752652800,
            "project": {"id": "proj_abc", "name": "Gateway"},
            "actor": {
                "type": "session",
                "session": {
                    "user": {"id": "user-AbC", "email": "admin@acme.example"},
                    "ip_address": "203.0.113.5",
                },
            },
            "api_key.created": {"id": "key_xyz", "data": {"scopes": ["model.request"]}},
        },
        {
            "id": "audit_log-0c1d2e3e",
            "type": "project.archived",
            "effective_at": 1752652700,
            "actor": {
                "type": "api_key",
                "api_key": {
                    "id": "key_adm",
                    "type": "service_account",
                    "service_account": {"id": "svc_acct_1"},
                },
            },
            "project.archived": {"id": "proj_old"},
        },
    ],
    "first_id": "audit_log-0c1d2e3f",
    "last_id": "audit_log-0c1d2e3e",
    "has_more": True,
}
COSTS_PAGE = {
    "object": "page",
    "data": [
        {
            "object": "bucket",
            "start_time": 1752624000,
            "end_time": 1752710400,
            "results": [
                {
                    "object": "organization.costs.result",
                    "amount": {"value": 0.06, "currency": "usd"},
                    "line_item": None,
                    "project_id": "proj_abc",
                }
            ],
        }
    ],
    "has_more": True,
    "next_page": "page_AAAA",
}

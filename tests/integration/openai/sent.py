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
DELETED = {"deleted": True, "object": "compliance.workspace.conversation", "id": "object-1"}
UNPUBLISHED = {"unpublished": True, "object": "compliance.workspace.agent", "id": "object-1"}
GPT = {
    "object": "compliance.workspace.gpt",
    "id": "object-1",
    "created_at": 1752600000,
    "owner_id": "user-1",
    "owner_email": "ines@acme.example",
    "builder_name": "community builder",
    "sharing": {
        "object": "compliance.workspace.gpt.sharing",
        "visibility": "workspace",
        "permissions": {
            "object": "compliance.workspace.gpt.permissions",
            "can_read": True,
            "can_view_config": False,
            "can_write": False,
        },
        "recipients": [
            {
                "object": "compliance.workspace.gpt.shared_user",
                "id": user_id,
                "email": f"{user_id}@acme.example",
                "permissions": {
                    "object": "compliance.workspace.gpt.permissions",
                    "can_read": True,
                    "can_view_config": True,
                    "can_write": True,
                },
            }
            for user_id in ("user-1", "user-2")
        ],
    },
    "latest_config": {
        "object": "list",
        "data": [
            {
                "object": "compliance.workspace.gpt.configuration",
                "id": "gzm_cnf_0123456789abcdef01234567",
                "name": "planted name",
                "description": "planted description",
                "categories": ["productivity"],
                "conversation_starters": [],
                "created_at": 1752600100,
                "instructions": "planted instructions",
                "version_author": {
                    "object": "compliance.workspace.gpt.version_author",
                    "id": "user-1",
                    "email": "ines@acme.example",
                },
                "files": {
                    "object": "list",
                    "data": [{"object": "compliance.workspace.gpt.file_info", "id": "file-a", "name": "a"}],
                    "last_id": "file-a",
                    "has_more": False,
                },
                "tools": {"object": "list", "data": [], "last_id": "", "has_more": False},
            }
        ],
        "last_id": "gzm_cnf_0123456789abcdef01234567",
        "has_more": False,
    },
}
PROJECT = {
    "object": "compliance.workspace.project",
    "id": "object-1",
    "created_at": 1752600000,
    "owner_id": "user-1",
    "owner_email": "ines@acme.example",
    "builder_name": "community builder",
    "sharing": {
        "object": "compliance.workspace.project.sharing",
        "visibility": "invite-only",
        "permissions": {
            "object": "compliance.workspace.project.permissions",
            "can_read": True,
            "can_view_config": True,
            "can_write": False,
        },
        "recipients": {"object": "list", "data": [], "last_id": "", "has_more": False},
    },
    "latest_config": {"object": "list", "data": [], "last_id": "", "has_more": False},
    "connector_scopes": {"object": "list", "data": [], "last_id": "", "has_more": False},
}
AGENT = {
    "object": "compliance.workspace.agent",
    "id": "object-1",
    "name": "planted name",
    "status": "published",
    "owner_id": "user-1",
    "owner_email": None,
    "created_at": 1752600000,
    "updated_at": None,
    "definition": {"version_id": "v1", "version_source": "published", "agent_fields": {}},
}
AGENTS = {
    "object": "list",
    "data": [{name: value for name, value in AGENT.items() if name != "definition"}],
    "last_id": "object-1",
    "cursor": "next-page",
    "has_more": True,
}
SKILLS = {
    "object": "list",
    "data": [
        {
            "object": "compliance.workspace.skill",
            "id": "object-1",
            "name": "planted name",
            "description": "planted description",
            "created_at": 1752600000,
            "updated_at": 1752600000,
            "creator": "user-1",
            "original_product_surface": "chatgpt",
            "files": ["SKILL.md"],
        }
    ],
    "last_id": "object-1",
    "cursor": "next-page",
    "has_more": True,
}
MEMORIES = {
    "object": "list",
    "data": [
        {
            "object": "compliance.workspace.user.memory",
            "id": "user-1",
            "memory_contexts": [
                {
                    "object": "compliance.workspace.user.memory.context",
                    "id": "ctx_1",
                    "memory_entries": [
                        {
                            "object": "compliance.workspace.user.memory.context.entry",
                            "id": memory_id,
                            "content": "planted memory",
                            "updated_at": 1752600000,
                        }
                        for memory_id in ("mem_1", "mem_2")
                    ],
                }
            ],
        }
    ],
    "last_id": "user-1",
    "has_more": False,
}
CANVAS = {
    "textdoc_id": "object-1",
    "textdoc_type": "document",
    "version_contents": {
        "object": "list",
        "data": [
            {
                "content": "planted text",
                "updated_at": "2026-07-16T01:10:00Z",
                "version": 1,
                "name": "planted name",
                "comments": [],
            }
        ],
        "last_version": 1,
        "has_more": True,
    },
}
CANVASES = {"object": "list", "data": [{"id": "object-1"}], "last_id": "object-1", "has_more": True}
RECORDINGS = {
    "object": "list",
    "data": [
        {
            "id": "object-1",
            "start": 1752600000.5,
            "end": 1752600300.5,
            "conversation_id": "c1",
            "canvas_id": None,
        }
    ],
    "last_id": "object-1",
    "cursor": "next-page",
    "has_more": True,
}
AUTOMATIONS = {
    "object": "list",
    "data": [
        {
            "id": "object-1",
            "title": "planted title",
            "schedule": "FREQ=DAILY",
            "is_enabled": True,
            "prompt": "planted prompt",
        }
    ],
    "has_more": True,
}
LIBRARY_FILES = {
    "object": "list",
    "data": [
        {
            "object": "compliance.workspace.user.library_file",
            "id": "object-1",
            "file_id": "file-a",
            "name": "planted name",
            "user_id": "user-1",
            "created_at": 1752600000,
            "mime_type": None,
            "file_size_bytes": 10,
            "state": "ready",
            "trashed_at": 1752600000,
            "expires_at": 1752600000,
            "is_project": None,
        }
    ],
    "last_id": "object-1",
    "cursor": "next-page",
    "has_more": True,
}
CODEX_TASK = {
    "object": "compliance.workspace.codex_task",
    "id": "object-1",
    "created_at": 1752600000,
    "updated_at": 1752600000,
    "created_by_id": "user-1",
    "title": "planted title",
    "denormalized_metadata": {},
}
CODEX_ENVIRONMENT = {
    "object": "compliance.workspace.codex_environment",
    "id": "object-1",
    "created_at": 1752600000,
    "machine_id": "m1",
    "label": "planted label",
    "env_vars": {"KEY": "planted variable"},
    "secrets": None,
    "creator_id": "user-1",
}

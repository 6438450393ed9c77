"""Who and what belongs to the simulated organisation? A handful of people, projects and keys; the same for every seed."""

from typing import Any

BORN = 1_735_689_600
"""2025-01-01: when the organisation was made."""

PEOPLE = (
    ("user-simAdminAda00000000001", "Ada Ahrens", "ada@acme.example", "owner"),
    ("user-simReaderBo00000000002", "Bo Berg", "bo@acme.example", "reader"),
    ("user-simReaderCid0000000003", "Cid Costa", "cid@acme.example", "reader"),
)
PROJECTS = (
    ("proj_simGateway", "Gateway", "active"),
    ("proj_simResearch", "Research", "active"),
    ("proj_simOld", "Old prototypes", "archived"),
)
API_KEYS = (
    ("key_simGatewayProd", "proj_simGateway", "production"),
    ("key_simGatewayTest", "proj_simGateway", "test"),
    ("key_simResearch", "proj_simResearch", "notebooks"),
)
MODELS = ("gpt-5.5", "gpt-4o-mini")
LINE_ITEMS = ("gpt-5.5, input", "gpt-5.5, output", "gpt-4o-mini, input")


def users() -> list[dict[str, Any]]:
    return [
        {
            "object": "organization.user",
            "id": user_id,
            "name": name,
            "email": email,
            "role": role,
            "added_at": BORN + 86_400 * place,
        }
        for place, (user_id, name, email, role) in enumerate(PEOPLE)
    ]


def projects() -> list[dict[str, Any]]:
    return [
        {
            "id": project_id,
            "object": "organization.project",
            "name": name,
            "created_at": BORN + 3_600 * place,
            "archived_at": BORN + 9_000_000 if status == "archived" else None,
            "status": status,
        }
        for place, (project_id, name, status) in enumerate(PROJECTS)
    ]


def project_users(_: str) -> list[dict[str, Any]]:
    """Everybody is in every project."""
    return [
        {**user, "object": "organization.project.user", "role": "owner" if place == 0 else "member"}
        for place, user in enumerate(users())
    ]


def project_api_keys(project_id: str) -> list[dict[str, Any]]:
    owner_id, owner, email, _ = PEOPLE[0]
    return [
        {
            "object": "organization.project.api_key",
            "redacted_value": f"sk-proj-...{key_id[-3:]}",
            "name": name,
            "created_at": BORN + 7_200,
            "last_used_at": None,
            "id": key_id,
            "owner_project_access": "active",
            "owner": {
                "type": "user",
                "user": {
                    "id": owner_id,
                    "email": email,
                    "name": owner,
                    "created_at": BORN,
                    "role": "member",
                },
            },
        }
        for key_id, owned_by, name in API_KEYS
        if owned_by == project_id
    ]


def admin_api_keys() -> list[dict[str, Any]]:
    owner_id, owner, _, role = PEOPLE[0]
    return [
        {
            "object": "organization.admin_api_key",
            "id": "key_simAdmin",
            "name": "Governance",
            "redacted_value": "sk-admin...sim",
            "created_at": BORN + 10_800,
            "expires_at": None,
            "last_used_at": BORN + 20_000_000,
            "owner": {
                "type": "user",
                "object": "organization.user",
                "id": owner_id,
                "name": owner,
                "created_at": BORN,
                "role": role,
            },
        }
    ]


def invites() -> list[dict[str, Any]]:
    return [
        {
            "object": "organization.invite",
            "id": "invite-simDee",
            "email": "dee@acme.example",
            "role": "reader",
            "status": "pending",
            "created_at": BORN + 20_000_000,
            "expires_at": BORN + 20_604_800,
            "accepted_at": None,
            "projects": [{"id": PROJECTS[0][0], "role": "member"}],
        }
    ]

"""What do people have Codex do, and where does it work? Tasks and environments, the latter with variables and secrets in the open."""

from datetime import timedelta

from watchgate.simulator.population.belongings.desk import Desk
from watchgate.simulator.population.chance import pick
from watchgate.simulator.population.model import Belonging, Planted
from watchgate.simulator.population.tokens import SECRETS

_REPOSITORIES = ("billing", "portal", "warehouse", "mobile", "reports", "identity")
_REPOSITORY_HOST = "https://git.example.org/acme"


def codex_task(desk: Desk) -> Belonging:
    task_id = desk.hex("task_e_")
    changed_at = desk.later(timedelta(hours=6))
    body = {
        "object": "compliance.workspace.codex_task",
        "id": task_id,
        "created_at": int(desk.made_at.timestamp()),
        "updated_at": int(changed_at.timestamp()),
        "created_by_id": desk.owner.user_id,
        "title": desk.title(),
        "denormalized_metadata": {
            "prompt": desk.prose(200),
            "environment_label": pick(desk.luck, _REPOSITORIES),
            "turn_count": 1 + int(desk.luck.random() * 9),
        },
    }
    return Belonging(
        "codex_task",
        task_id,
        desk.owner.user_id,
        desk.made_at,
        changed_at,
        body,
        planted=tuple(desk.planted),
    )


def codex_environment(desk: Desk) -> Belonging:
    environment_id = desk.hex("", 32)
    name = pick(desk.luck, _REPOSITORIES)
    secret_kind = pick(desk.luck, tuple(SECRETS))
    secret = SECRETS[secret_kind](desk.luck)
    desk.planted.append(Planted(secret_kind, secret, 0, 0))
    url = f"{_REPOSITORY_HOST}/{name}"
    body = {
        "object": "compliance.workspace.codex_environment",
        "id": environment_id,
        "created_at": int(desk.made_at.timestamp()),
        "machine_id": desk.hex("mach_", 12),
        "label": f"acme/{name}",
        "description": desk.sentence(),
        "workspace_dir": f"/workspace/{name}",
        "is_pinned": desk.luck.random() < 0.2,
        "repos": [url],
        "setup": ["pip install -e .", "pytest -q"],
        "repo_map": {name: {"url": url, "branch": "main", "commit": desk.hex("", 40)}},
        "env_vars": {"STAGE": "test", "REGION": "eu-west-1"},
        "secrets": {"DEPLOY_TOKEN": secret},
        "task_count": int(desk.luck.random() * 20),
        "creator_id": desk.owner.user_id,
        "share_settings": pick(desk.luck, ("private", "workspace")),
    }
    return Belonging(
        "codex_environment",
        environment_id,
        desk.owner.user_id,
        desk.made_at,
        desk.made_at,
        body,
        planted=tuple(desk.planted),
    )

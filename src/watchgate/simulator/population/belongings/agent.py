"""Which agents have people built for the workspace? Each with a published version; drafts alone are not listed anywhere."""

from datetime import timedelta

from watchgate.simulator.population.belongings.desk import Desk
from watchgate.simulator.population.chance import pick
from watchgate.simulator.population.model import Belonging

_NAMES = (
    "Procurement review",
    "Candidate screening",
    "Weekly pipeline",
    "Expense audit",
    "Incident scribe",
    "Lease reader",
    "Onboarding guide",
    "Churn watch",
)


def agent(desk: Desk) -> Belonging:
    agent_id, version_id = desk.hex("agt_"), desk.hex("agtv_")
    name = pick(desk.luck, _NAMES)
    changed_at = desk.later(timedelta(days=2))
    body = {
        "object": "compliance.workspace.agent",
        "id": agent_id,
        "name": name,
        "status": "published",
        "owner_id": desk.owner.user_id,
        "owner_email": desk.owner.email,
        "created_at": int(desk.made_at.timestamp()),
        "updated_at": int(changed_at.timestamp()),
    }
    definition = {
        "version_id": version_id,
        "version_source": "published",
        "agent_fields": {
            "name": name,
            "tagline": desk.title(),
            "description": desk.sentence(),
            "category": "productivity",
            "prompt": desk.prose(400),
            "model_spec": {"model": "gpt-5-5"},
            "skills": [],
            "starter_prompts": [desk.question()],
            "file_tree_id": desk.hex("ft_"),
            "tools": [{"type": pick(desk.luck, ("web_browsing", "myfiles_browser", "code_interpreter"))}],
        },
    }
    return Belonging(
        "agent",
        agent_id,
        desk.owner.user_id,
        desk.made_at,
        changed_at,
        body,
        more={"definition": definition},
        planted=tuple(desk.planted),
    )

"""What is it that is run? A GPT, a skill or an agent that the workspace has."""

from datetime import UTC, datetime
from typing import Any

from watchgate.kernel.errors import UserError
from watchgate.simulator.compliance_host.workspace import Workspace
from watchgate.simulator.population.model import Belonging
from watchgate.simulator.skill_runs.run import Used


class NotThere(UserError):
    """The workspace has no such thing. The message says what it has."""


def used(workspace: Workspace, kind: str, thing_id: str, skills: tuple[str, ...] | None) -> Used:
    """*skills*: which ones an agent uses; None: those of its definition. Raises NotThere."""
    if kind == "gpt":
        return _gpt(workspace, thing_id)
    found = workspace.keeper.find(kind, thing_id)
    if found is None or workspace.deletions.is_gone(kind, thing_id):
        raise NotThere(f"The workspace has no {kind} {thing_id!r}. What it has: GET /_sim/truth/objects.")
    if kind == "skill":
        return Used(kind, found.id, found.body["name"], found.changed_at)
    return _agent(workspace, found, skills)


def _gpt(workspace: Workspace, gpt_id: str) -> Used:
    for each in workspace.built("gpt"):
        if each["id"] == gpt_id and not workspace.deletions.is_gone("gpt", gpt_id):
            configuration: dict[str, Any] = each["latest_config"]["data"][0]
            since = datetime.fromtimestamp(configuration["created_at"], tz=UTC)
            return Used("gpt", gpt_id, configuration["name"], since)
    raise NotThere(f"The workspace has no GPT {gpt_id!r}. What it has: GET /_sim/truth/objects.")


def _agent(workspace: Workspace, agent: Belonging, skills: tuple[str, ...] | None) -> Used:
    definition = agent.more["definition"]
    if skills is None:
        skills = tuple(str(each) for each in definition["agent_fields"]["skills"])
    known = {each: workspace.keeper.find("skill", each) for each in skills}
    names = {skill_id: skill.body["name"] if skill else skill_id for skill_id, skill in known.items()}
    return Used(
        "agent",
        agent.id,
        agent.body["name"],
        agent.changed_at,
        version=definition["version_id"],
        skills=names,
    )

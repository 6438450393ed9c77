"""How does the compliance API show agents, and take back their publication? Unpublished ones are listed, but have no detail."""

from collections.abc import Iterable

from watchgate.simulator.compliance_host.belongings.shown import (
    behind_cursor,
    oldest_first,
    page_of,
    the_one,
)
from watchgate.simulator.compliance_host.call import ComplianceCall, not_found
from watchgate.simulator.compliance_host.operation import WORKSPACE, Operation
from watchgate.simulator.population.model import Belonging
from watchgate.simulator.reply import JsonObject, JsonReply

_MOST = 50


def operations() -> Iterable[Operation]:
    yield Operation("GET", f"{WORKSPACE}/agents", "LIST_WORKSPACE_AGENTS", list_agents)
    yield Operation("GET", f"{WORKSPACE}/agents/{{agent_id}}", "GET_WORKSPACE_AGENT", get_agent)


def list_agents(asked: ComplianceCall) -> JsonReply:
    limit = asked.limit(default=_MOST, most=_MOST)
    agents = oldest_first(asked, "agent", asked.call.query.get("owner_id"))
    page = page_of(asked, agents, behind=behind_cursor(asked.call.query.get("cursor")), limit=limit)
    return JsonReply(
        {
            "object": "list",
            "data": [_shown(asked, each) for each in page.shown],
            "last_id": page.last_id or None,
            "cursor": page.cursor,
            "has_more": page.has_more,
        }
    )


def get_agent(asked: ComplianceCall) -> JsonReply:
    agent = the_one(asked, "agent", "agent_id")
    if asked.workspace.deletions.is_isolated("agent", agent.id):
        raise not_found("A published version of this agent")
    return JsonReply({**_shown(asked, agent), **agent.more})


def _shown(asked: ComplianceCall, agent: Belonging) -> JsonObject:
    is_isolated = asked.workspace.deletions.is_isolated("agent", agent.id)
    return {**agent.body, "status": "unpublished" if is_isolated else agent.body["status"]}

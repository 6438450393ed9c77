"""Which runs were there? Begun, logged wherever a run leaves a trace, and told of in the end. To be used in the workspace's thread."""

from typing import Any

from watchgate.simulator.compliance_host.workspace import Workspace
from watchgate.simulator.skill_runs.asked import RunsAsked
from watchgate.simulator.skill_runs.audit_entries import add_entry
from watchgate.simulator.skill_runs.cost_rows import CostRows
from watchgate.simulator.skill_runs.log_events import log_events
from watchgate.simulator.skill_runs.planned import planned
from watchgate.simulator.skill_runs.run import Run
from watchgate.simulator.skill_runs.told import truth
from watchgate.simulator.skill_runs.used import NotThere, used


class Runs:
    """All runs since the simulation began, or began again."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._runs: list[Run] = []
        self._cost_rows: CostRows | None = None

    def check_workspace(self, workspace_id: str) -> None:
        """Raises NotThere for a workspace that is not the simulated one."""
        own = self._workspace.population.workspace_id
        if workspace_id != own:
            raise NotThere(f"There is one workspace here, {own}, and no {workspace_id!r}.")

    def begin(self, asked: RunsAsked, kind: str, thing_id: str, *, workspace_id: str) -> list[Run]:
        """The runs that are wanted. Raises UserError."""
        self.check_workspace(workspace_id)
        workspace, simulation = self._workspace, self._workspace.simulation
        made = list(
            planned(
                asked,
                used(workspace, kind, thing_id, asked.skills),
                workspace.population.people,
                seed=simulation.settings.seed,
                first=len(self._runs) + 1,
                now=simulation.clock.now(),
            )
        )
        self._runs += made
        return made

    def log(self, runs: list[Run], hub_url: str | None) -> None:
        """Let the logs, the costs and (where switched on) the platform's audit log tell of *runs*."""
        for run in runs:
            self._log(run, hub_url)

    def truth(self) -> dict[str, Any]:
        return truth(self._runs, self._cost_rows.rows() if self._cost_rows else [])

    def _log(self, run: Run, hub_url: str | None) -> None:
        workspace, simulation = self._workspace, self._workspace.simulation
        population, now = workspace.population, simulation.clock.now()
        for moment, body in log_events(run, workspace_id=population.workspace_id, hub_url=hub_url):
            # The file of an earlier window may have been read already: what happened then is told of late.
            workspace.further.add(body, happened=moment, filed=max(moment, now))
        run.sources.append("agent" if run.used.kind == "agent" else "conversation")
        if add_entry(simulation.audit, run):
            run.sources.append("audit")
        self._cost_rows = self._cost_rows or CostRows(population.organization_id)
        self._cost_rows.add(run, workspace.further, workspace.windows, now)
        run.sources.append("costs")

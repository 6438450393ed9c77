"""What makes up the simulator? Composition: shared state, the hosts, the control surface."""

from starlette.applications import Starlette

from watchgate.simulator.compliance_host.host import ComplianceHost
from watchgate.simulator.compliance_host.workspace import Workspace
from watchgate.simulator.control import Control, Host
from watchgate.simulator.editors.control import EditorsControl
from watchgate.simulator.model_host.host import ModelHost
from watchgate.simulator.office_population import office_of
from watchgate.simulator.platform_host.host import PlatformHost
from watchgate.simulator.simulation import Settings, Simulation
from watchgate.simulator.skill_runs.control import SkillRunsControl
from watchgate.simulator.skills_host.host import SkillsHost
from watchgate.simulator.workspace_control import WorkspaceControl


def build_app(settings: Settings) -> Starlette:
    """The ASGI application. It must be served by `simulator.server`, which hands over the connection for faults."""
    simulation = Simulation(settings)
    begun = simulation.clock.now()
    workspace = Workspace(simulation, lambda: office_of(settings, begun))
    compliance_host, model_host = ComplianceHost(workspace), ModelHost(simulation)
    skill_runs, skills_host = SkillRunsControl(workspace), SkillsHost(simulation)
    hosts: list[Host] = [compliance_host, model_host, skills_host, skill_runs]
    return Starlette(
        routes=[
            *WorkspaceControl(workspace, limits=compliance_host.limits).routes(),
            *skill_runs.routes(),
            *EditorsControl(workspace).routes(),
            *Control(simulation, scripted=model_host, hosts=hosts).routes(),
            *compliance_host.routes(),
            *PlatformHost(simulation).routes(),
            *skills_host.routes(),
            *model_host.routes(),
        ]
    )

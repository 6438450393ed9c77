"""What makes up the simulator? Composition: shared state, the hosts, the control surface."""

from starlette.applications import Starlette

from watchgate.simulator.control import Control
from watchgate.simulator.model_host.host import ModelHost
from watchgate.simulator.simulation import Settings, Simulation


def build_app(settings: Settings) -> Starlette:
    """The ASGI application. It must be served by `simulator.server`, which hands over the connection for faults."""
    simulation = Simulation(settings)
    model_host = ModelHost(simulation)
    return Starlette(routes=[*Control(simulation, host=model_host).routes(), *model_host.routes()])

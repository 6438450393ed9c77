"""Which routes does the compliance host answer?"""

from starlette.routing import Route

from watchgate.simulator.compliance_host import logs, objects
from watchgate.simulator.compliance_host.endpoint import ComplianceEndpoint, Shared
from watchgate.simulator.compliance_host.file_host import FileHost
from watchgate.simulator.compliance_host.operation import Operation
from watchgate.simulator.compliance_host.rate_limits import RateLimits
from watchgate.simulator.compliance_host.shared_links import SharedLinks
from watchgate.simulator.compliance_host.signed_urls import ROUTE, SignedUrls
from watchgate.simulator.compliance_host.workspace import Workspace
from watchgate.simulator.directory import operations as directory
from watchgate.simulator.editors import assumed

_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]


class ComplianceHost:
    """api.chatgpt.com and the place its redirects lead to."""

    def __init__(self, workspace: Workspace) -> None:
        simulation = workspace.simulation
        self._workspace = workspace
        self._urls = SignedUrls(simulation.settings.seed, simulation.clock)
        self.limits = RateLimits(simulation.settings.office.requests_per_minute)
        self._shared = Shared(workspace, self._urls, self.limits)

    def routes(self) -> list[Route]:
        unknown = Operation("GET", "/v1/compliance/{rest:path}", "UNKNOWN", objects.unknown)
        return [
            *(
                self._route(each)
                for each in (
                    *logs.operations(),
                    *objects.operations(),
                    *directory.operations(),
                    *assumed.operations(),
                )
            ),
            SharedLinks(self._workspace).route(),
            Route(ROUTE, FileHost(self._workspace, self._urls), methods=["GET"]),
            Route(unknown.path, ComplianceEndpoint(unknown, self._shared), methods=_METHODS),
        ]

    def restart(self) -> None:
        self._workspace.restart()

    def _route(self, operation: Operation) -> Route:
        return Route(operation.path, ComplianceEndpoint(operation, self._shared), methods=[operation.method])

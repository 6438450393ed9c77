"""Which routes does the platform's administration API answer, and to whom?"""

from collections.abc import Iterator

from starlette.routing import Route

from watchgate.simulator.api_error import ApiError
from watchgate.simulator.endpoint import Call, Endpoint, Handler
from watchgate.simulator.keys import Scope
from watchgate.simulator.platform_host import directory, organization
from watchgate.simulator.platform_host.audit_logs import AuditLogs
from watchgate.simulator.platform_host.usage import METERS, Usage
from watchgate.simulator.reply import Reply
from watchgate.simulator.simulation import Simulation

_ROOT = "/v1/organization"


class PlatformHost:
    """api.openai.com/v1/organization: reads only, with the admin key only."""

    def __init__(self, simulation: Simulation) -> None:
        seed, clock = simulation.settings.seed, simulation.clock
        self._simulation = simulation
        self._audit_logs = AuditLogs(seed, clock, clock.now(), simulation.audit)
        self._usage = Usage(seed, clock)

    def routes(self) -> list[Route]:
        return [
            Route(f"{_ROOT}/{path}", Endpoint(self._for_admins(handler), self._simulation), methods=["GET"])
            for path, handler in self._handlers()
        ]

    def _handlers(self) -> Iterator[tuple[str, Handler]]:
        yield "audit_logs", self._audit_logs.list_entries
        yield "costs", self._usage.costs
        yield from ((f"usage/{name}", self._usage.meter(name)) for name in METERS)
        yield "users", directory.list_users
        yield "users/{user_id}", directory.one_of(organization.users, "user_id")
        yield "projects", directory.list_projects
        yield "projects/{project_id}", directory.one_of(organization.projects, "project_id")
        yield "projects/{project_id}/users", directory.of_project(organization.project_users)
        yield "projects/{project_id}/api_keys", directory.of_project(organization.project_api_keys)
        yield "admin_api_keys", directory.listing(organization.admin_api_keys)
        yield "admin_api_keys/{key_id}", directory.one_of(organization.admin_api_keys, "key_id")
        yield "invites", directory.listing(organization.invites)
        yield "invites/{invite_id}", directory.one_of(organization.invites, "invite_id")

    def _for_admins(self, handler: Handler) -> Handler:
        def answer(call: Call) -> Reply:
            scopes = self._simulation.keys.scopes_of(call.key) or frozenset()
            if Scope.ADMIN not in scopes:
                raise ApiError(
                    403,
                    "You have insufficient permissions for this operation. It takes an admin key of the organization.",
                    code="insufficient_permissions",
                )
            return handler(call)

        return answer

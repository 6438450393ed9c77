"""Which routes does `/v1/skills` answer, and to whom? Skills belong to a project: a key sees those of its own."""

from collections.abc import Iterator

from starlette.routing import Route

from watchgate.simulator.api_error import ApiError, wrong_key
from watchgate.simulator.endpoint import Call, Handler
from watchgate.simulator.keys import Scope
from watchgate.simulator.reply import Reply
from watchgate.simulator.simulation import Simulation
from watchgate.simulator.skills_host import operations
from watchgate.simulator.skills_host.operations import Asked, Operation
from watchgate.simulator.skills_host.shelf import Shelf
from watchgate.simulator.skills_host.struck import SkillsEndpoint

_SKILLS = "/v1/skills"
_SKILL = f"{_SKILLS}/{{skill_id}}"
_VERSIONS = f"{_SKILL}/versions"
_VERSION = f"{_VERSIONS}/{{version}}"
_BOTH = frozenset({Scope.SKILLS_READ, Scope.SKILLS_WRITE})


class SkillsHost:
    """api.openai.com/v1/skills, for keys of projects."""

    def __init__(self, simulation: Simulation) -> None:
        self._simulation = simulation
        self.restart()

    def routes(self) -> list[Route]:
        return [
            Route(path, SkillsEndpoint(self._admitted(method, operation), self._simulation), methods=[method])
            for method, path, operation in _operations()
        ]

    def restart(self) -> None:
        """Nobody has any skill."""
        self._own, self._elsewhere = Shelf(), Shelf()

    def _admitted(self, method: str, operation: Operation) -> Handler:
        needed = Scope.SKILLS_READ if method == "GET" else Scope.SKILLS_WRITE

        def answer(call: Call) -> Reply:
            scopes = self._scopes(call.key)
            if needed not in scopes:
                raise _missing_scope(needed)
            shelf = self._elsewhere if Scope.OTHER_PROJECT in scopes else self._own
            return operation(Asked(call, shelf, self._simulation.clock.now()))

        return answer

    def _scopes(self, key: str) -> frozenset[Scope]:
        """What *key* may do; the keys that models are asked with are keys of the first project. Raises ApiError."""
        settings = self._simulation.settings
        if key in (settings.api_key, *settings.api_keys):
            return _BOTH
        scopes = self._simulation.keys.scopes_of(key)
        if scopes is None:
            raise wrong_key(key)
        return scopes


def _operations() -> Iterator[tuple[str, str, Operation]]:
    yield "POST", _SKILLS, operations.create_skill
    yield "GET", _SKILLS, operations.list_skills
    yield "GET", _SKILL, operations.get_skill
    yield "POST", _SKILL, operations.set_default
    yield "DELETE", _SKILL, operations.delete_skill
    yield "GET", f"{_SKILL}/content", operations.get_content
    yield "POST", _VERSIONS, operations.create_version
    yield "GET", _VERSIONS, operations.list_versions
    yield "GET", _VERSION, operations.get_version
    yield "DELETE", _VERSION, operations.delete_version
    yield "GET", f"{_VERSION}/content", operations.get_version_content


def _missing_scope(scope: Scope) -> ApiError:
    return ApiError(
        403,
        f"You have insufficient permissions for this operation. Missing scopes: {scope}. It takes a key of a project that"
        " has this permission; an admin key does not do.",
        code="missing_scope",
    )

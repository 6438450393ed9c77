"""Is the process alive, and can it do its work? Two public routes for supervisors and load balancers."""

from collections.abc import Awaitable, Callable
from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel

from watchgate.http.description import problem_response
from watchgate.http.problems import Problem

IsReady = Callable[[], Awaitable[bool]]


class Health(BaseModel):
    status: Literal["ok"] = "ok"


def health_router(is_ready: IsReady) -> APIRouter:
    """`/healthz`: the process answers. `/readyz`: *is_ready* says so too (503 otherwise)."""
    router = APIRouter(tags=["health"])

    @router.get("/healthz", operation_id="health")
    async def health() -> Health:
        """The process is alive."""
        return Health()

    @router.get(
        "/readyz", operation_id="ready", responses={503: problem_response("The database does not answer.")}
    )
    async def ready() -> Health:
        """The database answers."""
        if not await is_ready():
            raise Problem(503, "not-ready", "The database does not answer.", headers={"Retry-After": "5"})
        return Health()

    return router

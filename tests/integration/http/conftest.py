"""A small application on the real building blocks, reached over ASGI or a real socket."""

import asyncio
import socket
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Annotated

import httpx
import pytest
from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict

from postgres import database, postgres_url  # noqa: F401 -- fixtures
from watchgate.http.application import create_app
from watchgate.http.health import health_router
from watchgate.http.paging import Page, Paging, cut_page
from watchgate.http.permissions import Caller, Permission, caller_of
from watchgate.http.problems import not_found
from watchgate.http.server import bind, serve, url_of
from watchgate.kernel.errors import UserError

VIEWER = Caller("tok_v", "viewer", "viewer", frozenset({Permission.READ}))
ADMIN = Caller("tok_a", "admin", "admin", frozenset(Permission))
SECRET_TEXT = "the secret text of somebody"
TOKENS = {"viewer-token": VIEWER, "admin-token": ADMIN}

ROUTES = {
    ("GET", "/healthz"): None,
    ("GET", "/readyz"): None,
    ("GET", "/api/v1/openapi.json"): None,
    ("GET", "/api/v1/things"): Permission.READ,
    ("POST", "/api/v1/things"): Permission.MANAGE,
    ("GET", "/api/v1/things/{name}"): Permission.READ,
    ("GET", "/api/v1/broken"): Permission.READ,
    ("GET", "/api/v1/slow"): Permission.READ,
}


class Thing(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    size: int = 0


class Taken(UserError):
    pass


router = APIRouter(prefix="/api/v1")


@router.get("/things")
async def things(paging: Paging) -> Page[int]:
    after = paging.after(int)
    first = after[0] + 1 if after else 0
    rows, cursor = cut_page(list(range(first, min(7, first + paging.limit + 1))), paging.limit, lambda n: [n])
    return Page(data=list(rows), next_cursor=cursor)


@router.post("/things")
async def make(thing: Thing, caller: Annotated[Caller, Depends(caller_of)]) -> str:
    if thing.name == "taken":
        raise Taken("This name is taken. Choose another.")
    if thing.name == "bad":
        raise UserError("This name is bad.")
    return caller.name


@router.get("/things/{name}")
async def thing(name: str, since: datetime | None = None) -> str:
    if name != "known":
        raise not_found("thing")
    return f"{name} {since}"


@router.get("/broken")
async def broken() -> str:
    raise ZeroDivisionError(SECRET_TEXT)


@router.get("/slow")
async def slow() -> str:
    await asyncio.sleep(0.3)
    return "done"


@router.get("/forgotten")
async def forgotten() -> str:
    return "in no table"


async def authenticate(token):
    return TOKENS.get(token)


async def is_ready():
    return True


@pytest.fixture
def app():
    return create_app(
        [health_router(is_ready), router], authenticate=authenticate, statuses={Taken: 409}, routes=ROUTES
    )


@pytest.fixture
async def client(app):
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
        yield client


@pytest.fixture
def as_admin(client):
    client.headers["Authorization"] = "Bearer admin-token"
    return client


@asynccontextmanager
async def running(app):
    """The application behind Granian on a loopback port: its URL, and the event that stops it."""
    stop = asyncio.Event()
    with bind("127.0.0.1:0") as listener:
        assert listener.family is socket.AF_INET
        ready = asyncio.Event()
        serving = asyncio.create_task(serve(app, listener, stop, ready.set))
        await ready.wait()
        try:
            yield url_of(listener), stop
        finally:
            stop.set()
            await serving

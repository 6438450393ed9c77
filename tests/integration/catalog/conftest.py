"""A workplace on a real database, and the API over it."""

import httpx
import pytest

from integration.catalog.workplace import Workplace
from postgres import database, postgres_url  # noqa: F401 -- fixtures
from watchgate.catalog import api as catalog_api
from watchgate.findings import api as findings_api
from watchgate.http.application import create_app
from watchgate.http.permissions import Caller, Permission

READ, REVEAL = Permission.READ, Permission.REVEAL
ROUTES = {
    ("GET", "/api/v1/conversations"): READ,
    ("GET", "/api/v1/conversations/{workspace_id}/{conversation_id}"): READ,
    ("POST", "/api/v1/conversations/{workspace_id}/{conversation_id}/reveal"): REVEAL,
    ("GET", "/api/v1/files"): READ,
    ("GET", "/api/v1/people"): READ,
    ("GET", "/api/v1/findings"): READ,
    ("GET", "/api/v1/findings/summary"): READ,
    ("GET", "/api/v1/findings/{workspace_id}/{finding_id}"): READ,
}
CALLERS = {
    "viewer": Caller("tok_v", "Vera's token", "viewer", frozenset({READ})),
    "analyst": Caller("tok_a", "Ann's token", "analyst", frozenset({READ, REVEAL})),
}


@pytest.fixture
async def workplace(database):  # noqa: F811 -- the fixture
    place = Workplace(database)
    await place.enrol()
    return place


@pytest.fixture
async def client(workplace):
    """Asks as somebody who may reveal."""

    async def authenticate(token):
        return CALLERS.get(token)

    routers = [
        catalog_api.catalogue_router(workplace.catalogue, workplace.reveals),
        findings_api.findings_router(workplace.findings),
    ]
    statuses = catalog_api.STATUSES | findings_api.STATUSES
    app = create_app(routers, authenticate=authenticate, statuses=statuses, routes=ROUTES)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app),
        base_url="http://test/api/v1",
        headers={"Authorization": "Bearer analyst"},
    ) as client:
        yield client

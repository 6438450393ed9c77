"""An awkward OpenAI, and clients that are quick to ask again."""

import dataclasses
import math
from datetime import timedelta
from uuid import UUID

import pytest

from integration.openai.awkward import Awkward
from watchgate.openai.backoff import Patience
from watchgate.openai.compliance import ComplianceClient
from watchgate.openai.connect import new_http_client
from watchgate.openai.limits import Limits, Rates
from watchgate.openai.platform import PlatformAdminClient

WORKSPACE = UUID("6c2f3b1e-7d1a-4c55-9a0e-2f9b0d3c7a11")
KEY = "sk-admin-planted-secret-9fQ2"
QUICK = Patience(
    attempts=3,
    first_delay_s=0.001,
    longest_delay_s=0.002,
    longest_wait=timedelta(seconds=1),
    answer_within_s=5,
    file_within_s=5,
)
NO_LIMIT = Rates(list=math.inf, item=math.inf, log_download=math.inf)


@pytest.fixture
async def openai():
    server = Awkward()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def http():
    async with new_http_client() as client:
        yield client


@pytest.fixture
def client_for(openai, http):
    """A compliance client; options replace those of `QUICK`."""

    def make(base_url=None, *, http=http, limits=None, breakers=None, **patience):
        return ComplianceClient(
            base_url or f"{openai.url}/v1",
            KEY,
            http=http,
            limits=limits or Limits(NO_LIMIT),
            breakers=breakers,
            patience=dataclasses.replace(QUICK, **patience),
        )

    return make


@pytest.fixture
def client(client_for):
    return client_for()


@pytest.fixture
def admin(openai, http):
    return PlatformAdminClient(f"{openai.url}/v1", KEY, http=http, limits=Limits(NO_LIMIT), patience=QUICK)

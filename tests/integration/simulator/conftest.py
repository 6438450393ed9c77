from collections.abc import Iterator

import pytest
from openai import AsyncOpenAI, OpenAI

from watchgate.testing.simulator import RunningSimulator


@pytest.fixture(scope="module")
def running_simulator() -> Iterator[RunningSimulator]:
    with RunningSimulator() as simulator:
        yield simulator


@pytest.fixture
def simulator(running_simulator: RunningSimulator) -> RunningSimulator:
    """A simulator that remembers nothing of the test before."""
    running_simulator.reset()
    return running_simulator


@pytest.fixture
def client(simulator: RunningSimulator) -> Iterator[OpenAI]:
    with OpenAI(base_url=simulator.base_url, api_key=simulator.api_key, max_retries=0) as openai:
        yield openai


@pytest.fixture
def async_client(simulator: RunningSimulator) -> AsyncOpenAI:
    """To be closed by the test: `async with async_client:`."""
    return AsyncOpenAI(base_url=simulator.base_url, api_key=simulator.api_key, max_retries=0)

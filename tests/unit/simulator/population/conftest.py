from datetime import UTC, datetime

import pytest

from watchgate.simulator.population.model import SimulatedEvent
from watchgate.simulator.population.office import OfficePopulation

END = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
MESSAGES, PEOPLE, DAYS = 6_000, 40, 30


def office(seed: int = 11, messages: int = MESSAGES) -> OfficePopulation:
    return OfficePopulation(seed, messages, PEOPLE, DAYS, END)


@pytest.fixture(scope="session")
def population() -> OfficePopulation:
    return office()


@pytest.fixture(scope="session")
def events(population: OfficePopulation) -> list[SimulatedEvent]:
    return [population.event(number) for number in range(len(population))]


@pytest.fixture(scope="session")
def messages(events: list[SimulatedEvent]) -> list[SimulatedEvent]:
    return [event for event in events if event.body["type"] == "CONVERSATION_MESSAGE"]

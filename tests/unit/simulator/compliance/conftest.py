from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from unit.simulator.compliance.tiny import END, TinyPopulation
from watchgate.simulator.compliance_host.workspace import Workspace
from watchgate.simulator.faults import parse_fault_rate
from watchgate.simulator.simulation import OfficeSettings, Settings, Simulation


@pytest.fixture
def make_workspace() -> Iterator[Callable[..., Workspace]]:
    """A workspace of the tiny population, with faults as the command line writes them."""
    made: list[Workspace] = []

    def make(*faults: str, seed: int = 0, count: int = 600) -> Workspace:
        settings = Settings(
            seed=seed,
            faults=tuple(parse_fault_rate(each) for each in faults),
            office=OfficeSettings(now=END + timedelta(seconds=2)),
        )
        made.append(Workspace(Simulation(settings), lambda: TinyPopulation(count)))
        return made[-1]

    yield make
    for each in made:
        each.close()

"""Can each event be had alone, and is it always the same?"""

import json
import os
import random
import subprocess
import sys
from hashlib import sha256

import pytest

from watchgate.simulator.population.model import Population
from watchgate.simulator.population.office import OfficePopulation

from .conftest import END, MESSAGES, office

ELSEWHERE = """
import json
from datetime import datetime
from hashlib import sha256
from watchgate.simulator.population.office import OfficePopulation
population = OfficePopulation(11, 6000, 40, 30, datetime.fromisoformat("2026-11-20T18:00:00+00:00"))
events = sha256()
for number in range(0, len(population), 7):
    events.update(json.dumps(population.event(number).body).encode())
files = sha256()
for file in population.files():
    files.update(repr(file).encode() + population.file_bytes(file.file_id))
print(events.hexdigest(), files.hexdigest())
"""


def test_another_process_sees_the_same_events_and_files(population):
    events, files = sha256(), sha256()
    for number in range(0, len(population), 7):
        events.update(json.dumps(population.event(number).body).encode())
    for file in population.files():
        files.update(repr(file).encode() + population.file_bytes(file.file_id))
    run = subprocess.run(
        [sys.executable, "-c", ELSEWHERE],
        env=os.environ | {"PYTHONHASHSEED": "4242"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.split() == [events.hexdigest(), files.hexdigest()]


def test_an_event_asked_for_alone_is_the_one_in_the_sequence(events):
    fresh = office()
    numbers = list(range(len(events)))
    random.Random(3).shuffle(numbers)
    for number in numbers[:800]:
        assert fresh.event(number) == events[number]


def test_times_and_types_are_those_of_the_events(population, events):
    for number in range(0, len(events), 11):
        assert population.type_of(number) == events[number].body["type"]
        written = events[number].body["timestamp"]
        assert population.time_of(number).isoformat(timespec="microseconds") == written.replace("Z", "+00:00")


def test_another_seed_gives_other_people_and_other_words(population):
    other = office(seed=12, messages=200)
    assert other.workspace_id != population.workspace_id
    assert {person.user_id for person in other.people}.isdisjoint(
        person.user_id for person in population.people
    )
    assert other.event(3).body["event_id"] != population.event(3).body["event_id"]


def test_a_million_messages_cost_nothing_until_asked_for():
    population = office(messages=1_000_000)
    assert len(population) == 1_086_957
    assert population._layout.block.cache_info().currsize == 0
    last = population.event(len(population) - 1)
    assert last == office(messages=1_000_000).event(len(population) - 1)
    assert population._layout.block.cache_info().currsize == 1


def test_blocks_are_forgotten_again():
    population = office(messages=60_000)
    for number in range(0, len(population), 4_000):
        population.time_of(number)
    assert population._layout.block.cache_info().currsize <= 8


@pytest.mark.parametrize("messages", [0, 1, 2, 3, 41, 4_095, 4_097, 9_000])
def test_any_number_of_messages_is_met_exactly(messages):
    population = office(messages=messages)
    types = [population.type_of(number) for number in range(len(population))]
    assert types.count("CONVERSATION_MESSAGE") == messages


def test_there_is_no_event_before_the_first_or_after_the_last(population):
    for number in (-1, len(population)):
        with pytest.raises(IndexError):
            population.event(number)


@pytest.mark.parametrize(
    ("messages", "people", "days", "end"),
    [(-1, 5, 5, END), (5, 0, 5, END), (5, 5, 0, END), (5, 5, 5, END.replace(tzinfo=None))],
)
def test_figures_that_make_no_office_are_refused(messages, people, days, end):
    with pytest.raises(ValueError, match="are needed"):
        OfficePopulation(1, messages, people, days, end)


def test_the_office_is_a_population(population):
    as_protocol: Population = population
    assert len(as_protocol.people) == 40
    assert len({person.user_id for person in as_protocol.people}) == 40
    assert len({person.email for person in as_protocol.people}) == 40
    assert [person.role for person in as_protocol.people[:2]] == ["account-owner", "account-admin"]
    assert len(as_protocol) > MESSAGES

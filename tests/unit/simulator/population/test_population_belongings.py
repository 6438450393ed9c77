"""Memories, canvases and the like: can each be made alone, are they as numerous and as telling as they should be?"""

from collections import Counter
from datetime import timedelta

import pytest

from watchgate.simulator.compliance_host.belongings import keeper
from watchgate.simulator.population.belongings.shelf import FURTHER, KINDS, USUAL

from .conftest import DAYS, END, office

MANY = 60


@pytest.fixture(scope="module")
def belongings(population):
    return {kind: [population.belonging(kind, number) for number in range(MANY)] for kind in KINDS}


def test_an_object_asked_for_alone_is_the_one_in_the_sequence(belongings):
    fresh = office()
    for kind, all_of_kind in belongings.items():
        for number in (41, 7, 0):
            assert fresh.belonging(kind, number) == all_of_kind[number]


def test_another_seed_gives_other_objects(belongings):
    other = office(seed=12)
    for kind, all_of_kind in belongings.items():
        assert other.belonging(kind, 0).id != all_of_kind[0].id


@pytest.mark.parametrize("kind", KINDS)
def test_ids_differ_owners_are_people_and_times_are_the_offices(belongings, population, kind):
    people = {person.user_id for person in population.people}
    ids = Counter(each.id for each in belongings[kind])
    assert max(ids.values()) == 1
    for each in belongings[kind]:
        assert each.owner_id in people
        assert END - timedelta(days=DAYS) <= each.made_at <= END
        assert each.made_at <= each.changed_at


def test_owners_are_not_all_the_same_and_not_all_different(belongings):
    for kind, all_of_kind in belongings.items():
        assert 5 < len({each.owner_id for each in all_of_kind}) < MANY, kind


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "conversation"])
def test_what_is_planted_stands_in_the_object(belongings, kind):
    planted = [(each, value) for each in belongings[kind] for value in each.planted]
    assert planted
    for each, value in planted:
        assert value.value in all_texts({"body": each.body, "more": each.more})


@pytest.mark.parametrize("kind", ["memory", "automation", "library_file", "codex_task", "gpt"])
def test_a_part_of_them_gives_something_away_and_a_part_does_not(belongings, kind):
    giving = sum(bool(each.planted) for each in belongings[kind])
    assert MANY // 8 < giving < MANY - MANY // 8


def test_an_object_may_be_made_at_a_given_time(population):
    for kind in KINDS:
        assert population.belonging(kind, 3, END).made_at == END


def test_there_is_no_object_of_a_kind_nobody_knows(population):
    with pytest.raises(KeyError):
        population.belonging("teapot", 0)


def test_the_host_keeps_every_kind_that_the_population_makes():
    assert tuple(USUAL) == keeper.USUAL
    assert tuple(FURTHER) == keeper.FURTHER


def all_texts(value):
    """Every text in *value*, one after the other."""
    match value:
        case str():
            return value
        case bytes():
            return value.decode()
        case dict():
            return "\n".join(all_texts(each) for each in value.values())
        case list() | tuple():
            return "\n".join(all_texts(each) for each in value)
        case _:
            return ""

"""Are keys of every provider found wherever people leave them?

The keys are drawn from the table's own forms, so this says that what the table knows is found; whether the table is right about
a provider is another question, which its `source` answers.
"""

import random

import pytest

from unit.detection.secrets.made import PLACES, keys, placed
from watchgate.detection.engine import default_engine
from watchgate.detection.entities import ENTITIES
from watchgate.detection.secrets.table import PROVIDERS, WITH_FORMS

SEED = 20261123


def is_found(text: str, key: str) -> bool:
    """Is most of *key* inside findings that are secrets?"""
    at = text.index(key)
    end = at + len(key)
    covered = sum(
        min(hit.end, end) - max(hit.start, at)
        for hit in default_engine().scan(text)
        if ENTITIES[hit.entity].group == "secret" and hit.start < end and hit.end > at
    )
    return covered >= 0.8 * len(key)


def test_two_hundred_providers_are_known() -> None:
    assert len(PROVIDERS) >= 200
    assert len({kind.entity for kind in PROVIDERS}) == len(PROVIDERS)


@pytest.mark.parametrize("place", PLACES)
def test_keys_are_found_in(place: str) -> None:
    luck = random.Random(f"{SEED} {place}")
    tried = [(placed(place, kind, key), key) for kind in WITH_FORMS for key in keys(kind, luck)]

    missed = [text for text, key in tried if not is_found(text, key)]

    assert len(missed) <= 0.03 * len(tried), missed[:10]


@pytest.mark.parametrize("kind", WITH_FORMS, ids=lambda kind: kind.entity)
def test_keys_of_every_kind_are_found(kind) -> None:
    luck = random.Random(f"{SEED} {kind.entity}")
    tried = [(placed(place, kind, key), key) for place in list(PLACES)[::2] for key in keys(kind, luck)]

    found = [text for text, key in tried if is_found(text, key)]

    assert len(found) >= 0.6 * len(tried)


@pytest.mark.parametrize("kind", WITH_FORMS, ids=lambda kind: kind.entity)
def test_it_says_where_its_form_is_known_from(kind) -> None:
    assert kind.source

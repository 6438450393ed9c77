"""Are the planted values where the truth says, valid, and as frequent as they should be?"""

import ipaddress
import json
import re
from collections import Counter
from itertools import pairwise

import pytest
from stdnum import bitcoin, iban, luhn
from stdnum.gb import nhs
from stdnum.us import itin, ssn

from watchgate.detection.engine import default_engine
from watchgate.detection.entities import ENTITIES, TAGGED
from watchgate.detection.secrets.table import SECRETS
from watchgate.simulator.population.chance import Stream, chance
from watchgate.simulator.population.text import text_of
from watchgate.simulator.population.tokens import SECRETS as MADE
from watchgate.simulator.population.values import MAKERS

LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "tr", "ja")
CLOSED_SPACES = re.compile("[ -]")


def texts(messages):
    for event in messages:
        text = text_of(event.body)
        if text is not None:
            yield text, event.planted


def drawn(entity, count=300):
    luck = chance(5, Stream.POOL)
    return [MAKERS[entity](luck, LANGUAGES[number % len(LANGUAGES)]) for number in range(count)]


def test_every_planted_value_stands_where_the_truth_says(messages):
    planted = 0
    for text, values in texts(messages):
        for value in values:
            assert text[value.start : value.end] == value.value
            planted += 1
    assert planted > 1_500


def test_positions_hold_after_a_journey_as_json(messages):
    for event in messages:
        body = json.loads(json.dumps(event.body))
        assert body == event.body
        for value in event.planted:
            assert text_of(body)[value.start : value.end] == value.value


def test_planted_values_do_not_overlap(messages):
    for event in messages:
        ordered = sorted(event.planted, key=lambda value: value.start)
        assert all(one.end <= other.start for one, other in pairwise(ordered))


def test_one_message_in_eight_holds_planted_values(messages):
    share = sum(bool(event.planted) for event in messages) / len(messages)
    assert 0.105 < share < 0.135


def test_entities_are_ours_and_all_of_them_are_planted(messages):
    planted = Counter(value.entity for event in messages for value in event.planted)
    assert set(planted) <= {*ENTITIES, "PERSON"}
    assert {*MAKERS, "PERSON", "EMAIL_ADDRESS"} <= set(planted)
    assert set(planted) & set(MADE)


def test_some_people_are_mentioned_in_many_messages(messages):
    mentions = Counter(
        value.value for event in messages for value in set(event.planted) if value.entity == "EMAIL_ADDRESS"
    )
    assert mentions.most_common(1)[0][1] > 3
    assert sum(count == 1 for count in mentions.values()) > 100


def test_cards_pass_the_luhn_check():
    assert all(luhn.is_valid(CLOSED_SPACES.sub("", card)) for card in drawn("CREDIT_CARD"))


def test_ibans_have_the_length_and_the_digits_of_their_country():
    for written in drawn("IBAN_CODE"):
        assert iban.is_valid(written, check_country=False)


@pytest.mark.parametrize(("entity", "oracle"), [("US_SSN", ssn), ("US_ITIN", itin), ("UK_NHS", nhs)])
def test_national_numbers_are_valid(entity, oracle):
    assert all(oracle.is_valid(number) for number in drawn(entity))


def test_internet_addresses_parse():
    assert {ipaddress.ip_address(address).version for address in drawn("IP_ADDRESS")} == {4, 6}


def test_wallets_have_valid_checksums():
    for wallet in drawn("CRYPTO"):
        assert bitcoin.is_valid(wallet) or re.fullmatch("0x[0-9a-f]{40}", wallet)


@pytest.mark.parametrize("entity", sorted(MADE))
def test_keys_have_the_shape_of_their_provider(entity):
    pattern = next(kind.pattern for kind in SECRETS if kind.entity == entity)
    luck = chance(6, Stream.POOL)
    for _ in range(50):
        assert re.match(pattern, MADE[entity](luck), re.ASCII)


@pytest.mark.parametrize("entity", sorted(set(MADE) - {"JWT"}))
def test_keys_say_that_they_are_no_keys(entity):
    made = MADE[entity](chance(7, Stream.POOL))
    assert "FAKE" in made or "c0ffee" in made


def test_the_detector_finds_nearly_all_that_it_looks_for(messages):
    engine = default_engine()
    found, missed = Counter(), Counter()
    for text, values in texts(messages):
        if values and len(text) < 20_000:
            seen = {(hit.entity, hit.start, hit.end) for hit in engine.scan(text)}
            for value in values:
                hit = (value.entity, value.start, value.end) in seen
                (found if hit else missed)[value.entity] += 1
    missed.pop("PERSON")
    assert found.total() / (found.total() + missed.total()) > 0.9
    assert found["EMAIL_ADDRESS"] > 100 * missed["EMAIL_ADDRESS"]


def test_the_detector_finds_hardly_anything_where_nothing_was_planted(messages):
    """But towns, and names: the office's companies are called after people, and its texts speak of towns."""
    engine = default_engine()
    quiet = [text for text, values in texts(messages) if not values and len(text) < 20_000]
    loud = [text for text in quiet if {hit.entity for hit in engine.scan(text)} - {"URL", *TAGGED}]
    assert len(loud) < len(quiet) / 1_000


def test_texts_are_about_a_kilobyte_and_of_all_sizes(messages):
    sizes = [len(text) for text, _ in texts(messages)]
    assert 800 < sum(sizes) / len(sizes) < 1_400
    assert min(sizes) >= 10
    assert sum(size <= 60 for size in sizes) > len(sizes) / 20
    assert sum(3_000 < size <= 8_000 for size in sizes) > len(sizes) / 50
    assert max(sizes) <= 1_000_000


def test_hardly_any_long_text_occurs_twice(messages):
    long_ones = [text for text, _ in texts(messages) if len(text) > 200]
    assert len(set(long_ones)) > 0.999 * len(long_ones)


@pytest.mark.parametrize(
    "odd", ["\x00", "\x1b", "\u202e", "\u200d", "\ufeff", "\u2028", "مرحبا", "lorem" * 500]
)
def test_odd_texts_occur(population, messages, odd):
    assert any(odd in text for text, _ in texts(messages))


def test_some_texts_cannot_be_encoded(messages):
    broken = [text for text, _ in texts(messages) if any("\ud800" <= letter <= "\udfff" for letter in text)]
    assert broken
    assert len(broken) < len(messages) / 200


def test_some_messages_hold_no_text_or_another_kind_of_content(messages):
    kinds = Counter((event.body["message"]["content"] or {"type": None})["type"] for event in messages)
    assert kinds[None]
    assert kinds["user_instructions"]
    assert kinds["image_asset"]
    assert kinds["text"] > 0.97 * len(messages)

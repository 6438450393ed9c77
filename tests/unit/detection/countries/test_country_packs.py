"""Each country pack keeps what its worked examples promise."""

import random
import re
from string import ascii_uppercase, digits

import pytest

from unit.detection.countries.looking import BY_DEFAULT, ON_DEMAND, found
from watchgate.detection.countries.find import agrees
from watchgate.detection.countries.pack import Identifier
from watchgate.detection.countries.packs import PACKS
from watchgate.detection.countries.shapes import written_forms
from watchgate.detection.scoring import tracing

IDENTIFIERS = [one for pack in PACKS for one in pack.identifiers]
EXAMPLES = [(one, text) for one in IDENTIFIERS for text in one.examples]
NOT_EXAMPLES = [(one, text) for one in IDENTIFIERS for text in one.not_examples]
ALPHABETS = {"9": digits, "A": ascii_uppercase, "X": digits + ascii_uppercase}


def found_as(identifier: Identifier, text: str) -> list[tuple[str, str]]:
    """What is found in *text* where only *identifier* or the default is looked for."""
    return found(text, BY_DEFAULT if identifier.by_default else ON_DEMAND)


def value_of(text: str) -> str:
    return text[text.index("⟦") + 1 : text.index("⟧")]


def plain(text: str) -> str:
    return text.replace("⟦", "").replace("⟧", "")


@pytest.mark.parametrize(("identifier", "text"), EXAMPLES, ids=lambda one: getattr(one, "entity", one))
def test_a_worked_example_is_found(identifier: Identifier, text: str) -> None:
    assert (identifier.entity, value_of(text)) in found_as(identifier, plain(text))


@pytest.mark.parametrize(("identifier", "text"), NOT_EXAMPLES, ids=lambda one: getattr(one, "entity", one))
def test_what_only_looks_like_it_is_not_found(identifier: Identifier, text: str) -> None:
    assert identifier.entity not in [entity for entity, _ in found_as(identifier, text)]


@pytest.mark.parametrize("identifier", IDENTIFIERS, ids=lambda one: one.entity)
def test_no_rule_is_praised_for_more_than_it_catches(identifier: Identifier) -> None:
    draw = random.Random(identifier.entity)
    forms = {"".join(c for c in form if c in ALPHABETS) for form in written_forms(identifier.shapes)}
    tries = 4000

    for form in sorted(forms):
        hits = sum(
            agrees(identifier, "".join(draw.choice(ALPHABETS[kind]) for kind in form)) for _ in range(tries)
        )
        expected = tries / identifier.one_in
        assert hits <= expected * 1.25 + 4 * expected**0.5 + 3


@pytest.mark.parametrize("identifier", IDENTIFIERS, ids=lambda one: one.entity)
def test_a_pack_says_where_its_facts_are_from(identifier: Identifier) -> None:
    assert identifier.source
    assert identifier.title
    assert identifier.words or identifier.with_country
    assert identifier.examples


def test_letters_alone_do_not_follow_letters_alone_after_a_blank() -> None:
    """`boundaries.closed_until` would cut between them."""
    cut = re.compile("(?:^|[ ./-])[AX]+ [AX]+(?: |$)")

    assert [one.entity for one in IDENTIFIERS if any(map(cut.search, written_forms(one.shapes)))] == []


def test_forty_countries_and_more() -> None:
    assert len({pack.code for pack in PACKS}) == len(PACKS) >= 40


def test_no_two_countries_share_an_entity() -> None:
    names = [one.entity for one in IDENTIFIERS]

    assert len(names) == len(set(names))


def test_a_wrong_check_digit_is_explained() -> None:
    with tracing() as rejections:
        list(BY_DEFAULT.find("CPF 529.982.247-24"))

    assert [(one.entity, one.start, one.end) for one in rejections if one.entity == "BR_CPF"] == [
        ("BR_CPF", 4, 18)
    ]


def test_a_number_that_nothing_announces_is_explained() -> None:
    with tracing() as rejections:
        hits = list(BY_DEFAULT.find("see 52998224725"))

    (cpf,) = [one for one in rejections if one.entity == "BR_CPF"]
    assert hits == []
    assert "below 0.5" in cpf.why
    assert [term.kind for term in cpf.evidence] == ["form", "check"]


@pytest.mark.parametrize(("identifier", "text"), EXAMPLES[::9], ids=lambda one: getattr(one, "entity", one))
def test_who_traces_finds_the_same(identifier: Identifier, text: str) -> None:
    alone = found_as(identifier, plain(text))

    with tracing():
        traced = found_as(identifier, plain(text))

    assert traced == alone


def test_context_decides_between_countries() -> None:
    assert found("passport 533410982") == [("US_PASSPORT", "533410982")]
    assert found("her British passport is 533410982") == [("UK_PASSPORT", "533410982")]
    assert found("rodné číslo slovenskej osoby: 710319/2745") == [("SK_RODNE_CISLO", "710319/2745")]

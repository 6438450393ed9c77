"""What is left of a text when everything found in it is masked?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchgate.catalog.masking import Span, masked, masked_afresh, shown

EMAIL = "jane.doe@acme-corp.com"
TEXT = f"Mail {EMAIL} now"
SPAN = Span(5, 5 + len(EMAIL), "EMAIL_ADDRESS")


def read(text, *spans, is_complete=True):
    return masked(text, spans, is_complete=is_complete).reveal()


def test_a_finding_is_replaced_by_the_label_of_its_entity():
    assert read(TEXT, SPAN) == "Mail <EMAIL> now"


def test_an_entity_that_detection_no_longer_knows_keeps_its_name():
    assert read("id 12345 ok", Span(3, 8, "OLD_NUMBER")) == "id <OLD_NUMBER> ok"


@pytest.mark.parametrize(
    "spans",
    [
        [Span(1, 4, "IBAN_CODE"), Span(3, 6, "CREDIT_CARD")],
        [Span(3, 6, "CREDIT_CARD"), Span(1, 4, "IBAN_CODE")],
        [Span(1, 6, "IBAN_CODE"), Span(2, 3, "CREDIT_CARD")],
    ],
)
def test_of_overlapping_findings_nothing_is_seen(spans):
    assert read("0123456789", *spans) == "0<IBAN>6789"


def test_a_span_that_reaches_beyond_the_text_is_cut():
    assert read("0123", Span(2, 90, "IBAN_CODE"), Span(95, 99, "IBAN_CODE")) == "01<IBAN>"


def test_orders_to_the_model_are_not_masked_but_the_values_in_them_are():
    assert read(TEXT, Span(0, len(TEXT), "PROMPT_INJECTION"), SPAN) == "Mail <EMAIL> now"


def test_a_text_whose_findings_are_not_all_stored_is_examined_again():
    assert read(TEXT) == TEXT
    assert read(TEXT, is_complete=False) == "Mail <EMAIL> now"
    assert masked_afresh(TEXT).reveal() == "Mail <EMAIL> now"


def test_a_lone_surrogate_can_be_sent():
    assert shown("a\ud800b\udfff😀") == "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}😀"


@given(
    st.text(alphabet="0123456789", max_size=40),
    st.lists(st.tuples(st.integers(0, 45), st.integers(0, 45)).map(sorted), max_size=8),
)
def test_no_character_of_any_span_is_left(text, spans):
    hidden = {place for start, end in spans for place in range(start, end)}

    left = "".join(
        character
        for character in read(text, *[Span(*span, "IBAN_CODE") for span in spans])
        if character.isdigit()
    )

    assert left == "".join(character for place, character in enumerate(text) if place not in hidden)

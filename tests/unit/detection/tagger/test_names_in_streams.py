"""Names in a text that arrives in pieces are those of the whole text."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from unit.detection.tagger.writing import writing
from watchgate.detection.boundaries import LOOKBACK
from watchgate.detection.tagger import closed_until
from watchgate.detection.tagger.find import find

sizes = st.lists(st.integers(1, 30), min_size=1, max_size=8)


def pieces(text, arriving):
    """The findings of each piece between closed points, at their places in the whole text."""
    done = arrived = 0
    while arrived < len(text):
        arrived += arriving[arrived % len(arriving)]
        end = closed_until(text[:arrived], done) if arrived < len(text) else len(text)
        assert done <= end <= len(text)
        before = text[max(0, done - LOOKBACK) : done]
        for found in find(before + text[done:end]):
            if found.start >= len(before):
                yield found.shifted(done - len(before))
        done = end


@settings(max_examples=400, deadline=None)
@given(writing.map(lambda text: text * 3), sizes)
@example("we moved from Lisbon to Ghent. Maria Lopez, Dr. Anna Weber! O'Neill lives in Москва。李伟", [1])
@example("x" * 170 + " Maria Lopez, Ghent, " + "y " * 70 + "- 1. Anna Weber, she said. Maria", [3])
def test_names_do_not_depend_on_how_a_text_is_cut(text, arriving):
    assert list(pieces(text, arriving)) == list(find(text))


def test_a_clause_is_enough_to_let_go():
    text = "I met Maria Andersson in Paris, and we talked about"

    assert closed_until(text, 0) == text.index(",") + 2


def test_a_line_that_has_ended_is_let_go_at_once():
    assert closed_until("Maria Andersson\n", 0) == len("Maria Andersson\n")
    assert closed_until("Maria Andersson", 0) == 0

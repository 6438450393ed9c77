from hypothesis import given
from hypothesis import strategies as st

from watchgate.evaluation.model import Span, iou
from watchgate.evaluation.pairing import paired


def span(start: int, end: int) -> Span:
    return Span("PERSON", start, end)


def test_equal_spans_have_everything_in_common() -> None:
    assert iou(span(3, 9), span(3, 9)) == 1


def test_neighbours_have_nothing_in_common() -> None:
    assert iou(span(0, 5), span(5, 9)) == 0


def test_half_of_the_union_is_a_half() -> None:
    assert iou(span(0, 10), span(0, 5)) == 0.5


def test_a_found_span_is_used_once() -> None:
    pairs = paired([span(0, 4), span(5, 9)], [span(0, 9)])

    assert [(one, other) for one, other, _ in pairs] == [(span(0, 4), span(0, 9))]


def test_those_with_most_in_common_go_first() -> None:
    exact, wide = span(10, 20), span(0, 11)

    pairs = paired([exact, span(0, 10)], [wide, exact])

    assert {(one, other) for one, other, _ in pairs} == {(exact, exact), (span(0, 10), wide)}


spans = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)), max_size=8).map(
    lambda pairs: list({span(start, start + length) for start, length in pairs})
)


@given(spans, spans)
def test_pairs_are_one_to_one_and_leave_nothing_that_could_be_paired(
    ours: list[Span], theirs: list[Span]
) -> None:
    pairs = paired(ours, theirs)

    left = [one for one, _, _ in pairs]
    right = [other for _, other, _ in pairs]
    assert len(set(left)) == len(left)
    assert len(set(right)) == len(right)
    free = [(one, other) for one in ours for other in theirs if one not in left and other not in right]
    assert all(iou(one, other) == 0 for one, other in free)
    assert all(common == iou(one, other) > 0 for one, other, common in pairs)

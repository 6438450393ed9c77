"""Merging the edits of several policies."""

from hypothesis import given
from hypothesis import strategies as st

from watchgate.policy.edits import merge
from watchgate.policy.model import Edit, Mask

EMAIL, PARTIAL = Mask("EMAIL_ADDRESS"), Mask("EMAIL_ADDRESS", "partial")


def test_edits_are_sorted_and_those_that_only_touch_stay_apart() -> None:
    merged = merge([(0, Edit(0, 5, 9, "b")), (0, Edit(0, 0, 5, "a"))])

    assert merged == {0: (Edit(0, 0, 5, "a"), Edit(0, 5, 9, "b"))}


def test_overlapping_edits_become_one_with_the_replacement_of_the_earlier_policy() -> None:
    merged = merge([(1, Edit(0, 0, 6, "later")), (0, Edit(0, 4, 9, "earlier"))])

    assert merged == {0: (Edit(0, 0, 9, "earlier"),)}


def test_a_chain_of_overlaps_becomes_one() -> None:
    merged = merge([(2, Edit(0, 0, 5, "c")), (1, Edit(0, 4, 8, "b")), (0, Edit(0, 7, 10, "a"))])

    assert merged == {0: (Edit(0, 0, 10, "a"),)}


def test_an_edit_inside_a_longer_one_does_not_shorten_it() -> None:
    merged = merge([(0, Edit(0, 2, 3, "inner")), (1, Edit(0, 0, 9, "outer")), (1, Edit(0, 8, 12, "next"))])

    assert merged == {0: (Edit(0, 0, 12, "inner"),)}


def test_a_partial_mask_gives_way_because_it_would_show_what_another_policy_hides() -> None:
    merged = merge([(0, Edit(0, 0, 20, PARTIAL)), (1, Edit(0, 16, 20, EMAIL))])

    assert merged == {0: (Edit(0, 0, 20, EMAIL),)}


def test_readings_do_not_mix() -> None:
    merged = merge([(0, Edit(0, 0, 5, "a")), (0, Edit(1, 0, 5, "b"))])

    assert set(merged) == {0, 1}


spans = st.tuples(st.integers(0, 40), st.integers(1, 12)).map(lambda s: (s[0], s[0] + s[1]))
ranked = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 2), spans, st.sampled_from(["x", EMAIL, PARTIAL])),
    max_size=12,
)


@given(ranked)
def test_everything_anybody_wanted_changed_is_changed_and_nothing_else(script: list) -> None:
    edits = [(rank, Edit(number, start, end, new)) for rank, number, (start, end), new in script]

    merged = merge(edits)

    wanted = {(e.reading, at) for _, e in edits for at in range(e.start, e.end)}
    changed = [(e.reading, at) for group in merged.values() for e in group for at in range(e.start, e.end)]
    assert set(changed) == wanted
    assert len(changed) == len(set(changed))
    assert all(list(group) == sorted(group, key=lambda e: e.start) for group in merged.values())

"""In which order are messages read, whatever order they came in?"""

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchgate.catalog.thread_order import Link, in_thread_order

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)


def link(message, minutes, after=None, event=None):
    return Link(message, NOON + timedelta(minutes=minutes), event or f"e-{message}-{minutes}", after, 10)


def ids(links):
    return "".join(node.message_id for node in in_thread_order(links))


@pytest.mark.parametrize("seed", range(5))
def test_a_chain_is_read_along_it_whatever_the_clocks_said(seed):
    links = [link("a", 9), link("b", 3, "a"), link("c", 7, "b"), link("d", 1, "c")]
    random.Random(seed).shuffle(links)

    assert ids(links) == "abcd"


def test_without_a_chain_time_decides_and_then_the_id():
    assert ids([link("c", 2), link("b", 1), link("a", 2)]) == "bac"


def test_two_answers_to_one_message_stand_in_the_order_of_their_times():
    assert ids([link("a", 0), link("x", 5, "a"), link("b", 1, "a"), link("c", 2, "b")]) == "abcx"


def test_a_message_whose_predecessor_never_came_stands_at_its_time():
    assert ids([link("a", 0), link("b", 1, "a"), link("z", 3, "lost"), link("d", 9, "b")]) == "abzd"


def test_a_late_event_puts_the_thread_right():
    late = link("b", 8, "a")
    others = [link("a", 0), link("c", 2, "b")]

    assert ids(others) == "ac"
    assert ids([*others, late]) == "abc"


def test_an_edited_message_stays_in_its_place_with_its_newest_version_first():
    links = [link("a", 0), link("b", 1, "a"), link("a", 50), link("a", 20)]

    nodes = in_thread_order(links)

    assert [node.message_id for node in nodes] == ["a", "b"]
    assert [version.occurred_at.minute for version in nodes[0].links] == [50, 20, 0]


def test_what_an_edit_does_not_repeat_is_taken_from_the_version_before():
    assert ids([link("a", 5), link("b", 1, "a"), link("b", 9, None)]) == "ab"


@pytest.mark.parametrize("links", [[("a", 1, "a")], [("a", 1, "b"), ("b", 2, "a"), ("c", 3, "b")]])
def test_a_circle_begins_with_the_earliest(links):
    assert ids([link(*one) for one in links]) == "abc"[: len(links)]


def test_nothing_has_no_order():
    assert in_thread_order([]) == []


_letters = st.sampled_from("abcdefgh")


@given(st.lists(st.tuples(_letters, st.integers(0, 9), st.none() | _letters)))
def test_whatever_is_linked_every_message_is_read_once(links):
    made = [
        link(message, minutes, after, f"e{number}") for number, (message, minutes, after) in enumerate(links)
    ]

    nodes = in_thread_order(made)

    assert sorted(node.message_id for node in nodes) == sorted({one[0] for one in links})
    assert sum(len(node.links) for node in nodes) == len(links)
    assert nodes == in_thread_order(reversed(made))


def test_a_long_chain_is_no_deep_recursion():
    links = [link(str(number), -number, str(number - 1)) for number in range(20_000)]

    assert [node.message_id for node in in_thread_order(links)] == [str(number) for number in range(20_000)]

"""How much of a conversation fits on a page?"""

from datetime import UTC, datetime, timedelta

from watchgate.catalog.fitting import MAX_PAGE_CHARS, MAX_VERSIONS, fitting
from watchgate.catalog.thread_order import Link, Node

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)


def node(message, *sizes):
    links = tuple(
        Link(message, NOON - timedelta(minutes=n), f"e{n}", None, size) for n, size in enumerate(sizes)
    )
    return Node(message, links)


def fitted(nodes, limit=10):
    return [(one.node.message_id, len(one.shown)) for one in fitting(nodes, limit)]


def test_no_more_messages_than_asked_for():
    assert fitted([node(str(number), 1) for number in range(5)], 3) == [("0", 1), ("1", 1), ("2", 1)]


def test_one_message_is_shown_however_long_it_is():
    assert fitted([node("a", 2 * MAX_PAGE_CHARS), node("b", 1)]) == [("a", 1)]


def test_a_message_that_does_not_fit_begins_the_next_page():
    assert fitted([node("a", MAX_PAGE_CHARS - 5), node("b", 6), node("c", 1)]) == [("a", 1)]


def test_of_a_message_edited_without_end_the_newest_versions_are_shown():
    assert fitted([node("a", *[1] * 50), node("b", 1)]) == [("a", MAX_VERSIONS), ("b", 1)]


def test_an_older_version_that_does_not_fit_is_left_out():
    assert fitted([node("a", 10, MAX_PAGE_CHARS), node("b", 1)]) == [("a", 1), ("b", 1)]

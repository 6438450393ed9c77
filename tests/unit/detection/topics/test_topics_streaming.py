"""A text that arrives in pieces is about the same as the whole text."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from watchgate.detection.boundaries import LOOKBACK
from watchgate.detection.topics import TOPICS, find, topics_closed_until
from watchgate.detection.topics.closed import LOOKBACK as NEEDED
from watchgate.detection.topics.closed import REACH
from watchgate.detection.topics.hits import LONGEST
from watchgate.detection.topics.lexicon import entries
from watchgate.detection.topics.window import AFTER

WORDS = frozenset(TOPICS) - {"source-code"}

words = st.sampled_from(
    [
        "kill",
        "myself",
        "bomb",
        "cyclone",
        "bath",
        "how",
        "do",
        "i",
        "make",
        "a",
        "pipe",
        "bomb",
        "pistol",
        "museum",
        "my",
        "want",
        "to",
        "die",
        "hang",
        "up",
        "cocaine",
        "buy",
        "sell",
        "the",
        "novel",
        "century",
        "girl",
        "naked",
        "moaned",
        "employee",
        "fired",
        "salary",
        "!",
        ".",
        "?",
        "\n",
        ",",
        "…",
        "x",
        "end",
        "it",
        "all",
        "without",
        "getting",
        "caught",
        "stock",
        "should",
        "i",
        "landlord",
        "sue",
        "chest",
        "pain",
        "end",
        "my",
        "life",
        "don't",
        "live",
        "want",
        "gun",
        "é",
        "ß",
        "İ",
        "😀",
        "'",
        "-",
        "((",
        "schwarzpulver",
        "wie",
        "baue",
        "ich",
        "une",
        "bombe",
        "artisanale",
        "filler0123456789",
        "another-word-that-is-rather-long",
    ]
)
texts = st.lists(words, max_size=50).map(" ".join)


def whole(text: str, topics: frozenset[str] = WORDS) -> dict[str, float]:
    return {topic.name: topic.score for topic in find(text) if topic.name in topics}


def in_pieces(text: str, cuts: list[int], topics: frozenset[str] = WORDS) -> dict[str, float]:
    """Each closed part is judged with the characters before it that the gateway keeps."""
    best: dict[str, float] = {}
    start = 0
    for arrived in [*sorted({cut for cut in cuts if cut < len(text)}), len(text)]:
        closed = len(text) if arrived == len(text) else topics_closed_until(text[:arrived], start, topics)
        assert start <= closed <= arrived
        before = text[max(0, start - LOOKBACK) : start]
        for topic in find(before + text[start:closed], since=len(before)):
            if topic.name in topics:
                best[topic.name] = max(topic.score, best.get(topic.name, 0.0))
        start = closed
    return best


@settings(max_examples=400, deadline=None)
@given(texts, st.lists(st.integers(0, 400), max_size=12))
@example(
    "bomb want schwarzpulver the pain ' naked end don't caught - wie artisanale without museum hang to without live cyclone pain "
    "my girl x pistol",
    [134],
)
@example("how do i make a pipe bomb cyclone", [21, 29, 31])
@example("i want to kill the process myself. kill myself", [14, 17, 35, 39, 42])
@example("i want to end my li fe end my life", [14, 19, 24, 30, 33])
@example("the bath bomb I want to make. how do I make a bomb", [10, 14, 29, 47, 50])
def test_pieces_say_what_the_whole_text_says(text: str, cuts: list[int]) -> None:
    assert in_pieces(text, cuts) == whole(text)


@settings(max_examples=100, deadline=None)
@given(texts, st.lists(st.integers(0, 400), max_size=8), st.sampled_from(sorted(WORDS)))
def test_so_they_do_for_a_single_topic(text: str, cuts: list[int], topic: str) -> None:
    only = frozenset({topic})

    assert in_pieces(text, cuts, only) == whole(text, only)


def test_code_is_held_line_by_line() -> None:
    text = "Here it is, as you asked.\n\ndef total(items):\n    amount = sum(items)\n    return amount"

    assert topics_closed_until(text, 0, frozenset({"source-code"})) == text.index("    return")
    for step in (1, 7, 30):
        pieces = in_pieces(text, list(range(0, len(text), step)), frozenset({"source-code"}))
        assert pieces.keys() == {"source-code"}


def test_ordinary_text_hardly_waits() -> None:
    text = "The committee met on Thursday and approved the minutes of the previous sess"

    assert text[topics_closed_until(text, 0, WORDS) :] == "sess"


def test_a_word_that_counts_waits_for_the_end_of_its_sentence_at_most() -> None:
    text = "He said that the bomb was found in the cellar of the museum"

    assert text[topics_closed_until(text, 0, WORDS) :].startswith("bomb")
    assert topics_closed_until(text + ". And then", 0, WORDS) >= len(text)
    assert topics_closed_until("the bomb " + "x " * REACH, 0, WORDS) > len("the bomb ")


def test_the_gateway_keeps_enough_text_before_a_piece() -> None:
    assert NEEDED <= LOOKBACK
    assert max(len(" ".join(entry.words)) for entry in entries()) <= LONGEST
    assert AFTER <= 160

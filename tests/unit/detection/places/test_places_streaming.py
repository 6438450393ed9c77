"""A text with addresses that arrives in pieces is judged as the whole text would be."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from unit.detection.places.addresses import ADDRESSES, NO_ADDRESSES
from watchgate.detection.boundaries import LOOKBACK
from watchgate.detection.overlaps import resolved
from watchgate.detection.places import closed_until
from watchgate.detection.places.registry import DETECTORS

_WORDS = st.sampled_from(
    ("so we agreed", "and then", "Thanks, Maria", "she lives at", "ship to:", "the order", "was late.", "1.", "- ", "PS", "GPS 52.5200, 13.4049", "Lat: 52.52001, lng: 13.40495", "北京", "我们去", "강남구")
)  # fmt: skip
_GLUE = st.sampled_from((" ", "\n", ". ", ", ", "\n\n", "; "))
texts = st.lists(
    st.tuples(st.one_of(st.sampled_from(ADDRESSES + NO_ADDRESSES), _WORDS), _GLUE), max_size=6
).map(lambda parts: "".join(piece + glue for piece, glue in parts))
sizes = st.lists(st.integers(1, 40), min_size=1, max_size=12)


def scan(text: str) -> list[tuple[str, int, int, float]]:
    seen = resolved([one for detector in DETECTORS for one in detector.find(text)])
    return [(one.entity, one.start, one.end, one.score) for one in seen]


def in_pieces(text: str, arriving: list[int]) -> list[tuple[str, int, int, float]]:
    seen = []
    done = arrived = turn = 0
    while arrived < len(text):
        arrived += arriving[turn % len(arriving)]
        turn += 1
        end = closed_until(text[:arrived], done) if arrived < len(text) else len(text)
        assert done <= end <= len(text)
        before = min(LOOKBACK, done)
        piece = text[done - before : end]
        seen += [
            (entity, start + done - before, stop + done - before, score)
            for entity, start, stop, score in scan(piece)
            if start >= before
        ]
        done = end
    return seen


@settings(max_examples=300, deadline=None, derandomize=True)
@example("Hauptstraße 12a, 10115 Berlin Thanks, Maria 〒150-0002 東京都渋谷区渋谷2丁目21番1号 ", [1])
@given(texts, sizes)
def test_findings_do_not_depend_on_how_a_text_is_cut(text: str, arriving: list[int]) -> None:
    assert in_pieces(text, arriving) == scan(text)


def test_ordinary_text_flows() -> None:
    text = "the meeting went well, and we have agreed on the next three steps for the product, so "

    assert closed_until(text, 0) == len(text)


def test_an_address_that_has_begun_waits() -> None:
    before = "then go to "
    address = "12 Main Street, Springfield, IL 62701"

    for length in range(1, len(address)):
        assert closed_until(before + address[:length], 0) == len(before)
    assert closed_until(before + address + " and then we all went home again ", 0) > len(before + address)

"""An identity number in a text that arrives in pieces is found as in the whole text."""

from hypothesis import given, settings
from hypothesis import strategies as st

from unit.detection.countries.looking import BY_DEFAULT, ON_DEMAND, findings
from watchgate.detection.boundaries import LOOKBACK, closed_until
from watchgate.detection.countries.packs import PACKS
from watchgate.detection.detector import Detector

OTHER_SCRIPTS = ["الرقم القومي ٢٩٨٠٨١٢٠١٠١٢٣٤", "マイナンバー：１２３４５６７８９０１８", "کد ملی ۰۰۸۴۵۷۵۹۴۸"]
EXAMPLES = [
    text.replace("⟦", "").replace("⟧", "")
    for pack in PACKS
    for one in pack.identifiers
    for text in one.examples
]
VALUES = [
    text.split("⟦")[1].split("⟧")[0] for pack in PACKS for one in pack.identifiers for text in one.examples
]
GLUE = st.sampled_from(
    [
        " ",
        " ",
        ", ",
        "\n",
        ". ",
        "-",
        ":",
        "(",
        ")",
        "/",
        "é",
        "身",
        "\u00a0",
        "_",
        " the ",
        " 12 ",
        " 1234",
        " 1111 ",
        " A ",
    ]
)

texts = st.lists(
    st.one_of(
        GLUE,
        GLUE,
        st.sampled_from(EXAMPLES),
        st.sampled_from(OTHER_SCRIPTS),
        st.sampled_from(VALUES),
        st.text("A1b .-", max_size=5),
    ),
    min_size=1,
    max_size=12,
).map("".join)
sizes = st.lists(st.integers(1, 40), min_size=1, max_size=9)


def found_in_pieces(text: str, arriving: list[int], detector: Detector) -> list[tuple[str, int, int, float]]:
    found = []
    done = arrived = 0
    while arrived < len(text):
        arrived += arriving[arrived % len(arriving)]
        end = closed_until(text[:arrived], done) if arrived < len(text) else len(text)
        first = max(0, done - LOOKBACK)
        found += [
            (one.entity, one.start + first, one.end + first, one.score)
            for one in findings(text[first:end], detector)
            if one.start + first >= done
        ]
        done = end
    return found


@settings(max_examples=300)
@given(texts, sizes)
def test_identity_numbers_do_not_depend_on_how_a_text_is_cut(text: str, arriving: list[int]) -> None:
    whole = [(one.entity, one.start, one.end, one.score) for one in findings(text)]

    assert found_in_pieces(text, arriving, BY_DEFAULT) == whole


@settings(max_examples=100)
@given(texts, sizes)
def test_nor_does_what_is_found_on_demand(text: str, arriving: list[int]) -> None:
    whole = [(one.entity, one.start, one.end, one.score) for one in findings(text, ON_DEMAND)]

    assert found_in_pieces(text, arriving, ON_DEMAND) == whole

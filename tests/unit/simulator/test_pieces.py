from hypothesis import given
from hypothesis import strategies as st

from watchgate.simulator.model_host.pieces import clip, pieces_of


@given(st.text())
def test_the_pieces_are_the_whole_text(text: str) -> None:
    assert "".join(pieces_of(text)) == text


@given(st.lists(st.text(min_size=1)), st.integers(0, 40))
def test_clipping_keeps_the_beginning_and_no_empty_piece(pieces: list[str], length: int) -> None:
    clipped = clip(pieces, length)

    assert "".join(clipped) == "".join(pieces)[:length]
    assert all(clipped)


def test_a_value_worth_hiding_is_spread_over_several_pieces() -> None:
    assert pieces_of("Write to alice@example.com") == (
        "Write",
        " to",
        " alice",
        "@",
        "examp",
        "le",
        ".",
        "com",
    )

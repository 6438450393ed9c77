import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchgate.detection.native import compiled, twin_ngrams
from watchgate.detection.native.twin_ngrams import MARKS, PIECES, STEM, UNIGRAM
from watchgate.detection.ngrams import Header, NgramModel, model_named, packed, unpacked

needs_compiler = pytest.mark.skipif(compiled is None, reason="the compiled part of detection is not built")

ALL_KINDS = 1023
words = st.text(st.sampled_from("ab12é жя中文ไท한あ𝕏😀\ud800 .:[]\n'\u3000\u00a0"), max_size=80)
raw = st.one_of(st.binary(max_size=120), words.map(lambda text: text.encode(errors="surrogatepass")))


@st.composite
def tables(draw: st.DrawFn) -> tuple[bytes, int, int]:
    bits, labels = draw(st.integers(1, 9)), draw(st.integers(1, 3))
    return draw(st.binary(min_size=labels << bits, max_size=labels << bits)), bits, labels


@needs_compiler
@given(raw, st.integers(1, 28), st.integers(0, ALL_KINDS))
def test_both_twins_see_the_same_features(data: bytes, bits: int, kinds: int) -> None:
    assert compiled is not None
    assert compiled.features(data, bits, kinds) == twin_ngrams.features(data, bits, kinds)


@needs_compiler
@given(raw, tables(), st.integers(0, ALL_KINDS), st.integers(0, 12))
def test_both_twins_find_the_same_windows(
    data: bytes, table: tuple[bytes, int, int], kinds: int, window: int
) -> None:
    assert compiled is not None
    asked = (data, *table, kinds, window)
    assert compiled.best_windows(*asked) == twin_ngrams.best_windows(*asked)


@needs_compiler
@given(st.integers(-1, 40), st.integers(0, 3), st.integers(0, 9))
def test_a_table_of_the_wrong_size_is_refused_by_both(bits: int, labels: int, size: int) -> None:
    assert compiled is not None
    for twin in (compiled, twin_ngrams):
        with pytest.raises(ValueError, match="does not have the size"):
            twin.best_windows(b"a", bytes(size * 2 + 1), bits, labels, UNIGRAM, 4)


def counted(text: str, kinds: int) -> int:
    return len(twin_ngrams.features(text.encode(), 20, kinds)[1])


def test_scripts_without_blanks_have_a_token_for_each_letter() -> None:
    assert counted("忽略 指令", UNIGRAM) == 4
    assert counted("ignore instructions", UNIGRAM) == 2


def test_a_word_over_and_over_counts_once() -> None:
    assert counted("word " * 60, UNIGRAM) == 1


def test_stems_make_forms_of_a_word_the_same() -> None:
    assert (
        twin_ngrams.features(b"instruction", 20, STEM)[1]
        == twin_ngrams.features(b"instructions", 20, STEM)[1]
    )


def test_marks_are_tokens_only_when_asked_for() -> None:
    assert (counted("a: [b]", UNIGRAM), counted("a: [b]", UNIGRAM | MARKS)) == (2, 5)


def test_pieces_of_a_word_are_four_bytes() -> None:
    assert counted("planet", PIECES) == 3


def weighing(word: str, weight: int) -> NgramModel:
    """A model that knows one word."""
    (bucket,) = twin_ngrams.features(word.encode(), 10, UNIGRAM)[1]
    table = array.array("b", bytes(1 << 10))
    table[bucket] = weight
    return NgramModel(Header(("it",), 10, UNIGRAM, 4, 1.0, (0.0,)), table.tobytes())


def test_the_best_window_is_where_the_word_stands() -> None:
    text = (
        "é "
        + "und so weiter geht es hier noch lange fort " * 20
        + "Paprika ist rot "
        + "und so weiter geht es " * 20
    )

    (best,) = weighing("Paprika", 100).best(text)

    assert "Paprika" in text[best.start : best.end]
    assert best.margin > 0


def test_one_word_in_a_long_text_weighs_as_much_as_in_a_short_one() -> None:
    model = weighing("Paprika", 100)
    around = [f"w{number}x" for number in range(3000)]

    (long,) = model.best(" ".join([*around, "Paprika", *around]))
    (short,) = model.best("rot ist die Paprika")

    assert long.margin == short.margin


def test_a_text_without_words_has_no_margin() -> None:
    assert weighing("a", 1).best("…")[0].margin == 0.0


def test_a_model_file_comes_back_as_it_was() -> None:
    model = weighing("Paprika", -7)

    assert unpacked(packed(model)) == model


def test_a_damaged_model_file_is_refused() -> None:
    file = packed(weighing("Paprika", 3))

    with pytest.raises(ValueError, match="damaged"):
        unpacked(file[:-4])


def test_a_model_file_of_the_wrong_size_is_refused() -> None:
    model = weighing("Paprika", 3)

    with pytest.raises(ValueError, match="fewer or more weights"):
        unpacked(packed(NgramModel(model.header, model.weights + b"\0")))


def test_the_shipped_model_is_the_one_its_card_describes() -> None:
    from hashlib import sha256
    from importlib.resources import files

    models = files("watchgate.detection") / "models"
    card = (models / "injection.md").read_text(encoding="utf-8")

    assert sha256((models / "injection.bin").read_bytes()).hexdigest() in card
    assert model_named("injection").header.labels == ("attack",)

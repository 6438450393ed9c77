"""The compiled tagger and its twin in Python say the same of any text."""

import pytest
from hypothesis import given, settings

from unit.detection.tagger.writing import anything
from watchgate.detection.native import compiled, twin_tagger, twin_tokens
from watchgate.detection.tagger.model import Model, read

pytestmark = pytest.mark.skipif(compiled is None, reason="the compiled part of detection is not built here")


@pytest.fixture(scope="module")
def models():
    return Model(read(), compiled), Model(read(), twin_tagger)


@settings(max_examples=300, deadline=None)
@given(anything)
def test_both_see_the_same_tokens(text):
    assert compiled.stops(text) == twin_tokens.stops(text)


@settings(max_examples=300, deadline=None)
@given(anything)
def test_both_find_the_same_names(models, text):
    fast, slow = models

    for bias in (0, 40):
        assert fast.tagger.tag(text, bias) == slow.tagger.tag(text, bias)


@settings(max_examples=100, deadline=None)
@given(anything)
def test_training_is_shown_the_features_that_the_twin_explains(models, text):
    fast, slow = models

    tokens, raw = compiled.encoded(text, fast.words)
    seen = twin_tagger.prepared(text, slow.words)

    assert [token[3] for token in tokens] == [token.known for token in seen]
    hashes = b"".join(
        feature.to_bytes(4, "little") for at in range(len(seen)) for feature in twin_tagger.features(seen, at)
    )
    assert raw == hashes


def test_a_word_has_the_same_hash():
    for word in ("", "Maria", "İbrahim", "ǅ", "\ud800"):
        assert compiled.word_hash(word) == twin_tokens.word_hash(word)


@pytest.mark.parametrize("module", [compiled, twin_tagger])
def test_a_broken_model_is_refused(module):
    whole = read()

    for broken in (b"", whole[:4], b"XXXX" + whole[4:], whole[:-2], whole[:-2] + b"\0\0\0\0"):
        with pytest.raises(Exception):  # noqa: B017, PT011 -- whichever: it must not be taken for a model
            Model(broken, module)

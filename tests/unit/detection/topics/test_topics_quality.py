"""What the guide and the model card state is what is measured."""

import hashlib

from tools.train.topics.card import CARD, GUIDE, MODELS, table
from tools.train.topics.corpus import own
from tools.train.topics.judged import JUDGED
from tools.train.topics.measure import LEVEL, held_out

from watchgate.detection.topics import TOPICS
from watchgate.detection.topics.lexicon import LANGUAGES, entries
from watchgate.detection.topics.model import SOURCE_CODE
from watchgate.policy.kinds.content_filter import DEFAULT_SCORE


def test_the_guide_and_the_card_state_what_is_measured_now() -> None:
    measured = table(held_out(), held_out(split="later"), JUDGED)

    assert measured in GUIDE.read_text(encoding="utf-8")
    assert measured in CARD.read_text(encoding="utf-8")


def test_the_card_names_the_weights_that_are_there() -> None:
    sha256 = hashlib.sha256((MODELS / "topics.bin").read_bytes()).hexdigest()

    assert sha256 in CARD.read_text(encoding="utf-8")


def test_it_is_measured_at_the_score_that_packs_have_by_default() -> None:
    assert LEVEL == DEFAULT_SCORE


def test_of_ten_hits_in_held_out_texts_nine_are_right_and_most_texts_are_found() -> None:
    qualities = [*held_out().values(), *held_out(split="later").values()]

    assert sum(quality.right for quality in qualities) >= 9 * sum(quality.wrong for quality in qualities)
    assert sum(quality.right for quality in qualities) >= 2 * sum(quality.missed for quality in qualities)


def test_every_topic_has_texts_of_both_kinds_in_every_part() -> None:
    kinds = {(text.topic, text.split, text.is_about) for text in own()}

    assert kinds == {
        (topic, split, yes)
        for topic in TOPICS
        for split in ("train", "test", "seen", "later")
        for yes in (True, False)
    }


def test_no_held_out_text_is_trained_on() -> None:
    trained = {text.text for text in own() if text.split == "train"}

    assert not [text.text for text in own() if text.split != "train" and text.text in trained]


def test_the_harmful_topics_have_words_in_all_languages() -> None:
    languages: dict[str, set[str]] = {}
    for entry in entries():
        languages.setdefault(entry.concept.topic, set()).add(entry.language)

    for topic in ("weapons", "self-harm", "sexual", "hate", "violence", "illegal-drugs"):
        assert languages[topic] == set(LANGUAGES)
    assert SOURCE_CODE not in languages

from watchgate.detection.engine import default_engine
from watchgate.detection.redact import Labels, excerpt


def redacted(*texts: str) -> list[str]:
    labels = Labels()
    return [labels.redact(text, default_engine().scan(text)) for text in texts]


def test_the_same_value_gets_the_same_label() -> None:
    masked = redacted(
        "maria@example.com wrote to tom@example.com; maria@example.com waits", "tom@example.com"
    )

    assert masked == ["<EMAIL_1> wrote to <EMAIL_2>; <EMAIL_1> waits", "<EMAIL_2>"]


def test_each_entity_counts_for_itself() -> None:
    assert redacted("maria@example.com, 536-22-1234, tom@example.com") == ["<EMAIL_1>, <SSN_1>, <EMAIL_2>"]


def test_a_label_that_the_text_has_already_is_not_given() -> None:
    assert redacted("<EMAIL_1> is maria@example.com") == ["<EMAIL_1> is <EMAIL_2>"]


def test_an_excerpt_is_recognisable_and_useless() -> None:
    assert excerpt("maria@example.com") == "ma•••@•••••••.•om"
    assert excerpt("4155550") == "•••••••"
    assert excerpt("x" * 500).startswith("xx•")
    assert len(excerpt("x" * 500)) < 100

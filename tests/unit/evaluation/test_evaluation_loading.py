import json
from pathlib import Path

import pytest

from watchgate.evaluation.loading import Format, examples, guessed
from watchgate.evaluation.model import Example, Span
from watchgate.kernel.errors import UserError


def written(tmp_path: Path, content: str | bytes, name: str = "data") -> Path:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(path: Path, form: Format | None = None) -> list[Example]:
    return [example for example, _ in examples(path, form)]


def complaint(path: Path, form: Format | None = None) -> str:
    with pytest.raises(UserError) as caught:
        read(path, form)
    return str(caught.value)


def test_presidio_research(tmp_path: Path) -> None:
    sample = {
        "full_text": "é Maria",
        "spans": [{"entity_type": "PERSON", "entity_value": "Maria", "start_position": 2, "end_position": 7}],
        "template_id": 7,
    }
    path = written(tmp_path, json.dumps([sample]))

    assert read(path) == [Example("é Maria", (Span("PERSON", 2, 7),), "item 1")]


@pytest.mark.parametrize(
    "spans",
    [
        {"spans": [{"start": 0, "end": 5, "label": "PERSON"}]},
        {"entities": [{"start": 0, "end": 5, "entity_type": "PERSON", "score": 1}]},
        {"spans": [{"start": 0, "end": 5, "entity": "PERSON"}]},
        {"entities": [[0, 5, "PERSON"]]},
    ],
)
def test_json_lines(tmp_path: Path, spans: dict) -> None:
    path = written(tmp_path, "\ufeff" + json.dumps({"text": "Maria", **spans}) + "\n\n" + '{"text": "rain"}')

    assert read(path) == [
        Example("Maria", (Span("PERSON", 0, 5),), "line 1"),
        Example("rain", (), "line 3"),
    ]


CONLL = [
    ("Maria\tB-PER\nAndersson\tI-PER\nmet\tO\nOla\tB-PER\n", [("PER", "Maria Andersson"), ("PER", "Ola")]),
    ("Maria B-PER\nOla B-PER\n", [("PER", "Maria"), ("PER", "Ola")]),
    ("Maria NNP I-NP I-PER\nAndersson NNP I-NP I-PER\nUlm NNP I-NP I-LOC\n", [("PER", "Maria Andersson"), ("LOC", "Ulm")]),
    ("Maria\tPER\nAndersson\tPER\nmet\tO\nOla\tPER\n", [("PER", "Maria Andersson"), ("PER", "Ola")]),
    ("Maria\tB-PER\nAndersson\tE-PER\nOla\tS-PER\nUlm\tU-LOC\n", [("PER", "Maria Andersson"), ("PER", "Ola"), ("LOC", "Ulm")]),
    ("in\tO\nUlm\tI-LOC\nNord\tL-LOC\nUlm\tI-LOC\n", [("LOC", "Ulm Nord"), ("LOC", "Ulm")]),
    ("\tO\nUlm\tB-geo-loc\r\n", [("geo-loc", "Ulm")]),
]  # fmt: skip


@pytest.mark.parametrize(("content", "expected"), CONLL)
def test_conll(tmp_path: Path, content: str, expected: list[tuple[str, str]]) -> None:
    (example,) = read(written(tmp_path, content), "conll")

    assert [(label, example.text[start:end]) for label, start, end in example.spans] == expected


def test_an_empty_line_ends_a_sentence(tmp_path: Path) -> None:
    path = written(tmp_path, "-DOCSTART- O\n\nUlm\tB-LOC\n\n\nrain\tO\nfalls\tO", "a.conll")

    assert read(path) == [
        Example("Ulm", (Span("LOC", 0, 3),), "line 3"),
        Example("rain falls", (), "line 6"),
    ]


def test_a_plain_text_is_one_example(tmp_path: Path) -> None:
    assert read(written(tmp_path, "a\n\nb", "a.txt")) == [Example("a\n\nb", (), "the whole file")]


@pytest.mark.parametrize(
    ("content", "name", "form"),
    [
        ("\ufeff [ ]", "x", "presidio"),
        ('\n{"text": ""}', "x.txt", "jsonl"),
        ("a\tO", "x.conll", "conll"),
        ("a", "x.md", "text"),
    ],
)
def test_the_format_shows_in_the_beginning_or_the_name(
    tmp_path: Path, content: str, name: str, form: str
) -> None:
    assert guessed(written(tmp_path, content, name)) == form


def test_an_unknown_format_is_asked_for(tmp_path: Path) -> None:
    assert "Give --format presidio, jsonl, conll or text." in complaint(written(tmp_path, "a,b"))


@pytest.mark.parametrize(
    ("form", "content", "said"),
    [
        ("jsonl", '{"text": "a"}\n{"text": 5}', "data, line 2 is not as expected: Expected `str`, got `int`"),
        ("jsonl", '{"text": "a"}\nnonsense', "data, line 2 is not as expected: JSON is malformed"),
        ("jsonl", b'{"text": "\xff"}', "data, line 1 is not as expected: "),
        ("jsonl", '{"text": "abc", "spans": [[1, 4, "X"]]}', "data, line 1: the span X 1-4 does not lie in its text of 3"),
        ("jsonl", '{"text": "abc", "spans": [{"start": 0, "end": 1}]}', "data, line 1: the span 0-1 has no label"),
        ("conll", "a\tO\nb\n", "data, line 2 has no tag"),
        ("conll", b"a\tO\n\xff\tO\n", "data is not UTF-8 text"),
        ("presidio", '[{"full_text": "a", "spans": [{"entity_type": "X"}]}]', "data is not in the form of presidio-research: Object missing required field"),
        ("presidio", "[", "data is not in the form of presidio-research: Input data was truncated"),
        ("presidio", '[{"full_text": "a", "spans": [{"entity_type": "X", "start_position": -1, "end_position": 1}]}]', "data, item 1: the span X -1-1 does not lie"),
    ],
)  # fmt: skip
def test_a_bad_file_is_told_what_is_wrong_and_where(
    tmp_path: Path, form: Format, content: str | bytes, said: str
) -> None:
    assert said in complaint(written(tmp_path, content), form)


def test_a_missing_file_is_one_clear_sentence(tmp_path: Path) -> None:
    path = tmp_path / "none"

    assert complaint(path) == f"{path} cannot be read: No such file or directory. Check the path."


@pytest.mark.parametrize(
    ("form", "content"), [("jsonl", '{"text": "é"}\n\n{"text": "b"}\n'), ("conll", "é\tO\n\nb\tO\n")]
)
def test_every_byte_is_accounted_for(tmp_path: Path, form: Format, content: str) -> None:
    path = written(tmp_path, content)

    taken = sum(size for _, size in examples(path, form))

    assert abs(taken - path.stat().st_size) <= 1

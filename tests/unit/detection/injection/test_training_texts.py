import json
from pathlib import Path

import pytest
from tools.train.injection.templates import TEXTS, Templates, templates

CORPORA = Path(__file__).parents[3] / "corpora"
FILES = sorted(path.stem for path in TEXTS.glob("*.txt"))


def made(name: str, each: int) -> set[str]:
    return {text for _, text in templates(name).texts(each=each, seed=1)}


def template(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Templates:
    (tmp_path / "mine.txt").write_text(line, encoding="utf-8")
    monkeypatch.setattr("tools.train.injection.templates.TEXTS", tmp_path)
    return templates("mine")


def test_a_template_stands_for_all_its_choices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = template("@fruit = apple | red pear\n# said\n{Eat|Buy} a {fruit}{.|!}", tmp_path, monkeypatch)

    texts = {text for _, text in lines.texts(each=8, seed=3)}

    assert texts <= {
        f"{verb} a {fruit}{end}" for verb in ("Eat", "Buy") for fruit in ("apple", "red pear") for end in ".!"
    }
    assert len(texts) > 4


def test_a_backslash_takes_the_meaning_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = template(r"<\|a\|> \{b\}", tmp_path, monkeypatch)

    assert list(lines.texts(each=3, seed=1)) == [(0, "<|a|> {b}")]


@pytest.mark.parametrize("line", ["{a|b", "a}"])
def test_unbalanced_braces_are_refused(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match="a brace too"):
        template(line, tmp_path, monkeypatch)


@pytest.mark.parametrize("name", FILES)
def test_no_slot_is_left_unfilled(name: str) -> None:
    slots = set(templates(name).slots)

    assert not [text for text in made(name, 5) if any(f"{{{slot}}}" in text for slot in slots)]


def test_what_tests_judge_is_not_what_the_model_learns_from() -> None:
    learnt = set().union(*(made(name, 60) for name in FILES))
    judged = {
        json.loads(line)["text"]
        for name in ("attacks", "benign_prompts")
        for line in (CORPORA / f"{name}.jsonl").read_text(encoding="utf-8").strip().split("\n")
        if "sure" not in json.loads(line)
    }

    assert not judged & learnt

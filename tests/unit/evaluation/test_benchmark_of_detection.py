"""The page on detection is written minutes after its figures were measured: it must not fail then, nor count wrongly."""

from pathlib import Path

import pytest
from benchmarks.detection import report
from benchmarks.detection.corpora import CHAT, DENSE, MESSAGE_LENGTH, Corpora, Missing
from benchmarks.detection.figures import EIGHT, STRUCTURED, Figures, figures
from benchmarks.detection.measure import Run

from watchgate.evaluation.model import Example, Span

EMAIL = Example("mail maria@example.com " + "x" * 3000, (Span("EMAIL_ADDRESS", 5, 22),))
CARD = Example("4111 1111 1111 1111", (Span("CREDIT_CARD", 0, 19), Span("TITLE", 0, 2)))
CORPORA = Corpora({"v2": [EMAIL], "large": [EMAIL, CARD]}, [Example("call 415-555-0132 " + "y" * 4000)])


def examined(found: dict[str, list[list[tuple[str, int, int]]]]) -> Figures:
    sets = CORPORA.sets()
    results = {
        name: {"spans": found.get(name, [[] for _ in texts]), "seconds": [0.001] * len(texts)}
        for name, texts in sets.items()
    }
    return figures(Run(results, 0.1, {"afterwards": 50.0}, {1: 10.0, 2: 19.0}), CORPORA)


def test_a_peer_is_scored_by_its_own_names() -> None:
    found = examined({"v2": [[("email", 5, 22)]], "large": [[("email", 5, 22)], [("phone-number", 0, 19)]]})

    assert found.scored["v2"].of(*STRUCTURED).rates().f1 == 1
    large = found.scored["large"]
    assert large.of("EMAIL_ADDRESS").rates().recall == 1
    assert large.of(*EIGHT).rates().precision == 0.5
    assert large.kinds["missed", "CREDIT_CARD", ("PHONE_NUMBER",)] == 1
    assert large.shown["missed", "CREDIT_CARD", ("PHONE_NUMBER",)] == "41•• •••• •••• ••11"


def test_what_is_found_in_ordinary_prompts_counts_by_group() -> None:
    found = examined(
        {"benign": [[("PHONE", 5, 17), ("GITHUB_TOKEN", 0, 4), ("shoe", 0, 4), ("EMAIL", 0, 4)]]}
    )

    per_megabyte = 1e6 / 4018
    assert found.alarms == dict.fromkeys(
        ("structured", "secrets", "other", "EMAIL_ADDRESS"), pytest.approx(per_megabyte)
    )


def test_messages_have_2048_characters() -> None:
    sets = CORPORA.sets()

    assert {len(text) for name in (CHAT, DENSE) for text in sets[name]} == {MESSAGE_LENGTH}


def test_the_page_names_whoever_was_left_out(tmp_path: Path) -> None:
    page = tmp_path / "docs" / "detection.md"
    results = {"Watchgate": examined({"v2": [[("EMAIL_ADDRESS", 5, 22)]]}), "Other": examined({})}

    report.written(page, results, CORPORA, {"Third": "it did not run"}, "make bench-detect")

    written = page.read_text()
    assert "- Third: it did not run" in written
    assert "| Other |" in written
    assert "| structured F1, v2 | ≥ 0.97 | 1 | met |" in written
    assert "maria@example.com" not in written


def test_missing_sets_are_named(tmp_path: Path) -> None:
    with pytest.raises(Missing, match=r"presidio_synth_v2\.json"):
        Corpora.read(tmp_path, benign_texts=None)

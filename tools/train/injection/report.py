"""How good is the score on sources that the model has not seen?"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from tools.train.injection.corpora import Example
from tools.train.injection.judged import judging
from watchgate.detection.ngrams import NgramModel

THRESHOLDS = (0.3, 0.5, 0.7, 0.8, 0.9, 0.95)
_CORPORA = Path(__file__).parents[3] / "tests" / "corpora"

Held = tuple[NgramModel, list[Example]]
Scores = dict[tuple[str, bool], list[float]]


def report(folds: Sequence[Held]) -> str:
    """Tables in Markdown."""
    scores: Scores = defaultdict(list)
    for model, held_out in folds:
        judge = judging(model)
        for example in (*held_out, *_never_trained()):
            scores[example.source, example.is_attack].append(judge(example.text))
    return "\n".join((*_curve(scores), "", *_by_source(scores)))


def _never_trained() -> Iterator[Example]:
    """Our corpora of the tests, which no fold trains on; each fold's model judges them all."""
    for name, is_attack in (("attacks", True), ("benign_prompts", False)):
        for line in (_CORPORA / f"{name}.jsonl").read_text(encoding="utf-8").strip().split("\n"):
            yield Example(json.loads(line)["text"], is_attack, f"tests/{name}")


def _by_source(scores: Scores) -> Iterator[str]:
    """The share of each source that reaches each threshold: for attacks the recall, otherwise the false alarms."""
    yield "| Source | Texts | " + " | ".join(f"≥ {threshold}" for threshold in THRESHOLDS) + " |"
    yield "|---|---|" + "---|" * len(THRESHOLDS)
    for is_attack in (True, False):
        yield f"| **{'attacks: recall' if is_attack else 'ordinary texts: false alarms'}** |" + " |" * (
            len(THRESHOLDS) + 1
        )
        for (source, label), of_source in sorted(scores.items()):
            if label is is_attack:
                shares = (f"{_share(of_source, threshold):.1%}" for threshold in THRESHOLDS)
                yield f"| {source} | {len(of_source)} | " + " | ".join(shares) + " |"


def _curve(scores: Scores) -> Iterator[str]:
    """Precision, recall and F1 over the public sources, each source of attacks weighing alike, as do the texts of the ordinary ones."""
    attacks = [found for (source, label), found in scores.items() if label and _is_public(source)]
    ordinary = [
        score
        for (source, label), found in scores.items()
        if not label and _is_public(source)
        for score in found
    ]
    tricky = scores["tests/benign_prompts", False] + scores["bastion_controls", False]
    yield "| Threshold | Recall, mean of sources | False alarms, ordinary | False alarms, full of trigger words | F1 |"
    yield "|---|---|---|---|---|"
    for threshold in THRESHOLDS:
        recall = sum(_share(found, threshold) for found in attacks) / len(attacks)
        false, among_tricky = _share(ordinary, threshold), _share(tricky, threshold)
        precision = recall / (recall + (false + among_tricky) / 2 or 1e-9)
        f1 = 2 * precision * recall / (precision + recall)
        yield f"| {threshold} | {recall:.1%} | {false:.2%} | {among_tricky:.1%} | {f1:.3f} |"
    yield ""
    yield "F1: as many attacks as ordinary texts, of which half are full of trigger words."


def _is_public(source: str) -> bool:
    return not source.startswith(("ours_", "tests/", "bastion_controls"))


def _share(scores: Sequence[float], threshold: float) -> float:
    return sum(score >= threshold for score in scores) / len(scores) if scores else 0.0

"""How good is a model on what it has not seen? Held-out corpora, and ordinary prompts for its false alarms."""

from pathlib import Path

from tools.train.tagger import lists
from tools.train.tagger.corpora import annotated
from tools.train.tagger.example import Example
from tools.train.tagger.material import HELD_OUT
from watchgate.detection.native import compiled
from watchgate.detection.tagger.model import Model


def report(data: Path, raw: bytes, bias: int = 0) -> None:
    """Print precision, recall and F1 (spans that overlap by half) for people, and alarms a kilobyte."""
    tagger = Model(raw, compiled)
    corpora = annotated(data)
    for name in sorted(HELD_OUT):
        for kind in ("PERSON", "LOCATION", "ORGANIZATION"):
            print(f"{name} {kind}: {_scored(tagger, corpora[name], kind, bias)}")
    prompts = lists.benign(data)
    found = sum(
        tagger.kinds[number] == "PERSON"
        for prompt in prompts
        for _, _, number, _ in tagger.tagger.tag(prompt, bias)
    )
    print(f"ordinary prompts: {1000 * found / sum(map(len, prompts)):.2f} PERSON a KB")


def _scored(tagger: Model, examples: list[Example], kind: str, bias: int) -> str:
    right = found = wanted = 0
    for example in examples:
        open_spans = [span for span in example.spans if span.kind == kind]
        wanted += len(open_spans)
        for start, end, number, _ in tagger.tagger.tag(example.text, bias):
            if tagger.kinds[number] != kind:
                continue
            found += 1
            hit = next(
                (span for span in open_spans if _overlap(start, end, span.start, span.end) >= 0.5), None
            )
            if hit is not None:
                right += 1
                open_spans.remove(hit)
    precision, recall = right / max(1, found), right / max(1, wanted)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return f"precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}"


def _overlap(start: int, end: int, other_start: int, other_end: int) -> float:
    shared = max(0, min(end, other_end) - max(start, other_start))
    return shared / (max(end, other_end) - min(start, other_start))

"""How does each text look to a model that has not seen its source?"""

from collections.abc import Sequence
from dataclasses import dataclass

from tools.train.injection.corpora import Example
from tools.train.injection.fit import fitted, prepared
from tools.train.injection.folds import FOLDS, fold_of, without_copies
from tools.train.injection.plain import is_disguised
from watchgate.detection.injection.view import view
from watchgate.detection.ngrams import NgramModel


@dataclass(frozen=True, slots=True)
class Fold:
    """A model, and the texts that it has not seen."""

    model: NgramModel
    held_out: list[Example]
    margins: list[float]


def folds(examples: Sequence[Example]) -> list[Fold]:
    prepared_by_text = {example.text: prepared(example.text) for example in examples}
    made = []
    for fold in range(FOLDS):
        held_out = [example for number, example in enumerate(examples) if fold_of(example, number) == fold]
        rest = [example for number, example in enumerate(examples) if fold_of(example, number) != fold]
        training = [e for e in without_copies(rest, held_out) if not is_disguised(e.text)]
        model = fitted([(prepared_by_text[e.text], e.is_attack, e.source) for e in training])
        made.append(Fold(model, held_out, [model.best(view(e.text).text)[0].margin for e in held_out]))
        print(f"fold {fold + 1} of {FOLDS}: {len(training)} texts, {len(held_out)} held out")
    return made

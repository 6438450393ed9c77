"""What is learnt from? Annotated corpora, made-up sentences with names, and texts without any."""

import random
import re
from collections.abc import Iterator
from pathlib import Path

from tools.train.tagger import lists
from tools.train.tagger.corpora import annotated
from tools.train.tagger.example import Example, Span
from tools.train.tagger.grammar import sentence
from tools.train.tagger.people import Filler, Sources
from tools.train.tagger.translations import translated

HELD_OUT = frozenset({"wnut17_dev", "btc_a"})
"""Files that are never learnt from: they say how good the model is."""
SENTENCES = 60_000
ELSEWHERE = {
    "de": ("de_DE", "de_DE", "fr_CH"),
    "fr": ("fr_FR", "fr_FR", "fr_CH"),
    "es": ("es_ES", "es_MX"),
    "it": ("it_IT",),
    "pt": ("pt_BR", "pt_PT"),
    "nl": ("nl_NL",),
    "pl": ("pl_PL",),
    "tr": ("tr_TR",),
    "sv": ("sv_SE", "no_NO", "da_DK"),
}
"""Languages with sentences of their own in `texts/`, and whose names stand in them."""
SENTENCES_ELSEWHERE = 1_200
"""For each of these languages."""
_TEXTS = Path(__file__).parent / "texts"
_SLOT = re.compile(r"\{([A-Z]+)\}")
_WORD = re.compile(r"[^\W\d_]+")


def material(folder: Path, chance: random.Random) -> list[Example]:
    """All examples, shuffled."""
    examples = [
        *_annotated(folder, chance),
        *_made_up(folder, chance),
        *_elsewhere(folder, chance),
        *(Example(text, ()) for text in translated()),
        *_prompts(folder, chance),
    ]
    chance.shuffle(examples)
    return examples


def _annotated(folder: Path, chance: random.Random) -> Iterator[Example]:
    for name, examples in annotated(folder, without=HELD_OUT).items():
        for example in examples:
            yield example
            if name == "wikigold":
                yield example._replace(forget=0.3)
            yield from _recased(example, chance, lower=0.06, upper=0.04)


def _made_up(folder: Path, chance: random.Random) -> Iterator[Example]:
    filler = Filler(_sources(folder), chance)
    with_names, without = _lines("with_names.txt"), _lines("without_names.txt")
    for _ in range(SENTENCES):
        filler.another_locale()
        mixed = with_names if chance.random() < 0.75 else [*with_names, *without]
        count = chance.choice([1, 1, 1, 2, 3])
        chosen = [sentence(chance) if chance.random() < 0.45 else chance.choice(mixed) for _ in range(count)]
        yield _cased(_filled(chosen, filler, chance)._replace(forget=0.35), chance, lower=0.12, upper=0.04)
    for _ in range(SENTENCES // 3):
        filler.another_locale(("en_US", "en_GB"))
        chosen = [chance.choice(without) for _ in range(chance.choice([1, 2, 3]))]
        yield _cased(_filled(chosen, filler, chance), chance, lower=0.1, upper=0.05)


def _elsewhere(folder: Path, chance: random.Random) -> Iterator[Example]:
    """Sentences in other languages; three in four with their small and capital letters as they belong."""
    filler = Filler(_sources(folder), chance)
    for language, locales in ELSEWHERE.items():
        lines = _lines(f"{language}.txt")
        for _ in range(SENTENCES_ELSEWHERE):
            filler.another_locale(locales)
            chosen = chance.choices(lines, k=chance.choice([1, 1, 2, 3]))
            filled = _filled(chosen, filler, chance)._replace(forget=0.35)
            yield _cased(filled, chance, lower=0.12, upper=0.04)


def _sources(folder: Path) -> Sources:
    return Sources(
        lists.cities(),
        lists.countries(),
        lists.names(folder, "first_all.txt"),
        lists.names(folder, "surnames_all.txt"),
    )


def _prompts(folder: Path, chance: random.Random) -> Iterator[Example]:
    """Ordinary prompts, without the lines in which somebody may be named."""
    prompts = lists.benign(folder)
    likely = lists.likely_names(folder, prompts)
    for prompt in prompts:
        kept: list[str] = []
        for line in prompt[:1500].split("\n"):
            inside = [word for word in _WORD.findall(line)[1:] if word[0].isupper() and word[1:].islower()]
            if any(word.lower() in likely for word in inside) or (len(inside) > 2 and chance.random() < 0.6):
                continue
            kept.append(line)
        if kept:
            yield Example("\n".join(kept), ())


def _lines(file: str) -> list[str]:
    lines = (_TEXTS / file).read_text(encoding="utf-8").split("\n")
    return [line.replace("\\n", "\n") for line in lines if line]


def _filled(templates: list[str], filler: Filler, chance: random.Random) -> Example:
    text = ""
    spans: list[Span] = []
    for template in templates:
        text += chance.choice([" ", " ", "\n", "\n\n"]) if text else ""
        done = 0
        for slot in _SLOT.finditer(template):
            text += template[done : slot.start()]
            value, kind = filler.value(slot[1])
            if kind:
                spans.append(Span(len(text), len(text) + len(value), kind))
            text += value
            done = slot.end()
        text += template[done:]
    return Example(text, tuple(spans))


def _cased(example: Example, chance: random.Random, *, lower: float, upper: float) -> Example:
    return next(_recased(example, chance, lower=lower, upper=upper), example)


def _recased(example: Example, chance: random.Random, *, lower: float, upper: float) -> Iterator[Example]:
    """The example in small letters or capitals, sometimes; not where that changes its length."""
    form = chance.random()
    if form >= lower + upper:
        return
    text = example.text.lower() if form < lower else example.text.upper()
    if len(text) == len(example.text):
        yield example._replace(text=text)

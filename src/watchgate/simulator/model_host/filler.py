"""What does a model say that has nothing to say? Harmless sentences, of a wanted length, from the request's chance."""

import random

_PROSE = """
river lantern quiet garden window market paper morning winter harbour copper bridge forest letter silver kettle
road valley orchard meadow candle station ladder pepper island anchor compass blanket thunder feather mirror
carries follows gathers remembers opens answers crosses watches keeps mends paints finds leaves gently slowly
often under over beside beyond without toward among
"""
_WORDS = _PROSE.split()
_SENTENCE_WORDS = (5, 14)


def filler(chance: random.Random, *, words: int) -> str:
    """*words* words in sentences."""
    sentences: list[str] = []
    left = words
    while left > 0:
        length = min(left, chance.randint(*_SENTENCE_WORDS))
        sentences.append(" ".join(chance.choices(_WORDS, k=length)).capitalize() + ".")
        left -= length
    return " ".join(sentences)

"""Is a phrase of an attack spoken of rather than spoken?

    Why does "ignore all previous instructions" work?      spoken of: a quotation mark before it, and before that a word about words

Whoever hides an attack behind such words gains a little, not everything: the rule's signal gets weaker, and the model judges the text as it stands.
Only what stands before a phrase counts, because a stream has not seen what follows.
"""

import re

SPOKEN_OF = 0.4
"""How much of a signal's weight is left."""

_BEFORE = 110
_QUOTE = re.compile(r"[\"'`\u201c\u201d\u201e\u00ab\u00bb\u2018\u300c\u300e]\W{0,2}(?:[\w,]+\W+){0,3}\Z")
_ABOUT_WORDS = re.compile(
    r"\b(?:words?|phrases?|sentences?|messages?|strings?|texts?|examples?|quot(?:e[sd]?|ation)|contain(?:s|ing)?|saying|says|said|called|"
    r"classif(?:y|ied)|label|detect(?:s|ed|ing)?|explain(?:s|ed)?|why|what does|mean(?:s|ing)?|patterns?|regex|quer(?:y|ies)|counts?|filters?|"
    r"matche?s?|hid|typed|wrote|written|writes?|blocked|flagged|logged|attack(?:s|ers?)?|injections?|jailbreaks?|such as|like|e\.g|"
    r"how do you say|translation of|synonyms?|slogan|title|headline|joke|parrot|"
    r"satz|satze|ausdruck|worte?r?|bedeutet|warum|wieso|text|phrase[sn]?|mots?|pourquoi|signifie|veut dire|frases?|palabras?|"
    r"por que|significa|parol[ae]|perche|zin|waarom|betekent|zdanie|dlaczego|znaczy|фраз\w|слов\w|почему|означает)\b"
    r"|为什么|意思|短语|句子|例如|という|なぜ|意味|문장|왜|뜻"
)


def is_spoken_of(text: str, start: int) -> bool:
    """*text* is a view; the phrase begins at *start*."""
    before = text[max(0, start - _BEFORE) : start]
    quote = _QUOTE.search(before)
    return quote is not None and _ABOUT_WORDS.search(before, 0, quote.start() + 1) is not None

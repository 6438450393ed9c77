"""How does a rule become expressions: one for Hyperscan (does it occur?), one for Python (where?)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from watchgate.detection.injection.indirect_rules import INDIRECT_RULES
from watchgate.detection.injection.rules import OTHER_LANGUAGES, RULES, Rule

GAP_CHARACTERS = "\\s,;:'\"`*_>(){}\\[\\]|/\\-"
"""What may separate the words of a signal, for use inside a character class. Never the end of a sentence."""

REACH = 200
"""No signal is longer, in characters of the view."""

ALL_RULES: tuple[Rule, ...] = RULES + INDIRECT_RULES + OTHER_LANGUAGES


@dataclass(frozen=True)
class CompiledRule:
    """`begins` matches where a signal may begin (at the beginning of a word, if `has_words`), `whole` the signal from there,
    `growing` whatever may become one when more text comes. Each is compiled when it is first used: most never are.
    `trigger` is for Hyperscan.
    """

    name: str
    weight: float
    opens: tuple[str, ...]
    has_words: bool
    trigger: str
    beginning: str
    pattern: str

    @cached_property
    def begins(self) -> re.Pattern[str]:
        return re.compile(self.beginning)

    @cached_property
    def whole(self) -> re.Pattern[str]:
        return re.compile(self.pattern)

    @cached_property
    def growing(self) -> re.Pattern[str]:
        return re.compile(_growing(self.pattern))


def compiled(rule: Rule) -> CompiledRule:
    opens = "|".join(_spaced(re.escape(phrase).replace("\\ ", " ")) for phrase in _longest_first(rule.opens))
    return CompiledRule(
        rule.name,
        rule.weight,
        rule.opens,
        _has_words(rule.opens[0]),
        trigger=_trigger(opens, _spaced(rule.key)),
        beginning="|".join(map(re.escape, _longest_first({phrase.split()[0] for phrase in rule.opens}))),
        pattern=rf"(?:{opens}){_end_of(rule)}{_spaced(rule.then)}",
    )


def _trigger(opens: str, key: str) -> str:
    """An opening, and the key behind it in the same sentence."""
    return f"(?i)(?:{_for_bytes(opens)})" + (f"[^.!?]*(?:{_for_bytes(key)})" if key else "")


def _longest_first(phrases: Iterable[str]) -> list[str]:
    return sorted(phrases, key=lambda phrase: (-len(phrase), phrase))


def _end_of(rule: Rule) -> str:
    """An opening is whole words, in scripts that have words."""
    return r"(?![^\W_])" if _has_words(rule.opens[0]) else ""


def _has_words(phrase: str) -> bool:
    return phrase[0].isalpha() and phrase[0] < "\u1100"


def _spaced(pattern: str) -> str:
    return pattern.replace(" ?", f"[{GAP_CHARACTERS}]{{0,4}}").replace(" ", f"[{GAP_CHARACTERS}]{{1,4}}")


_TOKEN = re.compile(r"\(\?[:!]|[()|]|\{[0-9,]+\}|[?*+]|\\b|\\.|\[(?:\\.|[^\]\\])*\]|.")
_STRUCTURE = re.compile(r"\(\?:|[()|]|\{[0-9,]+\}|[?*+]")


def _growing(pattern: str) -> str:
    """Matches every beginning of what *pattern* matches that reaches to the end of the text: each character it asks for may
    still be to come. A look-ahead is taken out: what it forbids may not have come yet.
    """
    tokens = _TOKEN.findall(_LOOK_AROUND.sub("", pattern))
    return "".join(token if _STRUCTURE.fullmatch(token) else rf"(?:{token}|\Z)" for token in tokens) + r"\Z"


_LOOK_AROUND = re.compile(r"\(\?[!=][^()]*(?:\([^()]*(?:\([^()]*\)[^()]*)*\)[^()]*)*\)")
_AT_LEAST_ONE = re.compile(r"\{[1-9][0-9]*,[0-9]+\}")
_ANY_NUMBER = re.compile(r"\{0,[0-9]+\}")


def _for_bytes(pattern: str) -> str:
    """Lets through at least what *pattern* does, in UTF-8 bytes, without look-around, and without counting (dear to compile)."""
    pattern = _LOOK_AROUND.sub("", pattern).replace("\\b", "").replace("\\w", ".{1,3}")
    return _ANY_NUMBER.sub("*", _AT_LEAST_ONE.sub("+", pattern))


COMPILED: tuple[CompiledRule, ...] = tuple(compiled(rule) for rule in ALL_RULES)

RULE_NAMES = frozenset(rule.name for rule in ALL_RULES)
"""Signals of these names are the same in a stream, however it is cut. Others are looked for in each piece as it comes."""

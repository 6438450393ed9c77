"""What in a text has the form of source code? Forms, not words: calls, braces, declarations, tags, statements of a query.

Data (JSON, CSV), logs and formulas are not meant, so their forms are marks as well, which speak against.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from watchgate.detection.one_pass import Pass, one_pass
from watchgate.detection.topics.lexicon import Concept
from watchgate.detection.topics.model import SOURCE_CODE


class Mark(NamedTuple):
    concept: Concept
    form: str
    start: int
    end: int


_SEEDS = (
    r"[{}]", r"\w\(", r"\)[;{]", r"(?m);[ \t\r]*$", r"[=!]==?[^=]|=>|->\w|::\w|&&|\+=|\+\+", r"</?[a-zA-Z!?]", r"```", r"\$[a-zA-Z({_]",
    r"\w[ \t]?=[ \t]?[\w\"'\[({-]", r"<-", r"\| [a-zA-Z]", r"lambda", r"#include|#!|#define",
    (
        r"(?m)^[ \t]*(?:(?:def|class|import|from|return|function|const|let|var|public|private|using|use|try|async|fn|func|end|sudo|apt|apt-get|pip3?|npm|yarn|git|"
        r"docker|kubectl|curl|chmod|cargo|go|brew|echo|puts|print|module|package|FROM|RUN)\b|//|/\*|-- |@\w)"
    ),
    r"\b(?:SELECT|INSERT INTO|CREATE|UPDATE|DELETE FROM|ALTER TABLE|DROP TABLE)\b", r"\bselect [^\n]{1,30} from\b", r"[A-Z][a-z]+-[A-Z]\w+ -",
)  # fmt: skip
"""Without one of these, a text holds no source code. Most prose has none."""

_CANDIDATE = re.compile(
    r"[(){}<>=;$|`]|^[ \t]*(?:(?:def|class|import|from|return|else|try|finally|end|sudo|apt|pip|npm|yarn|git|docker|kubectl|curl|chmod|cargo|go|brew|echo|"
    r"puts|module|package|SELECT|FROM|WHERE|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|RUN)\b|//|/\*|-- |#|@)",
    re.MULTILINE,
)
"""A line without one of these is no source code."""

_LANGUAGES = (
    "python|py|js|javascript|ts|typescript|tsx|jsx|java|c|cpp|c\\+\\+|csharp|cs|go|golang|rust|rs|ruby|rb|php|sql|bash|sh|shell|zsh|"
    "powershell|html|css|scss|kotlin|swift|scala|r|perl|lua|haskell|elixir|dockerfile|makefile|hcl|terraform"
)

_FORMS: dict[str, dict[str, str]] = {
    "sure": {
        "a fence that names a language": rf"^[ \t]*```(?:{_LANGUAGES})[ \t]*$",
        "a definition": r"^[ \t]*(?:async +)?def +\w+ *\(|^[ \t]*class +\w+(?:\([\w., ]*\))?:[ \t]*$|\bclass \w+ (?:extends|implements) \w+",
        "an include": r"^[ \t]*#(?:include *[<\"]|define +\w|ifdef|ifndef|pragma)",
        "a shebang or an opening tag": r"^#!/|<\?php|<!DOCTYPE",
        "a method": r"\b(?:public|private|protected|static)\s+(?:static\s+|final\s+|async\s+|override\s+)*[\w<>\[\]]+\s+\w+\s*[({;=]|\b(?:public|private|abstract) class \w",
        "a function": r"\bfunction\b *\w* *\([^)\n]{0,80}\) *\{|\b(?:fn|func|fun) +\w+ *[(<]|=> *[{(]|\([\w, ]{0,40}\) *=>|\blambda [\w, ]{1,30}:",
        "a query": r"\bSELECT\b[^;]{1,200}?\bFROM\b +[\w\"`\[]|\bselect\b [\w.*, ()]{1,100} \bfrom\b \w+[\w. ]{0,40}(?:;|\bwhere\b [\w.]+ *[=<>]|\bjoin\b|\border by\b|\bgroup by\b|$)"
        r"|\bINSERT INTO\b|\bCREATE (?:TABLE|INDEX|VIEW|OR REPLACE)\b|\bUPDATE\b \w+ \bSET\b|\bDELETE FROM\b|\bALTER TABLE\b|\bDROP TABLE\b",
        "a tag": r"</(?:div|span|p|a|ul|li|ol|table|tr|td|th|h[1-6]|html|head|body|script|style|form|button|label|select|option|nav|section|template)>"
        r"|<(?:div|html|head|body|script|style)>|<(?:div|html|body|script|style|input|button|form|img|link|meta|span|a) [\w-]+=[\"'{][^>\n]{0,120}/?>",
        "an entry point": r"__name__ *== *['\"]__main__|\bint main *\(|\bpackage main\b|\bmodule\.exports\b|\bexport default\b|@app\.route|@Override|useState\(|\$\(['\"#.]",
    },
    "statement": {
        "an import": r"^[ \t]*(?:from +[\w.]+ +import +[\w*(]|import +[\w.{}*, ]+(?: as \w+| from ['\"][^'\"\n]+['\"]|;)[ \t;]*$|import +[a-z_][\w.]*[ \t]*$)"
        r"|^[ \t]*(?:using [\w.]+;|use [\w:]+(?:::|\\)[\w:{}*, \\]+;)|\brequire\(['\"]",
        "a declaration": r"\b(?:const|let|var) +[\w{}\[\], ]{1,60} *= *\S|\b(?:let mut|val|auto&?&?) +\w+ *(?:: *\w+ *)?= *\S"
        r"|^[ \t]*(?:int|float|double|char|bool|long|string|String|void|unsigned|size_t|vector<\w+>) +\w+ *[=;(\[]",
        "output": r"\b(?:console\.(?:log|error)|System\.out\.print(?:ln)?|fmt\.Print(?:ln|f)|println!|printf|print) *\(|\bcout *<<|\bstd::\w|\b(?:puts|echo) *[\"'$]|\bWrite-Host\b",
        "a style": r"[.#]?[\w-]+ *\{\s*[\w-]+ *: *[^;{}\n\"]{1,60};",
        "a command": r"^[ \t]*(?:[$>] +)?(?:sudo +\w|apt(?:-get)? install|pip3? install|npm (?:install|run|i)\b|yarn add|git (?:clone|push|commit|checkout|rebase|pull|add)\b|docker (?:run|build|compose|exec)\b"
        r"|kubectl \w+|curl +-|chmod [+\d]|cargo (?:build|run|add)|go (?:run|build|get)\b|brew install)",
        "an exception handler": r"^[ \t]*(?:try:|except\b[^\n]{0,60}:|finally:|\} *catch *\(|try *\{)",
    },
    "piece": {
        "a call of a method": r"\b[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+\([^)\n]{0,80}\)",
        "a call": r"(?:=|return|await|new) *[A-Za-z_]\w*\([^)\n]{0,80}\)|^[ \t]*[a-z_]\w*\([^)\n]{0,80}\)[ \t]*;?[ \t]*$",
        "a branch": r"^[ \t]*(?:if|for|while|elif|else if|switch|with)\b[^\n]{1,100}[:{][ \t]*$|\b(?:if|for|while|switch) *\([^)\n]{1,80}\) *\{?|^[ \t]*(?:else|\} *else) *[:{]|\bfor \w+ in range\(",
        "an assignment": r"^[ \t]*[A-Za-z_][\w.\[\]'\"]* *(?:[-+*/|&]|:)?= *[^=\s][^\n]{0,100}$",
        "a return": r"^[ \t]*return\b(?: [^\n.]{1,80})?;?[ \t]*$",
        "an ending": r"[)}\]\w'\"];[ \t]*$|^[ \t]*\}[);,]*[ \t]*$|\) *\{[ \t]*$",
        "a pipe or a variable": r"\$_\b|\$\{?\w+\}? *[=|)]|(?<=\w) \| (?:grep|Where-Object|Remove-Item|awk|sed|sort|wc|head|tail|xargs|jq)\b|\b(?:Get|Set|New|Remove|Start|Stop)-[A-Z]\w+ -[A-Z]\w+",
        "an operator": r"(?<![=!<>])(?:===?|!==?)(?![=])|\+=|(?<!-)-=|&&|(?<!\|)\|\|(?!\|)|(?<=\w)->(?=\w)|(?<=\w)::(?=\w)|:=|\+\+;",
        "a comment": r"^[ \t]*(?://|/\*|-- |<!--|#(?= [a-z]))[^\n]*$",
        "a fence": r"^[ \t]*```",
        "an index": r"\b[a-z_]\w*\[(?:\w+|['\"]\w+['\"]|\w*:\w*)\]",
    },
    "data": {
        "a field": r"^[ \t]*[\"'][\w -]+[\"'] *: *[\"'\d\[{tfn-]",
        "a line of a log": r"^\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d|\b(?:INFO|WARN|WARNING|ERROR|DEBUG)\b",
        "a row": r"^(?:[^,\n]{1,30},){3,}[^,\n]{0,30}$|^\|[^\n]*\|[ \t]*$",
        "a formula": r"\\(?:frac|sum|int|sqrt|alpha|beta|left|begin)\b|\^\{",
    },
}

_CONCEPTS = {name: Concept(SOURCE_CODE, name, is_anchor=name != "data") for name in _FORMS}


@cache
def _compiled() -> list[tuple[Concept, str, re.Pattern[str]]]:
    return [
        (_CONCEPTS[name], form, re.compile(pattern, re.MULTILINE))
        for name, forms in _FORMS.items()
        for form, pattern in forms.items()
    ]


@cache
def _gate() -> Pass:
    return one_pass(_SEEDS)


def may_be_code(text: str) -> bool:
    return bool(_gate().occurring(text.encode(errors="surrogatepass")))


ENOUGH = 16
"""Whoever has seen so many marks knows what the text is."""
_BLOCK = 400
"""Lines are looked at together until they have so many characters."""


def marks(text: str, since: int) -> Iterator[Mark]:
    """The forms that occur, in no particular order; behind *since* only the first of very many."""
    count = 0
    for start, end in _blocks(text):
        if count >= ENOUGH:
            return
        for concept, form, pattern in _compiled():
            for found in pattern.finditer(text, start, end):
                count += found.start() >= since
                yield Mark(concept, form, found.start(), max(found.end(), found.start() + 1))


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Lines on end that may be source code."""
    start, end = 0, -1
    while seed := _CANDIDATE.search(text, end + 1):
        first = text.rfind("\n", 0, seed.start()) + 1
        if first > end + 1 or end - start >= _BLOCK:
            if end > start:
                yield start, end
            start = first
        last = text.find("\n", seed.end() - 1 if text[seed.end() - 1] == "\n" else seed.end())
        end = last if last >= 0 else len(text)
        if end >= len(text):
            break
    if end > start:
        yield start, end

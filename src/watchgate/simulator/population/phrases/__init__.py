"""What do people in an office write? The sentences, one text file a language, written for this simulator.

`[words]` names what fills the slots; `[short]`, `[openings]`, `[closings]` hold whole lines; a topic's section holds titles (`#`,
split at `|`), questions (`?`) and statements (`.`), `[general]` statements that fit every topic; `[plant]` holds sentences that
carry a personal value or a secret.
"""

from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "tr", "ja")
TOPICS = ("hr", "sales", "support", "engineering", "legal", "finance", "medical", "travel", "smalltalk")
GENERAL = "general"


@dataclass(slots=True)
class Topic:
    """Templates on one subject; their slots stand in braces."""

    titles: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    statements: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Phrases:
    """One language's file. `words` maps a slot to what may fill it, `carriers` an entity to sentences with `{value}` in them."""

    words: dict[str, list[str]] = field(default_factory=dict)
    lines: dict[str, list[str]] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    carriers: dict[str, list[str]] = field(default_factory=dict)


@cache
def phrases(language: str) -> Phrases:
    """The templates of *language*, one of `LANGUAGES`."""
    read = Phrases()
    section = ""
    for line in files(__package__).joinpath(f"{language}.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line:
            _add(read, section, line)
    return read


def _add(read: Phrases, section: str, line: str) -> None:
    if section == "words":
        slot, _, words = line.partition(" = ")
        read.words[slot] = words.split(" | ")
    elif section == "plant":
        entity, _, sentence = line.partition(": ")
        read.carriers.setdefault(entity, []).append(sentence)
    elif section in TOPICS or section == GENERAL:
        _add_to_topic(read.topics.setdefault(section, Topic()), line[0], line[2:])
    else:
        read.lines.setdefault(section, []).append(line)


def _add_to_topic(topic: Topic, mark: str, text: str) -> None:
    match mark:
        case "#":
            topic.titles += text.split(" | ")
        case "?":
            topic.questions.append(text)
        case _:
            topic.statements.append(text)

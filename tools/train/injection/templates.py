"""What texts does a template stand for?

    @fruit = apple | pear            a slot
    {Eat|Buy} {a|the} {fruit}{.|!}   a template: braces choose, a name of a slot stands for its choices

A line of a file of `texts/` is a template, a slot, a comment (`#`) or empty. A backslash takes the meaning from what follows it.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

TEXTS = Path(__file__).parent / "texts"

Part = str | list["Sequence"]
Sequence = list["Part"]

_PIECE = re.compile(r"\\n|\\.|[{}|]|[^\\{}|]+", re.DOTALL)


@dataclass
class Templates:
    """The templates of one file, each with its slots filled in when it is expanded."""

    slots: dict[str, list[Sequence]] = field(default_factory=dict)
    lines: list[Sequence] = field(default_factory=list)

    def texts(self, *, each: int, seed: int) -> Iterator[tuple[int, str]]:
        """Up to *each* different texts of every template, with the number of the template."""
        for number, line in enumerate(self.lines):
            chance = random.Random(f"{seed} {number}")  # noqa: S311 -- examples, no secrets
            seen: set[str] = set()
            for _ in range(3 * each):
                text = re.sub(r"[ \t]+", " ", self._expanded(line, chance)).strip()
                if text and text not in seen:
                    seen.add(text)
                    yield number, text
                if len(seen) == each:
                    break

    def _expanded(self, parts: Sequence, chance: random.Random) -> str:
        return "".join(part if isinstance(part, str) else self._chosen(part, chance) for part in parts)

    def _chosen(self, choices: list[Sequence], chance: random.Random) -> str:
        if len(choices) == 1 and len(choices[0]) == 1 and isinstance(choices[0][0], str):
            choices = self.slots.get(choices[0][0], choices)
        return self._expanded(chance.choice(choices), chance)


def templates(name: str) -> Templates:
    """The file `texts/<name>.txt`."""
    read = Templates()
    for line in (TEXTS / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("# "):
            continue
        if line.startswith("@"):
            slot, _, choices = line[1:].partition("=")
            read.slots[slot.strip()] = [_stripped(choice) for choice in _parsed(choices)]
        else:
            read.lines.append([_parsed(line)])
    return read


def _stripped(choice: Sequence) -> Sequence:
    if choice and isinstance(choice[0], str):
        choice[0] = choice[0].lstrip()
    if choice and isinstance(choice[-1], str):
        choice[-1] = choice[-1].rstrip()
    return choice


def _parsed(text: str) -> list[Sequence]:
    """The choices at the top of *text*; a template has one."""
    stack: list[list[Sequence]] = [[[]]]
    for piece in _PIECE.findall(text):
        if piece == "{":
            stack.append([[]])
        elif piece == "}":
            inner = stack.pop()
            if not stack:
                raise ValueError(f"a brace too many: {text}")
            stack[-1][-1].append(inner)
        elif piece == "|":
            stack[-1].append([])
        else:
            stack[-1][-1].append("\n" if piece == "\\n" else piece.removeprefix("\\"))
    if len(stack) != 1:
        raise ValueError(f"a brace too few: {text}")
    return stack[0]

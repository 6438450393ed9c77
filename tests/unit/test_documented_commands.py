"""Every `watchgate …` line in the documentation is a command that there is, with options and arguments that it has."""

import re
import shlex
from pathlib import Path

import pytest
from typer.main import get_command

from watchgate.cli import app, load

DOCS = Path(__file__).parents[2] / "docs"
BLOCK = re.compile(r"^```(?:sh)?\n(.*?)^```", re.MULTILINE | re.DOTALL)
PAGES = ["hub.md", "skills.md"]


def commands():
    for page in PAGES:
        for block in BLOCK.findall((DOCS / page).read_text()):
            for line in block.splitlines():
                if line.startswith("watchgate "):
                    yield pytest.param(line.partition(" > ")[0], id=f"{page} {line}")


@pytest.fixture(scope="module")
def root():
    load(None)
    return get_command(app)


@pytest.mark.parametrize("line", list(commands()))
def test_it_can_be_typed(root, line):
    command, words, context = root, shlex.split(line)[1:], None
    while hasattr(command, "resolve_command"):
        context = command.make_context(command.name, [], parent=context, resilient_parsing=True)
        _, found, rest = command.resolve_command(context, words)
        if hasattr(found, "resolve_command") and rest and rest[0].startswith("-"):
            break  # a group that does something by itself: `presence --look`
        command, words = found, rest
    command.make_context(command.name, list(words), parent=context)

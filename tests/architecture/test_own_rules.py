"""Our own lint rules find what they are there for, and let the rest be."""

import ast
from pathlib import Path

import pytest
from tools.rules import broad_except, clock, no_reveal_in_logs

CASES = [
    (broad_except, "try:\n    a()\nexcept Exception:\n    b()\n", [3]),
    (broad_except, "try:\n    a()\nexcept Exception:  # the supervisor records it\n    b()\n", []),
    (broad_except, "try:\n    a()\nexcept (ValueError, Exception):\n    b()\n", [3]),
    (broad_except, "try:\n    a()\nexcept ValueError:\n    b()\n", []),
    (clock, "from datetime import datetime\nx = datetime.now()\n", [2]),
    (clock, "import datetime\nx = datetime.datetime.now()\n", [2]),
    (clock, "x = self.now()\n", []),
    (no_reveal_in_logs, "log.info('x', text=content.reveal())\n", [1]),
    (no_reveal_in_logs, "raise ValueError(f'bad {content.reveal()}')\n", [1]),
    (no_reveal_in_logs, "text = content.reveal()\nlog.info('x')\n", []),
]


@pytest.mark.parametrize(("rule", "source", "lines"), CASES)
def test_a_rule_finds_just_what_breaks_it(rule, source, lines):
    found = [line for line, _ in rule.check(ast.parse(source), source.splitlines(), Path("module.py"))]

    assert found == lines

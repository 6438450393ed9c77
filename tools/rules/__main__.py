"""Run every rule over the given folders: `python -m tools.rules src`. Exit 1 when one is broken."""

import ast
import sys
from pathlib import Path

from tools.rules import broad_except, clock, no_reveal_in_logs

RULES = (broad_except, clock, no_reveal_in_logs)


def main(folders: list[str]) -> int:
    broken = 0
    for folder in folders:
        for path in sorted(Path(folder).rglob("*.py")):
            source = path.read_text()
            lines = source.splitlines()
            tree = ast.parse(source)
            for rule in RULES:
                for line, message in rule.check(tree, lines, path):
                    if f"rule-skip: {rule.NAME}" not in lines[line - 1]:
                        print(f"{path}:{line}: {rule.NAME}: {message}")
                        broken += 1
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

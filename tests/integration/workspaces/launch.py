"""`python -m integration.workspaces.launch …` is `watchgate …` with this room's commands, whether `watchgate.cli` has them yet or not."""

import os
from pathlib import Path

from watchgate import app_cli, cli
from watchgate.identity import cli as tokens
from watchgate.workspaces import cli as workspaces
from watchgate.workspaces import cli_vault as vault

PYTHON_PATH = os.pathsep.join(filter(None, [os.environ.get("PYTHONPATH"), str(Path(__file__).parents[2])]))
"""What a child process needs to find this module."""

if __name__ == "__main__":
    known = {group.name for group in cli.app.registered_groups}
    known |= {command.name for command in cli.app.registered_commands}
    for name, room in {"workspaces": workspaces, "vault": vault, "tokens": tokens, "server": app_cli}.items():
        if name not in known:
            room.register(cli.app)
    cli.main()

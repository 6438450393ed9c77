"""`watchgate skills import`: a folder, an archive, a ChatGPT skill's export or a GPT's configuration becomes a skill."""

from pathlib import Path
from typing import Annotated

import typer

from watchgate.kernel.errors import UserError
from watchgate.skills.importing.agent_skill import import_agent_skill
from watchgate.skills.importing.gpt import import_gpt
from watchgate.skills.opening import text_at
from watchgate.skills.package.load import load_skill
from watchgate.skills.reading import read_skill_files
from watchgate.skills.writing import write_folder

_IMPORT = """Examples:

  watchgate skills import exported-skill.zip --owner sre@acme.example

  watchgate skills import gpt.json --owner sre@acme.example     (a GPT as the compliance API shows it)"""


def register(skills: typer.Typer) -> None:
    """Add it to `skills`."""
    skills.command("import", epilog=_IMPORT)(import_)


def import_(
    source: Annotated[Path, typer.Argument(help="A folder, a ZIP, or a GPT's configuration (JSON).")],
    owner: Annotated[str, typer.Option(help="Who answers for it from now on.")],
    to: Annotated[Path, typer.Option("--in", help="The folder in which its folder is made.")] = Path(),
) -> None:
    """Make a skill of what others made. What cannot be carried over is said."""
    if not source.exists():
        raise UserError(f"There is no {source}. Check the name.")
    if source.suffix == ".json":
        imported = import_gpt(text_at(source), owner, source.name)
    else:
        imported = import_agent_skill(read_skill_files(source)[0], owner, source.name)
    skill = load_skill(imported.files, imported.name)
    folder = write_folder(to / imported.name, imported.files)
    for note in imported.notes:
        typer.echo(f"Note: {note}")
    typer.echo(f"{folder} is {skill.manifest.skill_id}. Look at it, then: watchgate skills lint {folder}")

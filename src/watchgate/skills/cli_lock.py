"""`watchgate skills lock|status`: which versions are in use, and are they those that somebody decided on?"""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from watchgate.commands.rest import ApiUrl, TokenFile, opened
from watchgate.skills import lockfile
from watchgate.skills.opening import text_at
from watchgate.skills.writing import write_file
from watchgate.storage.cli_options import AsJson

_PATH = "/api/v1/skills"
_FILE = Path("skills.lock")
_STATUS = """Example:

  watchgate skills lock && git add skills.lock      (and later)      watchgate skills status"""


def register(skills: typer.Typer) -> None:
    """Add them to `skills`."""
    skills.command("lock")(lock)
    skills.command("status", epilog=_STATUS)(status)


def lock(
    to: Annotated[Path, typer.Option("--output", help="The file to write.")] = _FILE,
    api_url: ApiUrl = None,
    token_file: TokenFile = None,
) -> None:
    """Write down which versions are in use, with their digests and signers."""
    with opened(api_url, token_file) as api:
        found = lockfile.locked(api.all_of(_PATH, current="true"))
    write_file(to, lockfile.as_text(found).encode())
    typer.echo(f"{to}: {len(found)} skill{'' if len(found) == 1 else 's'}.")


def status(
    lock_file: Annotated[Path, typer.Option("--lock", help="The file to compare with.")] = _FILE,
    api_url: ApiUrl = None,
    token_file: TokenFile = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Are the versions in use those of the lock file? Exit code 1 when they are not."""
    before = lockfile.read(text_at(lock_file))
    with opened(api_url, token_file) as api:
        found = lockfile.differences(before, lockfile.locked(api.all_of(_PATH, current="true")))
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False))
    else:
        for one in found:
            typer.echo(f"{one.change:<8} {one.skill_id}  {one.locked or '-'} → {one.in_use or '-'}")
        if not found:
            typer.echo(f"As in {lock_file}.")
    if found:
        raise typer.Exit(1)

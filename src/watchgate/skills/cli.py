"""`watchgate skills`: write a skill once, see what is wrong with it, and make of it what each target takes."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from watchgate.documents.problems import Problem
from watchgate.documents.showing import show_problems
from watchgate.kernel.errors import UserError
from watchgate.skills import (
    cli_export,
    cli_import,
    cli_lock,
    cli_registry,
    cli_signing,
    cli_smoke,
    cli_trying,
)
from watchgate.skills.beginning import new_skill
from watchgate.skills.difference import difference
from watchgate.skills.entitlements import cli as entitlements
from watchgate.skills.lint.model import Subject
from watchgate.skills.lint.run import lint as lint_skill
from watchgate.skills.opening import limits_at, skill_at, tenant_of
from watchgate.skills.package.load import load_skill
from watchgate.skills.package.skill import Skill, SkillError
from watchgate.skills.presence import cli as cli_presence
from watchgate.skills.presence import cli_drift
from watchgate.skills.pushing import cli as pushing
from watchgate.skills.targets.model import Target
from watchgate.skills.writing import write_folder
from watchgate.storage.cli_options import AsJson, DataDir

Where = Annotated[Path, typer.Argument(metavar="SKILL", help="A skill's folder, or a ZIP of it.")]
Targets = Annotated[
    list[Target] | None, typer.Option("--target", help="Only for this target; repeat it.", show_default="all")
]
_NEW = """Example:

  watchgate skills new incident.postmortem --owner sre@acme.example"""
_LINT = """Examples:

  watchgate skills lint incident-postmortem

  watchgate skills lint incident-postmortem --target custom-gpt --before published.zip"""


def register(app: typer.Typer) -> None:
    """Add `skills` to the command line."""
    skills = typer.Typer(
        name="skills", help="Skills: write once, check, publish everywhere.", no_args_is_help=True
    )
    skills.command("new", epilog=_NEW)(new)
    skills.command("validate")(validate)
    skills.command("lint", epilog=_LINT)(lint)
    skills.command("diff")(diff)
    cli_signing.register(skills)
    cli_trying.register(skills)
    cli_import.register(skills)
    cli_export.register(skills)
    cli_registry.register(skills)
    cli_lock.register(skills)
    cli_smoke.register(skills)
    pushing.register(skills)
    entitlements.register(skills)
    cli_presence.register(skills)
    cli_drift.register(skills)
    app.add_typer(skills)


def new(
    skill_id: Annotated[
        str, typer.Argument(metavar="SKILL_ID", help="What it is for, and its name: incident.postmortem.")
    ],
    owner: Annotated[str, typer.Option(help="Who answers for it.")],
    title: Annotated[
        str | None, typer.Option(help="At most 60 characters.", show_default="from the id")
    ] = None,
    to: Annotated[Path, typer.Option("--in", help="The folder in which its folder is made.")] = Path(),
) -> None:
    """Begin a skill: a folder with what belongs in it."""
    spoken = title or skill_id.replace(".", " ").replace("_", " ").title()
    skill = load_skill(new_skill(skill_id, spoken, owner))
    folder = write_folder(to / skill.name, skill.files)
    typer.echo(f"{folder} is there. Write its SKILL.md, then: watchgate skills lint {folder}")


def validate(source: Where, *, as_json: AsJson = False) -> None:
    """Is it a skill at all? Exit code 2 when it is not."""
    skill, problems = _loaded(source)
    _say(source, skill, problems, as_json=as_json)


def lint(
    source: Where,
    target: Targets = None,
    limits: Annotated[
        Path | None, typer.Option(help="Other limits, laid over those that come along.")
    ] = None,
    before: Annotated[
        Path | None,
        typer.Option(help="The version that was published last: what follows it has to raise its number."),
    ] = None,
    data_dir: DataDir = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Say everything that keeps it from its targets, and what is not safe to hand out. Exit code 2 for errors."""
    skill, problems = _loaded(source)
    if skill is not None:
        last = skill_at(before) if before else None
        chosen = frozenset(target or Target)
        problems = lint_skill(Subject(skill, chosen, limits_at(limits), tenant_of(data_dir), last))
    _say(source, skill, problems, as_json=as_json)


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="A skill's folder, or a ZIP of it.")],
    new_: Annotated[Path, typer.Argument(metavar="NEW", help="Another.")],
    *,
    as_json: AsJson = False,
) -> None:
    """What has changed from one version to the other? Exit code 1 when something has."""
    first, second = skill_at(old), skill_at(new_)
    changes = list(difference(first, second))
    if as_json:
        listed = [{"path": one.path, "change": one.change, "lines": one.lines} for one in changes]
        typer.echo(
            json.dumps({"old": first.digest, "new": second.digest, "changes": listed}, ensure_ascii=False)
        )
    else:
        for one in changes:
            typer.echo(f"{one.change:<8} {one.path}")
            for line in one.lines:
                typer.echo(f"    {line}")
        if not changes:
            typer.echo("They are the same.")
    if changes:
        raise typer.Exit(1)


def _loaded(source: Path) -> tuple[Skill | None, Sequence[Problem]]:
    try:
        return skill_at(source), ()
    except SkillError as error:
        return None, error.problems
    except UserError as error:
        raise UserError(f"{source.name}: {error}" if str(source) not in str(error) else str(error)) from None


def _say(source: Path, skill: Skill | None, problems: Sequence[Problem], *, as_json: bool) -> None:
    errors = sum(one.severity == "error" for one in problems)
    if as_json:
        found = [one.as_json() for one in problems]
        told = {"ok": not errors, "digest": skill.digest if skill else None, "problems": found}
        typer.echo(json.dumps(told, ensure_ascii=False))
    else:
        out = Console(highlight=False, soft_wrap=True)
        show_problems(out, problems)
        if errors:
            out.print(f"{source}: {errors} error{'s' if errors > 1 else ''} to mend.", markup=False)
        elif skill:
            out.print(
                f"{source}: good. {skill.manifest.skill_id} {skill.manifest.version}, {skill.digest}",
                markup=False,
            )
    if errors:
        raise typer.Exit(2)

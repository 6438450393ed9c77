"""`watchgate skills export`: the archives that people upload, and a list of them."""

from pathlib import Path
from typing import Annotated

import typer

from watchgate.kernel.errors import UserError
from watchgate.skills.archive import zip_of
from watchgate.skills.csv_manifest import csv_of
from watchgate.skills.lint.model import Subject
from watchgate.skills.lint.run import lint
from watchgate.skills.opening import limits_at, skill_at, tenant_of
from watchgate.skills.package.skill import Skill, SkillError
from watchgate.skills.targets import agent_skill
from watchgate.skills.targets.custom_gpt import bundle as custom_gpt
from watchgate.skills.targets.model import Bundle, Target, Tenant
from watchgate.skills.writing import write_file
from watchgate.storage.cli_options import DataDir

_EXPORT = """Examples:

  watchgate skills export incident-postmortem --target custom-gpt --hub-url https://watchgate.acme.example --to bundles

  watchgate skills export skills/* --target chatgpt-skill"""
_MANIFEST = "manifest.csv"


def register(skills: typer.Typer) -> None:
    """Add it to `skills`."""
    skills.command("export", epilog=_EXPORT)(export)


def export(
    sources: Annotated[list[Path], typer.Argument(metavar="SKILL…", help="Folders, or ZIPs, of skills.")],
    target: Annotated[Target, typer.Option(help="What the archives are for.")],
    to: Annotated[Path, typer.Option(help="The folder for the archives.")] = Path(),
    hub_url: Annotated[
        str | None, typer.Option(help="Where records go (public_url of the settings).", show_default=False)
    ] = None,
    limits: Annotated[
        Path | None, typer.Option(help="Other limits, laid over those that come along.")
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Write an archive for each skill, the same byte for byte wherever it is made; and for Custom GPTs a CSV of all."""
    tenant = tenant_of(data_dir, hub_url)
    skills = [skill_at(source) for source in sources]
    if (
        target is Target.CUSTOM_GPT
        and tenant.hub_url.endswith(".invalid")
        and any(one.manifest.output for one in skills)
    ):
        raise UserError("Records have to go somewhere: give --hub-url, or set `public_url`.")
    for source, skill in zip(sources, skills, strict=True):
        errors = [
            one
            for one in lint(Subject(skill, frozenset({target}), limits_at(limits), tenant))
            if one.severity == "error"
        ]
        if errors:
            raise UserError(f"{source} is not fit for {target}: {SkillError(errors)}")
    bundles = [(skill, render(skill, target, tenant)) for skill in skills]
    for skill, bundle in bundles:
        path = write_file(to / f"{bundle.name}.zip", zip_of(bundle.files))
        typer.echo(f"{path}  {skill.digest}")
    if target is Target.CUSTOM_GPT:
        typer.echo(str(write_file(to / _MANIFEST, csv_of(bundles))))


def render(skill: Skill, target: Target, tenant: Tenant) -> Bundle:
    """What *target* takes."""
    return custom_gpt.render(skill, tenant) if target is Target.CUSTOM_GPT else agent_skill.render(skill)

"""`watchgate skills test`: does a skill keep what it promises?"""

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from watchgate.kernel.content import Content
from watchgate.kernel.errors import UserError
from watchgate.settings import secret_from_environment
from watchgate.skills.opening import skill_at
from watchgate.skills.package.skill import Skill
from watchgate.skills.trying.model import Outcome, Report, Result
from watchgate.skills.trying.model_at import ModelAt
from watchgate.skills.trying.run import run_tests
from watchgate.storage.cli_options import AsJson

_TEST = """Examples:

  watchgate skills test incident-postmortem                                 (through the gateway on this machine)

  watchgate skills test incident-postmortem --gateway https://gate.acme.example/v1 --model gpt-4o"""
_COLOURS = {Outcome.PASSED: "green", Outcome.FAILED: "red", Outcome.BLOCKED: "yellow", Outcome.BROKEN: "red"}


def register(skills: typer.Typer) -> None:
    """Add it to `skills`."""
    skills.command("test", epilog=_TEST)(try_out)


def try_out(
    source: Annotated[Path, typer.Argument(metavar="SKILL", help="A skill's folder, or a ZIP of it.")],
    gateway: Annotated[
        str, typer.Option(help="Where the model is: a gateway, so that policies hold.")
    ] = "http://127.0.0.1:41002/v1",
    model: Annotated[str, typer.Option(help="Which model is asked.")] = "gpt-4o",
    key_env: Annotated[
        str | None, typer.Option(help="The environment variable with the gateway key.", show_default=False)
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Run its tests against a model. Exit code 1 when one does not pass."""
    skill = skill_at(source)
    if not skill.manifest.tests:
        raise UserError(f"{source} has no tests. Write what it promises into `tests` of its skill.yaml.")
    key = Content(secret_from_environment(key_env)) if key_env else None
    report = Report(
        skill.manifest.skill_id,
        skill.manifest.version,
        skill.digest,
        model,
        _results(skill, model, ModelAt(gateway, key)),
    )
    if as_json:
        typer.echo(json.dumps(asdict(report) | {"passed": report.has_passed}, ensure_ascii=False))
    else:
        _print(report)
    if not report.has_passed:
        raise typer.Exit(1)


def _results(skill: Skill, model: str, at: ModelAt) -> list[Result]:
    named = f"{skill.manifest.skill_id}@{skill.digest}"

    def asks(run: str) -> ModelAt:
        """The gateway is told of which skill, and which run of it, each question is."""
        return replace(at, told={"X-Watchgate-Skill": named, "X-Watchgate-Run": run})

    with Progress(console=Console(stderr=True), transient=True) as progress:
        return list(
            progress.track(
                run_tests(skill, model, asks), total=len(skill.manifest.tests), description="testing"
            )
        )


def _print(report: Report) -> None:
    out = Console(highlight=False, soft_wrap=True)
    for one in report.results:
        out.print(f"{one.outcome:<8}", style=_COLOURS[one.outcome], end="")
        out.print(f" {one.name}  ({one.seconds:.1f} s, {one.tokens:,} tokens)", markup=False)
        for reason in one.reasons:
            out.print(f"         {reason}", markup=False, style="dim")
    passed = sum(one.outcome is Outcome.PASSED for one in report.results)
    out.print(
        f"{passed} of {len(report.results)} passed. {report.skill_id} {report.version}, {report.digest}",
        markup=False,
    )

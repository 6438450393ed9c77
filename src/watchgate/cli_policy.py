"""`watchgate policy lint` and `policy schema`: is a pack good, and what may stand in one?"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from watchgate.documents.problems import Problem, Source
from watchgate.documents.showing import show_problems
from watchgate.gateway import policy_test
from watchgate.kernel.errors import UserError
from watchgate.policy.errors import PackError
from watchgate.policy.load import Loaded, load_pack
from watchgate.policy.schema import pack_schema

_LINT_EXAMPLES = """Examples:

  watchgate policy lint policy-config.yaml

  watchgate policy lint --layer base.yaml production.yaml"""

_SCHEMA_EXAMPLES = """Example:

  watchgate policy schema > pack.schema.json      (then, in a pack:  # yaml-language-server: $schema=pack.schema.json)"""


def register(app: typer.Typer) -> None:
    """Add `policy` to the command line."""
    policy = typer.Typer(name="policy", help="Check policy packs, and try them out.", no_args_is_help=True)
    policy.command("lint", epilog=_LINT_EXAMPLES)(lint)
    policy.command("schema", epilog=_SCHEMA_EXAMPLES)(schema)
    policy_test.register(policy)
    app.add_typer(policy)


def lint(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE…", help="Pack files. Each is a pack of its own, unless --layer."),
    ],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    layer: Annotated[
        bool, typer.Option("--layer", help="The files make one pack, each laid over those before it.")
    ] = False,
) -> None:
    """Say everything that is wrong with a pack, with line and column. Exit code 2 when it cannot be used."""
    packs = [files] if layer else [[file] for file in files]
    results = [(paths, *_checked([_source(path) for path in paths])) for paths in packs]
    if as_json:
        report = [
            {
                "files": [str(path) for path in paths],
                "ok": loaded is not None,
                "problems": [problem.as_json() for problem in problems],
            }
            for paths, loaded, problems in results
        ]
        typer.echo(
            json.dumps({"ok": all(entry["ok"] for entry in report), "packs": report}, ensure_ascii=False)
        )
    else:
        for paths, loaded, problems in results:
            _show(paths, loaded, problems)
    if any(loaded is None for _, loaded, _ in results):
        raise typer.Exit(2)


def schema() -> None:
    """Print the JSON Schema of pack files, for editors that complete and check while you type."""
    typer.echo(json.dumps(pack_schema(), indent=2, ensure_ascii=False))


def _checked(sources: Sequence[Source]) -> tuple[Loaded | None, Sequence[Problem]]:
    try:
        loaded = load_pack(sources)
    except PackError as error:
        return None, error.problems
    return loaded, loaded.warnings


def _source(path: Path) -> Source:
    try:
        return Source(str(path), path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}. Check the name.") from None
    except UnicodeDecodeError:
        raise UserError(f"{path} is not UTF-8 text. Is it a pack?") from None


def _show(paths: Sequence[Path], loaded: Loaded | None, problems: Sequence[Problem]) -> None:
    out = Console(highlight=False, soft_wrap=True)
    show_problems(out, problems)
    names = ", ".join(str(path) for path in paths)
    if loaded is None:
        errors = sum(problem.severity == "error" for problem in problems)
        out.print(f"{names}: not usable, {errors} error{'s' if errors > 1 else ''}.", markup=False)
        return
    pack = loaded.pack
    out.print(
        f"{names}: good. {pack.pack.name} {pack.pack.version}; "
        f"policies: {', '.join(pack.policies.chain) or 'none'}; targets: {', '.join(target.id for target in pack.providers.targets)}.",
        markup=False,
    )

"""`watchgate policy test`: try a pack on a request, and run the tests that the pack carries."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from watchgate.gateway.gate import Gate
from watchgate.gateway.packs import PackFiles, digest_of, engine_of, load, read_text
from watchgate.gateway.targets import Targets
from watchgate.gateway.trial import PATHS, Trial, infer_endpoint, try_out
from watchgate.kernel.canonical_json import Json
from watchgate.kernel.errors import UserError
from watchgate.policy.pack import PackTest

_EPILOG = """Examples:

  watchgate policy test policy-config.yaml --request request.json

  watchgate policy test policy-config.yaml          (runs the pack's own tests)"""


def register(policy: typer.Typer) -> None:
    """Add `test` to `watchgate policy`."""
    policy.command("test", epilog=_EPILOG)(run)


def run(
    file: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="The pack; several are layered in order.")
    ],
    request: Annotated[Path | None, typer.Option(help="A request body as JSON.")] = None,
    response: Annotated[Path | None, typer.Option(help="The answer the target would give, as JSON.")] = None,
    endpoint: Annotated[
        str | None,
        typer.Option(help="chat.completions, responses or embeddings; guessed from the request when absent."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of tables.")] = False,
) -> None:
    """Say what the pack would do; exit 1 when one of its own tests fails. Nothing is sent anywhere and no secret is needed."""
    gate = _gate(file)
    if request is None and not gate.pack.tests:
        raise UserError(
            "There is nothing to test: give --request REQUEST.json, or write `tests:` into the pack."
        )
    if response is not None and request is None:
        raise UserError("--response needs a --request that it answers.")
    trial = _trial(gate, request, response, endpoint) if request else None
    results = [(test, failures(test, run_test(gate, test))) for test in gate.pack.tests]
    if as_json:
        tests: list[Json] = [
            {"name": test.name, "passed": not wrong, "failures": list[Json](wrong)} for test, wrong in results
        ]
        typer.echo(json.dumps({"trial": trial and trial.as_json(), "tests": tests}, ensure_ascii=False))
    else:
        _show(trial, results)
    if any(wrong for _, wrong in results):
        raise typer.Exit(1)


def run_test(gate: Gate, test: PackTest) -> Trial:
    """Carry out one of the pack's own tests."""
    return try_out(gate, test.request, test.response, endpoint=test.endpoint, headers=test.headers)


def failures(test: PackTest, trial: Trial) -> list[str]:
    """What the test expected and did not get, one sentence each."""
    expect = test.expect
    wrong = [
        f"{name} is {actual!r}, expected {expected!r}"
        for name, expected, actual in (
            ("verdict", expect.verdict, trial.verdict),
            ("response_verdict", expect.response_verdict, trial.response_verdict),
            ("code", expect.code, trial.code),
        )
        if expected is not None and str(expected) != str(actual)
    ]
    forwarded = trial.forwarded or ""
    wrong += [
        f"the forwarded request lacks {text!r}" for text in expect.forwarded_contains if text not in forwarded
    ]
    wrong += [
        f"the forwarded request contains {text!r}" for text in expect.forwarded_lacks if text in forwarded
    ]
    wrong += [f"the answer lacks {text!r}" for text in expect.answer_contains if text not in trial.answer]
    wrong += [f"the answer contains {text!r}" for text in expect.answer_lacks if text in trial.answer]
    wrong += [f"policy {name} gave no reason" for name in expect.reasons if name not in trial.policies]
    return wrong


def _gate(paths: list[Path]) -> Gate:
    sources = PackFiles(tuple(paths)).sources()
    loaded = load(sources)
    return Gate(
        pack=loaded.pack,
        digest=digest_of(sources),
        chain=loaded.chain,
        targets=Targets([]),
        engine=engine_of(loaded.chain),
        fail_mode="block",
        hash_key=b"policy test",
        seal=lambda _plaintext: {},
    )


def _trial(gate: Gate, request: Path, response: Path | None, endpoint: str | None) -> Trial:
    asked = _read_object(request)
    endpoint = endpoint or infer_endpoint(asked)
    if endpoint not in PATHS:
        raise UserError(f"There is no endpoint {endpoint}. Choose one of {', '.join(PATHS)}.")
    return try_out(gate, asked, _read_object(response) if response else None, endpoint=endpoint)


def _read_object(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(read_text(path))
    except json.JSONDecodeError as error:
        raise UserError(f"{path}:{error.lineno}:{error.colno}: this is not JSON ({error.msg}).") from None
    if not isinstance(document, dict):
        raise UserError(f"{path} holds no JSON object. Write the request body as the client would send it.")
    return document


def _show(trial: Trial | None, results: list[tuple[PackTest, list[str]]]) -> None:
    out = Console(highlight=False)
    if trial is not None:
        table = Table("phase", "verdict", "status", title="What the gateway would do")
        table.add_row("request", trial.verdict, "" if trial.forwarded else str(trial.status))
        if trial.response_verdict:
            table.add_row("response", trial.response_verdict, str(trial.status))
        out.print(table)
        for reason in trial.reasons:
            out.print(f"  {reason.policy}: {reason.message}", markup=False)
        if trial.forwarded:
            out.print("The target gets:", trial.forwarded, markup=False)
        out.print("The client gets:", trial.answer, markup=False)
    for test, wrong in results:
        out.print(f"{'FAIL' if wrong else 'ok  '} {test.name}", markup=False)
        for sentence in wrong:
            out.print(f"     {sentence}", markup=False)
    if results:
        out.print(
            f"{sum(not wrong for _, wrong in results)} passed, {sum(bool(wrong) for _, wrong in results)} failed"
        )

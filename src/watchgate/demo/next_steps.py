"""What can be tried while the demo is up? Commands that work as they are printed."""

from collections.abc import Iterable
from pathlib import Path

from rich.console import Console

from watchgate.demo.watch import NAME
from watchgate.testing.gateway import RunningGateway

_QUESTION = '{"model":"gpt-4o","messages":[{"role":"user","content":"I am bo@example.com"}]}'


def show_next(out: Console, gateway: RunningGateway, pack: Path, api_url: str, token: str) -> None:
    """Two lists, GATE and WATCH. *token*: of the API."""
    folder = f"--data-dir {gateway.data_dir}"
    curl = f"curl {gateway.base_url}/chat/completions -H 'content-type: application/json' -d '{_QUESTION}'"
    out.print("\n[bold]Try next: the gateway[/]")
    _print(
        out,
        ("ask it yourself", curl),
        ("from Python", f'OpenAI(base_url="{gateway.base_url}", api_key="unused")'),
        ("change the pack; it is read again at once", f"$EDITOR {pack}"),
        ("see the evidence", f"watchgate ledger tail {folder}"),
        ("verify it", f"watchgate ledger verify {folder}"),
    )
    out.print("\n[bold]Try next: the workspace[/]")
    _print(out, *_of_workspace(folder))
    asked = f"curl -H 'Authorization: Bearer {token}' '{api_url}/api/v1/findings/summary?by=person'"
    _print(out, ("ask the API", asked))


def show_left(out: Console, data_dir: Path) -> None:
    """What can be tried when everything is stopped: all that needs only the data folder."""
    folder = f"--data-dir {data_dir}"
    out.print("\n[bold]Try next[/]")
    _print(out, *_of_workspace(folder), ("verify the evidence", f"watchgate ledger verify {folder}"))


def _of_workspace(folder: str) -> list[tuple[str, str]]:
    return [
        ("how far it is, and what stands to be lost", f"watchgate ingest status {folder}"),
        ("what was found, the newest first", f"watchgate findings list {folder}"),
        ("who has most of it", f"watchgate findings summary --by person {folder}"),
        (
            "the conversations",
            f"watchgate catalog list --workspace {NAME} --with-findings {folder}",
        ),
    ]


def _print(out: Console, *steps: tuple[str, str]) -> None:
    lines: Iterable[str] = (f"  {what}:\n    {command}" for what, command in steps)
    for line in lines:
        out.print(line, markup=False, soft_wrap=True)

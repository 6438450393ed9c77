"""`watchgate ledger …`: verify, read, export, sign, erase and retain the evidence."""

import json
import os
import pwd
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from watchgate.kernel.clock import rfc3339
from watchgate.kernel.errors import UserError
from watchgate.ledger import cli_receipts
from watchgate.ledger import export as bundles
from watchgate.ledger import verify as verifier
from watchgate.ledger.checkpoints import newest_checkpoint
from watchgate.ledger.erasure import of_exchange
from watchgate.ledger.events import EventType
from watchgate.ledger.expiry import heads
from watchgate.ledger.segment import segments_of
from watchgate.ledger.slots import WriterBusy, ledger_dir, writer_dirs
from watchgate.ledger.tail import Shown, follow, newest
from watchgate.ledger.upkeep import retain_idle_logs
from watchgate.ledger.writer import Ledger, LedgerUnavailable
from watchgate.settings import default_data_dir

_PROGRESS_FROM_BYTES = 50_000_000

DataDir = Annotated[
    Path | None,
    typer.Option(
        help="The gateway's data folder (WATCHGATE_DATA_DIR, else ~/.watchgate).", show_default=False
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Since = Annotated[
    str | None,
    typer.Option(metavar="TIME", help="2026-11-22 or 2026-11-22T14:00:00Z; without a zone it is UTC."),
]

_VERIFY_EXAMPLES = """Examples:

  watchgate ledger verify

  watchgate ledger verify --bundle evidence.zip --public-key auditors-copy.pub --checkpoint last-month.txt"""

_TAIL_EXAMPLES = """Examples:

  watchgate ledger tail -n 50

  watchgate ledger tail --follow --json | jq 'select(.verdict == "block")'"""


def register(app: typer.Typer) -> None:
    """Add `ledger` to the command line."""
    ledger = typer.Typer(no_args_is_help=True, help="The evidence: verify it, read it, hand it over.")
    ledger.command("verify", epilog=_VERIFY_EXAMPLES)(verify)
    cli_receipts.register(ledger)
    ledger.command("tail", epilog=_TAIL_EXAMPLES)(tail)
    ledger.command("export")(export)
    ledger.command("checkpoint")(checkpoint)
    ledger.command("erase")(erase)
    ledger.command("retain")(retain)
    app.add_typer(ledger, name="ledger")


def verify(
    data_dir: DataDir = None,
    *,
    bundle: Annotated[
        Path | None, typer.Option(help="Verify an exported bundle instead of the data folder.")
    ] = None,
    public_key: Annotated[
        Path | None, typer.Option(help="File with the verifier keys to trust, one a line.")
    ] = None,
    checkpoint: Annotated[
        list[Path] | None,
        typer.Option(help="A signed checkpoint kept elsewhere, which the log must still extend."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say whether the evidence is what was written; if not, at which entry it was changed. Exit code 1 then."""
    keys = _read(public_key) if public_key else None
    notes = [_read(path) for path in checkpoint or ()]
    path = bundle or _folder(data_dir)
    size_bytes = sum(file.stat().st_size for file in ledger_dir(path).rglob("*.log")) if not bundle else 0
    try:
        with Progress(
            console=Console(stderr=True), transient=True, disable=not _shows_progress(size_bytes)
        ) as bar:
            task = bar.add_task("verifying", total=size_bytes)
            ask = verifier.verify_bundle if bundle else verifier.verify_folder
            report = ask(path, keys, checkpoints=notes, progress=lambda step: bar.update(task, advance=step))
    except verifier.Unreadable as error:
        raise UserError(str(error)) from None
    typer.echo(json.dumps(report.as_json()) if as_json else "\n".join(verifier.describe(report)))
    if not report.ok:
        raise typer.Exit(1)


def tail(
    data_dir: DataDir = None,
    *,
    count: Annotated[int, typer.Option("-n", "--lines", min=0, help="How many entries.")] = 20,
    is_following: Annotated[
        bool, typer.Option("--follow", "-f", help="Go on as entries are written.")
    ] = False,
    with_payload: Annotated[
        bool, typer.Option("--payload", help="Show payloads too; that you did is written into the ledger.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show the newest entries of all logs."""
    folder = _folder(data_dir)
    if with_payload:
        record_reading(folder, {"command": "tail", "lines": count, "follow": is_following})

    following = follow(
        folder, with_payload=with_payload
    )  # from here on, so that nothing is missed in between
    shown = newest(folder, count, with_payload=with_payload)
    for one in shown:
        typer.echo(one.as_json() if as_json else one.as_text())
    if is_following:
        _show_following(following, {one.place for one in shown}, as_json=as_json)


def _show_following(following: Iterator[Shown], shown: set[tuple[str, int]], *, as_json: bool) -> None:
    try:
        for one in following:
            if one.place not in shown:
                typer.echo(one.as_json() if as_json else one.as_text())
    except KeyboardInterrupt:
        return


def export(
    out: Annotated[Path, typer.Argument(help="The zip file to write.")],
    data_dir: DataDir = None,
    *,
    since: Since = None,
    until: Since = None,
    with_payloads: Annotated[
        bool, typer.Option("--payloads/--no-payloads", help="With what may be personal?")
    ] = True,
    as_json: AsJson = False,
) -> None:
    """Write a bundle that anybody can verify offline. With payloads, the ledger says that they were handed out."""
    folder = _folder(data_dir)
    first, end = (_moment(text) for text in (since, until))
    if with_payloads:
        record_reading(folder, {"command": "export", "since": first, "until": end})
    written = bundles.export(folder, out, since=first, until=end, with_payloads=with_payloads)
    if as_json:
        logs = [{"writer": one.writer, "first": one.first, "end": one.end} for one in written]
        typer.echo(json.dumps({"bundle": str(out), "logs": logs}))
        return
    for one in written:
        typer.echo(
            f"{one.writer}: {one.end - one.first} entries" + (f" from {one.first} on" if one.first else "")
        )
    typer.echo(f"Verify it:  watchgate ledger verify --bundle {out} --public-key KEYS.pub")


def checkpoint(data_dir: DataDir = None, *, as_json: AsJson = False) -> None:
    """Print the newest signed checkpoint of each log; keep it elsewhere, and nobody can rewrite what came before."""
    folder = _folder(data_dir)
    for writer in writer_dirs(folder):
        _sign_if_idle(writer)
        signed = newest_checkpoint(writer / "checkpoints")
        if signed and as_json:
            typer.echo(json.dumps({"writer": writer.name, "size": signed.size, "note": signed.note}))
        elif signed:
            typer.echo(signed.note)


def erase(
    exchange: Annotated[str, typer.Argument(help="The exchange's id (x-watchgate-exchange).")],
    reason: Annotated[str, typer.Option(help="Why; it is kept in the ledger.")],
    data_dir: DataDir = None,
) -> None:
    """Erase the payloads of one exchange. Its entries stay, and so does the proof that nothing else was changed."""
    folder = _folder(data_dir)
    select = of_exchange(exchange)
    holders = [
        writer
        for writer in writer_dirs(folder)
        if any(
            select(entry, record) for segment in segments_of(writer) for _, entry, record in heads(segment)
        )
    ]
    if not holders:
        raise UserError(
            f"No entry speaks of the exchange {exchange}. Check the id, or name the folder with --data-dir."
        )
    erased = 0
    for writer in holders:
        ledger = Ledger.open_writer(writer)
        try:
            erased += ledger.erase_payloads(select, reason=reason, exchange=exchange)
        finally:
            ledger.close()
    typer.echo(
        f"{erased} payloads erased."
        if erased
        else "Nothing to erase: these entries have no payloads any more."
    )


def retain(data_dir: DataDir = None) -> None:
    """Remove what is past its retention now. A running gateway does this for its own log every hour."""
    for writer, removed in retain_idle_logs(_folder(data_dir)).items():
        if removed is None:
            typer.echo(f"{writer}: in use; its process removes what is due every hour")
        else:
            typer.echo(f"{writer}: {removed.payloads} payloads and {removed.segments} segments removed")


def _folder(data_dir: Path | None) -> Path:
    folder = (data_dir or default_data_dir()).expanduser()
    if not ledger_dir(folder).is_dir():
        raise UserError(f"There is no ledger in {folder}. Name the gateway's data folder with --data-dir.")
    return folder


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise UserError(f"{path} cannot be read: {why}.") from None


def _moment(text: str | None) -> str | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UserError(f"{text} is not a time. Write 2026-11-22 or 2026-11-22T14:00:00Z.") from None
    return rfc3339(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def _shows_progress(size_bytes: int) -> bool:
    return size_bytes >= _PROGRESS_FROM_BYTES and Console(stderr=True).is_terminal


def record_reading(folder: Path, fields: dict[str, str | int | bool | None]) -> None:
    """Nobody reads payloads unrecorded: when this cannot be written, they are not shown."""
    try:
        ledger = Ledger.open(folder, kind="cli")
        ledger.append(EventType.LEDGER_READ, fields, {"user": _user()})
        ledger.close()
    except LedgerUnavailable as error:
        raise UserError(
            f"That you read payloads cannot be recorded, so they are not shown. {error}"
        ) from None


def _user() -> str:
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid {os.getuid()}"


def _sign_if_idle(writer: Path) -> None:
    try:
        Ledger.open_writer(writer).close()
    except WriterBusy:
        return  # its process signs by itself, at most a second after the newest entry

"""`watchgate gateway run`: start the gateway from the command line."""

import json
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console

from watchgate.gateway import reveal, server
from watchgate.gateway.clients.source import KeysInForce
from watchgate.gateway.gate import Gate
from watchgate.gateway.packs import PackFiles, open_gate
from watchgate.gateway.vault import Vault
from watchgate.gateway.worker import WorkerSettings, upstream_proxy
from watchgate.kernel.errors import UserError
from watchgate.settings import default_data_dir

log = logging.getLogger("watchgate.gateway")

_EPILOG = """Example:

  OPENAI_API_KEY=sk-… watchgate gateway run --policy-config policy-config.yaml

Then point any OpenAI client at http://localhost:41002/v1."""


def register(app: typer.Typer) -> None:
    """Add `gateway` to the command line."""
    gateway = typer.Typer(no_args_is_help=True, help="The OpenAI-compatible policy gateway.")
    gateway.command("run", epilog=_EPILOG)(run)
    gateway.command("reveal")(reveal.run)
    app.add_typer(gateway, name="gateway")


def run(
    policy_config: Annotated[
        list[Path], typer.Option(help="A pack file; repeat it to layer several, the later over the earlier.")
    ],
    listen: Annotated[str, typer.Option(help="Address and port.")] = "0.0.0.0:41002",
    workers: Annotated[int, typer.Option(min=1, max=256, help="Processes that share the port.")] = 1,
    data_dir: Annotated[
        Path | None,
        typer.Option(help="Where the ledger and keys are kept (WATCHGATE_DATA_DIR, else ~/.watchgate)."),
    ] = None,
    fail_mode: Annotated[
        Literal["block", "allow"],
        typer.Option(help="When a policy cannot look: refuse (503), or forward and record not_scanned."),
    ] = "block",
    keys: Annotated[
        Path | None,
        typer.Option(
            help="The file of gateway keys (gateway-keys.json in the data folder).", show_default=False
        ),
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Say where it listens as one line of JSON.")] = False,
) -> None:
    """Carry OpenAI exchanges under a policy pack."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    server.parse_listen(listen)
    upstream_proxy()
    folder = (data_dir or default_data_dir()).expanduser()
    _make(folder)
    vault = Vault.of(folder)
    files = PackFiles(tuple(path.absolute() for path in policy_config))
    gate, loaded = open_gate(
        files, fail_mode=fail_mode, hash_key=vault.derived_key("mask hash"), seal=vault.seal
    )
    keys = keys.absolute() if keys else None
    in_force = KeysInForce(folder, keys)
    in_force.load()
    if gate.pack.clients.auth == "keys" and not in_force.directory.size:
        log.warning(
            "There is no gateway key yet, so everybody is refused. `watchgate keys create` makes one."
        )
    listener = server.bind(listen)
    address = "{}:{}".format(*listener.getsockname()[:2])

    def announce() -> None:
        if json_:
            facts = {"listening": address, "pack": gate.pack.pack.name, "data_dir": str(folder)}
            typer.echo(json.dumps(facts))
        else:
            _announce(address, gate, folder, loaded.warnings)

    settings = WorkerSettings(files.paths, folder, fail_mode, keys_path=keys)
    server.serve(settings, listener, workers=workers, on_ready=announce)


def _announce(address: str, gate: Gate, folder: Path, warnings: Sequence[object]) -> None:
    out = Console(stderr=True, highlight=False, soft_wrap=True)
    pack = gate.pack.pack
    out.print(f"Watchgate gateway on [bold]http://{address}/v1[/], pack [bold]{pack.name} {pack.version}[/]")
    out.print(f"Evidence in {folder}/ledger. Stop with Ctrl+C; SIGHUP reads the pack again.")
    for warning in warnings:
        out.print(f"[yellow]warning[/] {warning}")


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(
            f"The data folder {folder} cannot be made: {error.strerror}. Choose another --data-dir."
        ) from None

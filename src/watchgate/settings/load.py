"""Who has the last word? The command line, then the environment, then the settings file, then the defaults."""

import difflib
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

from watchgate.kernel.errors import UserError
from watchgate.settings.environment import config_file, default_data_dir, watchgate_variables
from watchgate.settings.model import Settings
from watchgate.settings.values import read_value

FILE_NAME = "watchgate.toml"
_NAMES = tuple(each.name for each in fields(Settings))


def load_settings(*, config: Path | None = None, **given: Any) -> Settings:  # noqa: ANN401 -- as the command line has them
    """The settings in force. *given*: what the command line says, by name; None counts as not said.

    The file is *config*, else `WATCHGATE_CONFIG`, else `./watchgate.toml`, else `watchgate.toml` in the data folder; there
    need not be one, unless it was named. Raises UserError for what cannot be read, is unknown or makes no sense.
    """
    said = {name: value for name, value in given.items() if value is not None}
    environment = watchgate_variables(_NAMES)
    path = config or settings_file(data_dir=said.get("data_dir"))
    values: dict[str, Any] = {}
    if path is not None:
        values |= _from_file(path)
    for name, text in environment.items():
        values[name] = read_value(name, text, f"WATCHGATE_{name.upper()}", Path())
    for name, value in said.items():
        values[name] = read_value(name, value, f"--{name.replace('_', '-')}", Path())
    return Settings(**{"data_dir": default_data_dir(), **values})


def settings_file(*, data_dir: Path | str | None = None) -> Path | None:
    """The file that is used when the command line names none; None when there is none. *data_dir*: what the command line says."""
    if named := config_file():
        return named
    folder = Path(data_dir or default_data_dir()).expanduser()
    return next((path for path in (Path(FILE_NAME), folder / FILE_NAME) if path.is_file()), None)


def _from_file(path: Path) -> dict[str, Any]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UserError(f"The settings file {path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise UserError(f"The settings file {path} is not UTF-8 text.") from None
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"The settings file {path} is not TOML: {error}.") from None
    for name in content:
        if name not in _NAMES:
            raise UserError(f"{path}: there is no setting {name!r}. {_instead_of(name)}")
    return {
        name: read_value(name, value, f"{name} in {path}", path.parent) for name, value in content.items()
    }


def _instead_of(name: str) -> str:
    close = difflib.get_close_matches(name, _NAMES, n=1, cutoff=0.5)
    return f"Did you mean {close[0]!r}?" if close else f"There are: {', '.join(_NAMES)}."

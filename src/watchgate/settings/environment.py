"""What does the environment say? The only module that reads it."""

import os
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path

from watchgate.kernel.errors import UserError
from watchgate.settings.model import Settings

DEFAULT_BASE_URL = "https://api.openai.com/v1"


def openai_base_url() -> str:
    """Where a target without `base_url` is: `OPENAI_BASE_URL`, else OpenAI's own address."""
    return os.environ.get("OPENAI_BASE_URL") or DEFAULT_BASE_URL


def https_proxy() -> tuple[str, str]:
    """The proxy for https targets (`HTTPS_PROXY`, empty when there is none), and the hosts that need none (`NO_PROXY`)."""
    url = os.environ.get("HTTPS_PROXY") or os.environ.get("https_proxy") or ""
    return url, os.environ.get("NO_PROXY") or os.environ.get("no_proxy") or ""


def secret_from_environment(name: str, *, said_in: str = "the pack's secret_key_ref") -> str:
    """The secret in the variable *name*, which *said_in* asks for. Raises UserError when it is missing or empty."""
    value = os.environ.get(name, "").strip()
    if not value:
        raise UserError(
            f"The environment variable {name} is not set. Set it to the secret that {said_in} asks for."
        )
    return value


def secret_from_file(path: str, *, said_in: str = "the pack's secret_key_ref") -> str:
    """The secret in a file, without surrounding white space. Raises UserError when it cannot be read or is empty."""
    try:
        value = Path(path).expanduser().read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"The secret file {path} cannot be read ({_why(error)}). Check {said_in}.") from None
    if not value:
        raise UserError(f"The secret file {path} is empty. Put the secret into it.")
    return value


def secret_at(ref: str, *, said_in: str) -> str:
    """The secret that `env:NAME` or `file:PATH` points to. Raises UserError."""
    kind, _, place = ref.partition(":")
    if kind not in {"env", "file"} or not place:
        raise UserError(f"{said_in} is not of the form env:NAME or file:PATH. Correct it.")
    read = secret_from_environment if kind == "env" else secret_from_file
    return read(place, said_in=said_in)


def default_data_dir() -> Path:
    """Where state is kept: `WATCHGATE_DATA_DIR`, else `~/.watchgate`."""
    return Path(os.environ.get("WATCHGATE_DATA_DIR") or "~/.watchgate").expanduser()


def cache_folder() -> Path:
    """Where is kept what can be made again: `WATCHGATE_CACHE_DIR`, else `XDG_CACHE_HOME/watchgate`, else `~/.cache/watchgate`."""
    own = os.environ.get("WATCHGATE_CACHE_DIR")
    if own:
        return Path(own)
    shared = os.environ.get("XDG_CACHE_HOME")
    return (Path(shared) if shared else Path.home() / ".cache") / "watchgate"


def key_encryption_keys() -> str | None:
    """`WATCHGATE_KEK`: base64 of 32 bytes, or several with commas (the current one first); None when it is not set."""
    return os.environ.get("WATCHGATE_KEK", "").strip() or None


def api_token() -> str | None:
    """`WATCHGATE_API_TOKEN`: the token that a command shows to the REST API; None when it is not set."""
    return os.environ.get("WATCHGATE_API_TOKEN", "").strip() or None


def api_url() -> str:
    """`WATCHGATE_API_URL`: where the REST API is, for commands that speak to it; else this machine's usual address."""
    return os.environ.get("WATCHGATE_API_URL", "").strip() or "http://127.0.0.1:8080"


def config_file() -> Path | None:
    """`WATCHGATE_CONFIG`: the settings file to use; None when it is not set."""
    path = os.environ.get("WATCHGATE_CONFIG")
    return Path(path).expanduser() if path else None


def watchgate_variables(names: Iterable[str]) -> dict[str, str]:
    """`WATCHGATE_<NAME>` for each of *names* that is set and not empty."""
    found = {name: os.environ.get(f"WATCHGATE_{name.upper()}", "") for name in names}
    return {name: text for name, text in found.items() if text}


def watchgate_variable_names() -> list[str]:
    """The names of all `WATCHGATE_…` variables that are set and not empty, known or not."""
    return sorted(name for name, text in os.environ.items() if name.startswith("WATCHGATE_") and text)


def known_variables() -> frozenset[str]:
    """Every `WATCHGATE_…` variable that means something."""
    return frozenset(
        {"WATCHGATE_CONFIG", "WATCHGATE_KEK", "WATCHGATE_API_TOKEN", "WATCHGATE_API_URL"}
        | {f"WATCHGATE_{one.name.upper()}" for one in fields(Settings)}
    )


def _why(error: OSError | UnicodeDecodeError) -> str:
    return error.strerror or "unknown error" if isinstance(error, OSError) else "it is not UTF-8 text"

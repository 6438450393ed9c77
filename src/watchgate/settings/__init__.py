"""What is this Watchgate to do, where, and with whom? What the command line, the environment and `watchgate.toml` say."""

from watchgate.settings.environment import (
    DEFAULT_BASE_URL,
    api_token,
    api_url,
    default_data_dir,
    https_proxy,
    key_encryption_keys,
    openai_base_url,
    secret_at,
    secret_from_environment,
    secret_from_file,
)
from watchgate.settings.load import load_settings, settings_file
from watchgate.settings.model import Settings

__all__ = [
    "DEFAULT_BASE_URL",
    "Settings",
    "api_token",
    "api_url",
    "default_data_dir",
    "https_proxy",
    "key_encryption_keys",
    "load_settings",
    "openai_base_url",
    "secret_at",
    "secret_from_environment",
    "secret_from_file",
    "settings_file",
]

"""The room on a real database, and a small OpenAI on a real socket."""

import pytest

from integration.workspaces.openai_on_loopback import openai_on_loopback
from postgres import database, postgres_url  # noqa: F401 -- fixtures
from watchgate.app import services_on
from watchgate.settings import Settings
from watchgate.storage.key_encryption import FileKeys
from watchgate.storage.sealing import Keyring
from watchgate.workspaces.questions import Host
from watchgate.workspaces.room import room_on


@pytest.fixture
def openai():
    with openai_on_loopback() as server:
        yield server


@pytest.fixture
def keyring(tmp_path):
    return Keyring(FileKeys(tmp_path))


@pytest.fixture
def room(database, keyring, openai):  # noqa: F811 -- the fixture
    return room_on(database, keyring, dict.fromkeys(Host, openai.base_url))


@pytest.fixture
def services(database, keyring, openai, tmp_path):  # noqa: F811 -- the fixture
    settings = Settings(tmp_path, chatgpt_base_url=openai.base_url, openai_base_url=openai.base_url)
    return services_on(database, keyring, settings)

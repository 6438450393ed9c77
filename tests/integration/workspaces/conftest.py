"""The room on a real database, and a small OpenAI on a real socket."""

import pytest

from integration.workspaces.openai_on_loopback import openai_on_loopback
from postgres import database, postgres_url  # noqa: F401 -- fixtures
from watchgate.app import Services
from watchgate.identity.service import Tokens
from watchgate.kernel.clock import utc_now
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
def services(database, room, tmp_path):  # noqa: F811 -- the fixture
    return Services(database, Tokens(database, tmp_path, utc_now), room)

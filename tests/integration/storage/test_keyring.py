"""Data keys in a real database."""

import asyncio
import os
from uuid import uuid4

import pytest
from sqlalchemy import text

from watchgate.kernel.errors import UserError
from watchgate.storage.key_encryption import FileKeys, HeldKeys
from watchgate.storage.key_rotation import rotate
from watchgate.storage.sealing import DataKeyErased, Keyring, rewrap_all

PLACE = b"message:1"


async def sealed_text(database, keyring, workspace_id, plaintext=b"text"):
    async with database.begin() as tx:
        return (await keyring.for_workspace(tx, workspace_id)).seal(plaintext, context=PLACE)


async def opened_text(database, keyring, workspace_id, sealed):
    async with database.read() as tx:
        return (await keyring.existing(tx, workspace_id)).open(sealed, context=PLACE)


async def test_a_workspace_keeps_its_data_key(database):
    kek, workspace_id = HeldKeys([os.urandom(32)]), uuid4()

    sealed = await sealed_text(database, Keyring(kek), workspace_id)

    assert await opened_text(database, Keyring(kek), workspace_id, sealed) == b"text"


async def test_two_workspaces_have_different_keys(database):
    keyring, one, two = Keyring(HeldKeys([os.urandom(32)])), uuid4(), uuid4()
    sealed = await sealed_text(database, keyring, one)
    await sealed_text(database, keyring, two)

    with pytest.raises(UserError, match="belongs elsewhere"):
        await opened_text(database, keyring, two, sealed)


async def test_processes_that_begin_at_once_agree_on_one_key(database):
    kek, workspace_id = HeldKeys([os.urandom(32)]), uuid4()

    sealed = await asyncio.gather(
        *(sealed_text(database, Keyring(kek), workspace_id, b"%d" % number) for number in range(5))
    )

    opened = [await opened_text(database, Keyring(kek), workspace_id, one) for one in sealed]
    assert opened == [b"0", b"1", b"2", b"3", b"4"]


async def test_an_erased_key_is_gone_for_everybody_at_once(database):
    keyring, workspace_id = Keyring(HeldKeys([os.urandom(32)])), uuid4()
    sealed = await sealed_text(database, keyring, workspace_id)

    async with database.begin() as tx:
        await keyring.erase(tx, workspace_id)

    with pytest.raises(DataKeyErased):
        await opened_text(database, keyring, workspace_id, sealed)


async def test_the_database_alone_opens_nothing(database):
    workspace_id = uuid4()
    sealed = await sealed_text(database, Keyring(HeldKeys([os.urandom(32)])), workspace_id)

    with pytest.raises(UserError, match="key-encryption key"):
        await opened_text(database, Keyring(HeldKeys([os.urandom(32)])), workspace_id, sealed)


async def test_a_data_key_moved_to_another_workspace_is_refused(database):
    keyring, one, two = Keyring(HeldKeys([os.urandom(32)])), uuid4(), uuid4()
    sealed = await sealed_text(database, keyring, one)
    async with database.begin() as tx:
        await tx.execute(text("UPDATE data_key SET workspace_id = :two"), {"two": two})

    with pytest.raises(UserError, match="moved to another workspace"):
        await opened_text(database, keyring, two, sealed)


async def test_after_a_rotation_of_the_key_file_everything_opens_with_the_new_key_alone(database, tmp_path):
    keys, workspaces = FileKeys(tmp_path), [uuid4() for _ in range(3)]
    sealed = {one: await sealed_text(database, Keyring(keys), one) for one in workspaces}
    old_id = keys.key_id

    assert await rotate(database, keys) == 3

    assert keys.key_id != old_id
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["kek"]
    for one in workspaces:
        assert await opened_text(database, Keyring(FileKeys(tmp_path)), one, sealed[one]) == b"text"


class PowerCut(Exception):
    pass


class DiesBeforeTheCommit(FileKeys):
    """The process ends when the new key is in place and the data keys are not yet wrapped with it."""

    def adopt_next(self):
        super().adopt_next()
        raise PowerCut


async def test_two_rotations_cut_short_one_after_the_other_lose_no_key(database, tmp_path):
    workspace = uuid4()
    sealed = await sealed_text(database, Keyring(FileKeys(tmp_path)), workspace)

    for _ in range(2):
        with pytest.raises(PowerCut):
            await rotate(database, DiesBeforeTheCommit(tmp_path))

    assert await opened_text(database, Keyring(FileKeys(tmp_path)), workspace, sealed) == b"text"
    await rotate(database, FileKeys(tmp_path))
    assert await opened_text(database, Keyring(FileKeys(tmp_path)), workspace, sealed) == b"text"


async def test_a_rotation_that_cannot_unwrap_changes_nothing(database, tmp_path):
    workspace_id, rightful = uuid4(), HeldKeys([os.urandom(32)])
    sealed = await sealed_text(database, Keyring(rightful), workspace_id)
    keys = FileKeys(tmp_path)
    before = keys.key_id

    with pytest.raises(UserError, match="key-encryption key"):
        await rotate(database, keys)

    assert keys.key_id == before
    assert await opened_text(database, Keyring(rightful), workspace_id, sealed) == b"text"


async def test_keys_of_the_environment_are_rotated_to_the_first(database):
    old, new, workspace_id = os.urandom(32), os.urandom(32), uuid4()
    sealed = await sealed_text(database, Keyring(HeldKeys([old])), workspace_id)

    assert await rotate(database, HeldKeys([new, old])) == 1

    assert await opened_text(database, Keyring(HeldKeys([new])), workspace_id, sealed) == b"text"


async def test_a_key_made_while_a_rotation_is_under_way_is_wrapped_with_the_new_one(database, tmp_path):
    keys, workspace_id = FileKeys(tmp_path), uuid4()
    await sealed_text(database, Keyring(keys), uuid4())
    async with database.begin() as tx:
        following = keys.prepare_next()
        await rewrap_all(tx, keys, following)
        waiting = asyncio.create_task(sealed_text(database, Keyring(keys), workspace_id))
        await asyncio.sleep(0.1)
        assert not waiting.done()
        keys.adopt_next()
    sealed = await waiting
    keys.forget_previous()

    assert await opened_text(database, Keyring(keys), workspace_id, sealed) == b"text"

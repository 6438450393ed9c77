"""How does a data folder get a new key-encryption key? Killed at any moment, everything can still be opened."""

from watchgate.storage.database import Database
from watchgate.storage.key_encryption import FileKeys, HeldKeys
from watchgate.storage.sealing import rewrap_all


async def rotate(database: Database, keys: FileKeys | HeldKeys) -> int:
    """Wrap all data keys anew; returns how many. Raises UserError when one of them cannot be unwrapped.

    With a key file: under a new KEK, which takes its place. With `WATCHGATE_KEK`: under the first of its keys; the others
    are not needed afterwards.
    """
    if isinstance(keys, HeldKeys):
        async with database.begin() as tx:
            return await rewrap_all(tx, keys, keys)
    if keys.has_previous:
        await _finish(database, keys)
    following = keys.prepare_next()
    async with database.begin() as tx:
        count = await rewrap_all(tx, keys, following)
        keys.adopt_next()  # before others may write again; until the commit, both KEKs are at hand
    keys.forget_previous()
    return count


async def _finish(database: Database, keys: FileKeys) -> None:
    """A rotation was cut short: the KEK before may be the only one that opens something, until all is under the present one."""
    async with database.begin() as tx:
        await rewrap_all(tx, keys, keys)
    keys.forget_previous()

"""Can every workspace's data key be unwrapped with the key-encryption key that is here?"""

from uuid import UUID

from sqlalchemy import select

from watchgate.doctor.model import Lines, Stored, failed, ok
from watchgate.kernel.errors import UserError
from watchgate.settings import key_encryption_keys
from watchgate.storage.sealing import Keyring, key_encryption
from watchgate.storage.tables import data_key

_RESTORE = "Restore keys/kek from the backup that belongs to this database, or set WATCHGATE_KEK to it."


async def look(stored: Stored) -> Lines:
    """One line, or one for each key that cannot be unwrapped."""
    async with stored.database.read() as tx:
        ids = list(await tx.scalars(select(data_key.c.workspace_id).order_by(data_key.c.workspace_id)))
    if not ids:
        return [ok("data keys", "none yet")]
    if not key_encryption_keys() and not (stored.settings.data_dir / "keys" / "kek").exists():
        return [
            failed("data keys", f"{len(ids)} data keys, and no key-encryption key to unwrap them", _RESTORE)
        ]
    return await _unwrapped(stored, ids)


async def _unwrapped(stored: Stored, ids: list[UUID]) -> Lines:
    lines = []
    try:
        keyring = Keyring(key_encryption(stored.settings))
    except UserError as problem:
        return [failed("data keys", str(problem))]
    for workspace_id in ids:
        try:
            async with stored.database.read() as tx:
                await keyring.existing(tx, workspace_id)
        except UserError as problem:
            lines.append(failed("data keys", f"workspace {workspace_id}: {problem}", _RESTORE))
    return lines or [ok("data keys", f"{len(ids)} can be unwrapped")]

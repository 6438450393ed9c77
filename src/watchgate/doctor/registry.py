"""Which checks are there, in which order, and what does each look at?"""

from collections.abc import Awaitable, Callable, Mapping

from watchgate.doctor.checks import (
    administrators,
    clock,
    data_folder,
    data_keys,
    detection,
    disk_space,
    executors,
    file_reading,
    hosts,
    key_encryption_key,
    ledger,
    months,
    notices,
    outbox,
    public_address,
    python,
    session_limits,
    sign_in,
    variables,
    workspaces,
)
from watchgate.doctor.model import Lines, Stored
from watchgate.settings import Settings

OF_THE_PROGRAM: Mapping[str, Callable[[], Awaitable[Lines]]] = {
    "python": python.look,
    "environment": variables.look,
    "detection": detection.look,
    "file reading": file_reading.look,
}
"""These need nothing."""

OF_THE_MACHINE: Mapping[str, Callable[[Settings], Awaitable[Lines]]] = {
    "data folder": data_folder.look,
    "disk space": disk_space.look,
    "key-encryption key": key_encryption_key.look,
    "ledger": ledger.look,
    "public address": public_address.look,
    "sessions": session_limits.look,
    "notices": notices.look,
    "network": hosts.look,
    "clock": clock.look,
    "sign-in": sign_in.look,
    "mail server": notices.greet,
}
"""These need to know what the settings say."""

OUTSIDE = frozenset({"network", "clock", "sign-in", "mail server"})
"""These connect to others' hosts."""

OF_WHAT_IS_STORED: Mapping[str, Callable[[Stored], Awaitable[Lines]]] = {
    "database clock": clock.look_at_database,
    "partitions": months.look,
    "data keys": data_keys.look,
    "outbox": outbox.look,
    "workers": executors.look,
    "administrators": administrators.look,
    "workspaces": workspaces.look,
}
"""These need a database with its schema."""

"""What is to become different of a key? Only what is named; a limit that becomes None is lifted."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from watchgate.identity.gateway_keys.model import Allowance, GatewayKey, Whose

_OF_WHOSE = frozenset(field.name for field in fields(Whose))
_OF_ALLOWANCE = frozenset(field.name for field in fields(Allowance))
Changes = Mapping[str, Any]
"""By the name of the field: those of `Whose` and `Allowance`, and `expires_at`."""


def changed(key: GatewayKey, changes: Changes, now: datetime) -> GatewayKey:
    """The key with *changes*. Raises UserError when it will not do."""
    if unknown := changes.keys() - _OF_WHOSE - _OF_ALLOWANCE - {"expires_at"}:
        raise TypeError(f"a key has no {sorted(unknown)}")
    whose = replace(key.whose, **_only(changes, _OF_WHOSE))
    allowance = replace(key.allowance, **_only(changes, _OF_ALLOWANCE))
    whose.check()
    allowance.check()
    expires_at = changes.get("expires_at", key.expires_at)
    new = replace(key, whose=whose, allowance=allowance, expires_at=expires_at)
    return key if new == key else replace(new, updated_at=now)


def _only(changes: Changes, names: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in changes.items() if name in names}

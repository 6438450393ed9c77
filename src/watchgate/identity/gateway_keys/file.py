"""How do keys reach a gateway that has no database? As a file of hashes and limits: `gateway-keys.json` in the data folder.

Written whole or not at all, for its owner only. Whoever could write it could make keys: one that others can write is not read.
"""

import os
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from watchgate.identity.gateway_keys.model import Allowance, GatewayKey, Secret, check_label
from watchgate.kernel.errors import UserError

FILE = "gateway-keys.json"
MAX_BYTES = 64 * 1024 * 1024


class KeySecret(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """SHA-256 of a secret, in hexadecimal."""

    sha256: str = msgspec.field()
    valid_until: datetime | None = None


class KeyEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One key, as a gateway knows it. No name: a gateway does not need it."""

    id: str
    team: str
    project: str | None
    secrets: tuple[KeySecret, ...]
    expires_at: datetime | None = None
    budget_month_microusd: int | None = None
    budget_day_microusd: int | None = None
    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None
    models: tuple[str, ...] = ()

    @property
    def allowance(self) -> Allowance:
        return Allowance(
            self.budget_month_microusd,
            self.budget_day_microusd,
            self.requests_per_minute,
            self.tokens_per_minute,
            self.models,
        )


class KeyFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    gateway_keys: int
    """The version of this form: 1."""
    keys: tuple[KeyEntry, ...]


def text_of(keys: Sequence[GatewayKey], secrets: Sequence[Secret]) -> bytes:
    """The file for these keys. The same keys give the same bytes."""
    entries = tuple(
        KeyEntry(
            id=key.id,
            team=key.whose.team,
            project=key.whose.project,
            secrets=tuple(
                KeySecret(secret.sha256.hex(), secret.valid_until)
                for secret in secrets
                if secret.key_id == key.id
            ),
            expires_at=key.expires_at,
            budget_month_microusd=key.allowance.budget_month_microusd,
            budget_day_microusd=key.allowance.budget_day_microusd,
            requests_per_minute=key.allowance.requests_per_minute,
            tokens_per_minute=key.allowance.tokens_per_minute,
            models=key.allowance.models,
        )
        for key in keys
    )
    return msgspec.json.format(msgspec.json.encode(KeyFile(1, entries)), indent=1) + b"\n"


def write(path: Path, text: bytes) -> None:
    """Put the file in the place of the one before. Raises UserError."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, partial = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # 0600
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(partial).replace(path)
        except OSError:
            Path(partial).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise UserError(
            f"The key file {path} cannot be written ({error.strerror}), so nothing was changed. Mend that, and try again."
        ) from None


def read_bytes(path: Path) -> bytes | None:
    """None when there is no such file. Raises UserError when it cannot be read, or others can write it."""
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_mode & 0o022:
                raise UserError(
                    f"Others can write the key file {path}, so it is not read. Do: chmod 600 {path}"
                )
            return file.read(MAX_BYTES)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UserError(f"The key file {path} cannot be read: {error.strerror}.") from None


def parse(text: bytes, path: Path) -> KeyFile:
    """Raises UserError with the place of the mistake."""
    try:
        found = msgspec.json.decode(text, type=KeyFile)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UserError(
            f"The key file {path} is broken: {error}. `watchgate keys publish` writes it anew."
        ) from None
    if found.gateway_keys != 1:
        raise UserError(f"The key file {path} has a form of a later Watchgate. Bring the gateway up to date.")
    _check(found, path)
    return found


def _check(found: KeyFile, path: Path) -> None:
    seen: set[str] = set()
    for key in found.keys:
        hashes = [secret.sha256 for secret in key.secrets]
        if not all(_is_hash(text) for text in hashes):
            raise UserError(f"The key file {path} is broken: a secret of {key.id[:60]!r} is no SHA-256.")
        if not _is_id(key.id) or key.id in seen or not seen.isdisjoint(hashes):
            raise UserError(f"The key file {path} is broken: {key.id[:60]!r} is no id, or stands twice.")
        seen |= {key.id, *hashes}
        times = [key.expires_at, *(secret.valid_until for secret in key.secrets)]
        if any(moment is not None and moment.tzinfo is None for moment in times):
            raise UserError(f"The key file {path} is broken: a time of {key.id} has no time zone.")
        try:
            check_label(key.team, "A team")
            key.allowance.check()
        except UserError as problem:
            raise UserError(f"The key file {path} is broken at {key.id}: {problem}") from None


def _is_hash(text: str) -> bool:
    return len(text) == 64 and all(digit in "0123456789abcdef" for digit in text)


def _is_id(text: str) -> bool:
    return 0 < len(text) <= 40 and text.isascii() and text.replace("_", "").replace("-", "").isalnum()

"""What is a gateway key, and what may its holder do? 32 random bytes, shown once; we keep their SHA-256."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from watchgate.identity.gateway_keys.money import MAX_DOLLARS, MICROUSD
from watchgate.kernel.errors import UserError
from watchgate.kernel.randomness import random_bytes

PREFIX = "wgk_"
MAX_LABEL_CHARS = 100
MAX_MODELS = 50
MAX_PER_MINUTE = 1_000_000_000


class UnknownKey(UserError):
    """There is no gateway key with this id."""


class KeyIsRevoked(UserError):
    """A revoked key stays as it is."""


class State(StrEnum):
    ACTIVE = "active"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a key may spend, how often, on which models. None: no limit; no models: all of them."""

    budget_month_microusd: int | None = None
    budget_day_microusd: int | None = None
    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None
    models: tuple[str, ...] = ()

    def check(self) -> None:
        """Raises UserError when a limit is none."""
        for budget in (self.budget_month_microusd, self.budget_day_microusd):
            if budget is not None and not 0 < budget <= MAX_DOLLARS * MICROUSD:
                raise UserError(
                    "A budget is above 0 US dollars and below a billion. Revoke a key that may spend nothing."
                )
        for rate in (self.requests_per_minute, self.tokens_per_minute):
            if rate is not None and not 0 < rate <= MAX_PER_MINUTE:
                raise UserError("A limit per minute is a whole number from 1 to a billion. Choose another.")
        if len(self.models) > MAX_MODELS:
            raise UserError(
                f"A key has at most {MAX_MODELS} patterns of models. `gpt-4o*` stands for a family."
            )
        for pattern in self.models:
            check_label(pattern, "A pattern of models")


@dataclass(frozen=True, slots=True)
class Whose:
    """What the key is called, and who pays."""

    name: str
    team: str
    project: str | None = None

    def check(self) -> None:
        """Raises UserError when one of them will not do."""
        check_label(self.name, "A key's name")
        check_label(self.team, "A team")
        if self.project is not None:
            check_label(self.project, "A project")


@dataclass(frozen=True, slots=True)
class GatewayKey:
    """What is kept of a key: everything but itself."""

    id: str
    whose: Whose
    allowance: Allowance
    created_at: datetime
    updated_at: datetime
    expires_at: datetime | None = None
    rotated_at: datetime | None = None
    revoked_at: datetime | None = None

    def state(self, now: datetime) -> State:
        if self.revoked_at is not None:
            return State.REVOKED
        return State.EXPIRED if self.expires_at is not None and self.expires_at <= now else State.ACTIVE


@dataclass(frozen=True, slots=True)
class Secret:
    """One secret of a key; after a rotation the one before stays valid for a while."""

    key_id: str
    sha256: bytes
    valid_until: datetime | None


def mint() -> str:
    """A new key. It has 256 random bits, so a plain hash of it cannot be guessed back."""
    return PREFIX + urlsafe_b64encode(random_bytes(32)).rstrip(b"=").decode()


def hash_of(key: bytes) -> bytes:
    """What is stored of a key (32 bytes)."""
    return sha256(key).digest()


def check_label(text: str, what: str) -> None:
    """Raises UserError unless *text* is short, printable and without white space around it."""
    if not text or text != text.strip() or len(text) > MAX_LABEL_CHARS or not text.isprintable():
        raise UserError(
            f"{what} has 1 to {MAX_LABEL_CHARS} printable characters and no space around them. Choose another."
        )

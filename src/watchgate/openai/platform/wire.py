"""What does the platform's administration API send? Structs as lenient as the contract allows."""

from decimal import Decimal

import msgspec
from msgspec import Struct

from watchgate.openai.platform.model import CostBucket, CostLine
from watchgate.openai.timestamps import Timestamp, moment


class WireId(Struct):
    """Anything of which we want the id only."""

    id: str | None = None


class WireSession(Struct):
    user: WireId | None = None


class WireActor(Struct):
    """Who did it: a session's user, or a key."""

    type: str | None = None
    session: WireSession | None = None
    api_key: WireId | None = None

    def id(self) -> str | None:
        if self.session is not None and self.session.user is not None:
            return self.session.user.id
        return self.api_key.id if self.api_key is not None else None


class WireAuditLogEntry(Struct):
    """What all entries have in common."""

    id: str
    type: str
    effective_at: Timestamp
    project: WireId | None = None
    actor: WireActor | None = None


class WireAuditLogList(Struct):
    """Entries are kept as they are, since their details differ by type."""

    data: list[msgspec.Raw]
    has_more: bool
    last_id: str | None = None


class WireAmount(Struct):
    value: Decimal
    currency: str = "usd"


class WireCostLine(Struct):
    amount: WireAmount
    project_id: str | None = None
    line_item: str | None = None

    def model(self) -> CostLine:
        """Raises ValueError."""
        if not self.amount.value.is_finite():
            raise ValueError("an amount that is no number")
        return CostLine(self.amount.value, self.amount.currency.lower(), self.project_id, self.line_item)


class WireCostBucket(Struct):
    start_time: Timestamp
    end_time: Timestamp
    results: list[WireCostLine] = []

    def model(self) -> CostBucket:
        """Raises ValueError."""
        lines = tuple(line.model() for line in self.results)
        return CostBucket(moment(self.start_time), moment(self.end_time), lines)


class WireCostPage(Struct):
    data: list[WireCostBucket]
    has_more: bool
    next_page: str | None = None

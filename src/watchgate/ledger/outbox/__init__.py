"""How does what a transaction did get into the ledger, exactly when the transaction did it? By way of a table beside it."""

from watchgate.ledger.outbox.relay import OutboxRelay
from watchgate.ledger.outbox.store import hold_relays, record

__all__ = ["OutboxRelay", "hold_relays", "record"]

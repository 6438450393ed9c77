"""Which words does the ledger use for records? Fields: ids, digests, numbers; nothing that people wrote."""

RECORDED = "hub.recorded"
REVEALED = "hub.revealed"
ERASED = "hub.erased"
"""A body was erased; `why` says by what: a person's erasure."""
EXPIRED = "hub.expired"
"""Records were removed whole, at the end of their retention; `records`: their ids."""

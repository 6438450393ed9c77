"""Which words does the ledger use for gateway keys?"""

CREATED = "gateway_key.created"
CHANGED = "gateway_key.changed"
ROTATED = "gateway_key.rotated"
REVOKED = "gateway_key.revoked"

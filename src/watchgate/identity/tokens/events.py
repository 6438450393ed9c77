"""Which words does the ledger use for API tokens? Their names are payload, never fields."""

CREATED = "token.created"
REVOKED = "token.revoked"

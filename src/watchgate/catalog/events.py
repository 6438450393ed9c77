"""Which words does the ledger use for what happens in the catalogue?"""

REVEALED = "content.revealed"
"""Somebody saw texts unmasked: which messages, and by which token. The reason they gave is in the payload."""

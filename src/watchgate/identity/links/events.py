"""Which words does the ledger use for one-time links?"""

MADE = "link.made"
USED = "link.used"

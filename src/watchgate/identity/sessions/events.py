"""Which words does the ledger use for signing in? Addresses, browsers and e-mails are payload, never fields."""

BEGUN = "session.begun"
ENDED = "session.ended"
THROTTLED = "sign_in.throttled"
"""Too many attempts of one account or from one address: from here on each has to wait."""

"""Which words does the ledger use for signing in through another provider? Success is `session.begun` with `oidc`."""

REFUSED = "sign_in.refused"
"""The provider has said who it is, and we do not let them in: `reason` says why. Who it was is payload."""

"""Which words does the ledger use for skills? Fields: skill, version, digest, by whom (ids); names and remarks are payload."""

ADDED = "skill.added"
CHANGED = "skill.state_changed"
"""`step` says what was done."""

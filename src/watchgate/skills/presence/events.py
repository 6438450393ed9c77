"""Which words does the ledger use for skills where people use them? Fields: ids, states, parts; what people wrote is in no entry."""

CHANGED = "skill.presence_changed"
REGISTERED = "skill.gpt_registered"
UNREGISTERED = "skill.gpt_unregistered"
REVEALED = "skill.presence_revealed"
"""Somebody saw a diff, or names of unmanaged things; the reason is payload."""
ASKED = "skill.look_asked"

"""Which words does the ledger use for people and their tokens? E-mails and names are payload, never fields."""

PERSON_CREATED = "person.created"
PERSON_CHANGED = "person.changed"
PERSON_GRANTED = "person.granted"
PERSON_DISABLED = "person.disabled"
PERSON_ENABLED = "person.enabled"
PERSON_REMOVED = "person.removed"
PASSWORD_SET = "password.set"  # noqa: S105 -- the ledger's word for it

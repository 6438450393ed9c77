"""A pack of policies, read strictly, and what it decides. Pure: verdicts are values; carrying them out is the gateway's job."""

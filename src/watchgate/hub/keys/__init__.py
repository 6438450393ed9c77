"""With which key may a skill leave records in the Hub? One skill a key, and nothing else is open to it."""

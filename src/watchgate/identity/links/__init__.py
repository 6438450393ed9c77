"""How does somebody get in who has no password yet? By a link that works once."""

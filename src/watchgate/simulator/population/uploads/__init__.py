"""Which files do people attach, and what is in them? Names and planted values at once, bytes only when somebody asks."""

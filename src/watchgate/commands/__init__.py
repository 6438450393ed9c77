"""What do all commands share? How a terminal shows other people's words, and how a command speaks to the REST API."""

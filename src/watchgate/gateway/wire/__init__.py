"""One module per endpoint: where its text is, what of it cannot be read, and how its stream speaks. Pure."""

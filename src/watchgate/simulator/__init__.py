"""A faithful OpenAI for demos and tests: real HTTP, real framing, faults on demand, and the same bytes for the same seed."""

"""A tour of the product on this machine: real processes, the bundled simulator, the real OpenAI SDK."""

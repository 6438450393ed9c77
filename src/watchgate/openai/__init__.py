"""How do we speak to OpenAI's compliance and administration APIs? Typed clients, errors in four words."""

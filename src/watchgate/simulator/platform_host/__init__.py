"""api.openai.com/v1/organization, as far as an admin key reads it: audit log, costs and usage, projects, people, keys, invites."""

"""Where are the skills of an API project? `/v1/skills` and what is below it."""

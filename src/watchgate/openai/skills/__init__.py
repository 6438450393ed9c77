"""How does the house ask `/v1/skills` of the API platform? With a key of a project, never of the administration."""

"""How does a skill look where people use it? Rendering is pure: the same skill, the same bytes."""

"""What is left of a workspace that was removed? Nothing that can be read."""

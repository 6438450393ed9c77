"""How does something that others made become a skill? As much as can be carried over, and a word about the rest."""

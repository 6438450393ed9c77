"""Who is entitled to which skill, and why? Groups of the directory are archetypes; single people are granted or blocked."""

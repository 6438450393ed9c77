"""Keys and tokens: the table of kinds, and how they are found."""

"""How good is detection? Reads annotated texts, compares, and says it in figures."""

"""Names of people, places and organisations, by a model."""

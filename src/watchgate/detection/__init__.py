"""Text in, findings out. Pure: no network, no database, no clock."""

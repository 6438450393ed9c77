"""When detection changes, what is in the catalogue is examined again."""

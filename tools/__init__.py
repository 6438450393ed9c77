"""Programs for the people who work on Watchgate; not part of the product."""

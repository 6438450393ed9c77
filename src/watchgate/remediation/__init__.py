"""What must go is removed or isolated: planned first, decided by a second person, carried out once, proven."""

"""What text is in a file? Asked of a process of its own that can be killed, and that can reach nothing."""

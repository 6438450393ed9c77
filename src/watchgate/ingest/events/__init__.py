"""What does a compliance log file say? From its bytes to events, without asking anyone: pure."""

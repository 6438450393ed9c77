"""What the processes say about themselves: metrics and logs. Never content."""

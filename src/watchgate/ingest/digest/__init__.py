"""What does a log file come to, line by line? Parsed, examined, sealed: ready to be put into the catalogue."""

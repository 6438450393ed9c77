"""What health care writes down about people."""

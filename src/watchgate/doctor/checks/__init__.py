"""One file a check, one function a file."""
